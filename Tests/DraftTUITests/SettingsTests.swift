import DraftCore
import Foundation
import Glibc
import Testing

@testable import DraftTUI

/// What is set, where it comes from, and what is said of a file that nobody can use.
@Suite struct SettingsTests {
    private let folder: TemporaryFolder
    private var environment: [String: String] { ["XDG_CONFIG_HOME": folder.path, "HOME": folder.path] }
    private var path: String { folder.file("draft/config.toml") }

    init() throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.file("draft"), withIntermediateDirectories: true)
    }

    private func loaded(
        _ text: String? = nil, flags: [Settings.Flag] = [], variables: [String: String] = [:]
    ) throws -> Settings {
        if let text { try folder.write(text, to: "draft/config.toml") }
        return try Settings.loaded(flags: flags, in: environment.merging(variables) { $1 })
    }

    /// Each setting with four values that differ from each other and are spelt for the file and for people.
    static let examples: [(SettingName, file: String, spelt: String, variable: String, flag: String)] = [
        (.server, "\"https://file.test\"", "https://file.test", "http://variable.test", "https://flag.test"),
        (.user, "\"fay\"", "fay", "vera", "flora"), (.cacert, "\"/a.pem\"", "/a.pem", "/b.pem", "/c.pem"),
        (.plainHTTP, "true", "on", "off", "on"), (.theme, "\"dark\"", "dark", "light", "high-contrast"),
        (.colours, "16", "16", "256", "true"), (.keymap, "\"emacs\"", "emacs", "vi", "plain"),
        (.measure, "20", "20", "72", "200"), (.authors, "false", "off", "on", "off"),
        (.synchronized, "false", "off", "on", "off"), (.mouse, "false", "off", "on", "off"),
        (.goal, "500", "500", "600", "700"), (.shareWords, "false", "off", "on", "off"),
        (.smartQuotes, "true", "on", "off", "on"), (.bell, "\"off\"", "off", "on", "off"),
        (.desktop, "false", "off", "on", "off"), (.passthrough, "true", "on", "off", "on"),
    ]

    @Test(arguments: examples)
    func `an option wins over a variable, a variable over the file, the file over the default`(
        name: SettingName, file: String, spelt: String, variable: String, flag: String
    ) throws {
        #expect(try loaded()[name] == Settings.Setting(value: name.standard, source: .standard))
        let text = "# mine\n\(name.rawValue) = \(file)\n"
        let inFile = try loaded(text)
        #expect(inFile.problems == [])
        #expect(inFile[name].value.spelling == spelt)
        #expect(inFile[name].source == .file(path, line: 2))
        let inVariable = try loaded(text, variables: [name.variable: variable])
        #expect(inVariable[name].value.spelling == variable)
        #expect(inVariable[name].source == .environment(name.variable))
        let byFlag = try loaded(
            text, flags: [Settings.Flag(name: name, text: flag, option: "--set")], variables: [name.variable: variable])
        #expect(byFlag[name].value.spelling == flag)
        #expect(byFlag[name].source == .flag("--set"))
        for other in SettingName.allCases where other != name { #expect(byFlag[other].source == .standard) }
    }

    @Test func `the examples have every setting, and no two have one variable`() {
        #expect(Set(Self.examples.map(\.0)) == Set(SettingName.allCases))
        #expect(Set(SettingName.allCases.map(\.variable)).count == SettingName.allCases.count)
    }

    @Test(
        arguments: [
            ("\n\nmeasur = 70\n", 3, "There is no setting \"measur\". Is it \"measure\" that is meant?"),
            ("zzzzzz = 70\n", 1, "There is no setting \"zzzzzz\"."),
            ("colors = 16\n", 1, "There is no setting \"colors\". Is it \"colours\" that is meant?"),
            ("share_words = true", 1, "There is no setting \"share_words\". Is it \"share-words\" that is meant?"),
            ("bell = true\n", 1, "There is no setting \"bell\". Is it \"notifications.bell\" that is meant?"),
            (
                "[notifications]\nbells = true\n", 2,
                "There is no setting \"notifications.bells\". Is it \"notifications.bell\" that is meant?"
            ),
            ("measure = \"wide\"\n", 1, "measure: \"wide\" is not understood here: it is a number from 20 to 200."),
            ("measure = 19\n", 1, "measure: \"19\" is not understood here: it is a number from 20 to 200."),
            ("measure = 201\n", 1, "measure: \"201\" is not understood here: it is a number from 20 to 200."),
            (
                "measure = 66.0\n", 1,
                "measure: \"a floating-point number\" is not understood here: it is a number from 20 to 200."
            ),
            ("goal = -1\n", 1, "goal: \"-1\" is not understood here: it is a number from 0 to 1000000."),
            ("mouse = 1\n", 1, "mouse: \"1\" is not understood here: it is on or off."),
            ("mouse = \"maybe\"\n", 1, "mouse: \"maybe\" is not understood here: it is on or off."),
            (
                "theme = \"blue\"\n", 1,
                "theme: \"blue\" is not understood here: it is auto, dark, light, high-contrast or none."
            ),
            (
                "theme = [\"dark\"]\n", 1,
                "theme: \"a list\" is not understood here: it is auto, dark, light, high-contrast or none."
            ),
            (
                "theme = 1979-05-27\n", 1,
                "theme: \"a date\" is not understood here: it is auto, dark, light, high-contrast or none."
            ),
            (
                "theme = true\n", 1,
                "theme: \"true\" is not understood here: it is auto, dark, light, high-contrast or none."
            ),
            (
                "server = \"ftp://x\"\n", 1,
                "server: \"ftp://x\" is not a server's address: it begins with http:// or https://."
            ),
            ("user = \"a b\"\n", 1, "user: \"a b\" is not a user id: 1 to 128 bytes without spaces."),
            ("# a\nkeys = \"x\"\n", 2, "There is no setting \"keys\"."),
            ("[keys]\n\nsend = 3\n", 3, "keys.send: a key is a text like \"ctrl-s\", or a list of such."),
            ("[keys]\nsend = [1, \"f5\"]\n", 2, "keys.send: a key is a text like \"ctrl-s\", or a list of such."),
            (
                "[[theme]]\nx = 1\n", 1,
                "theme: \"a list\" is not understood here: it is auto, dark, light, high-contrast or none."
            ),
            ("a = '''\ntheme = 1\n'''\n theme = 3 # no\n", 1, "There is no setting \"a\"."),
        ])
    func `what is not understood is told with its line, and the rest holds`(text: String, line: Int, sentence: String)
        throws
    {
        let settings = try loaded("smart-quotes = true\n" + text)
        #expect(settings.problems.first == SettingProblem(place: "\(path):\(line + 1)", sentence: sentence))
        #expect(settings[.smartQuotes].value == .onOff(true))
        for name in SettingName.allCases where name != .smartQuotes {
            #expect(settings[name].source == .standard, "\(name)")
        }
    }

    @Test(
        arguments: [
            ("theme = \"dark\"\nmeasure = = 3\n", ":2"), ("theme = \"dark\"\ntheme = \"light\"\n", ":2"),
            ("theme = dark\n", ":1"), ("\n\n[keys\n", ":3"), ("a = \"\u{7}\"\n", ":1"),
            ("x = 99999999999999999999\n", ":1"), ("dear diary\n", ":1"),
            ("theme = \"dark\"\n[+]\n", ":2"), ("[ [é]]\n", ":1"), ("[[\n", ":1"), ("x = [}\n", ":1"),
        ]) func `a file that is no TOML is told with its line, and nothing of it holds`(text: String, place: String)
        throws
    {
        let settings = try loaded(text)
        try #require(settings.problems.count == 1)
        #expect(settings.problems[0].place == path + place)
        #expect(settings.problems[0].sentence.hasPrefix("This is not TOML: "), "\(settings.problems[0])")
        #expect(settings.values == [:])
    }

    @Test(
        arguments: [
            (([0x61, 0x0A, 0xFF], 1), ":2", "This is not UTF-8 text."),
            (([0x0A, 0x0A, 0x61, 0], 1), ":3", "A zero byte is there"),
            (([0x23], 2 << 20), "", "It is longer than a configuration can be."),
        ] as [(([UInt8], Int), String, String)])
    func `a file that is no text is told`(written: ([UInt8], times: Int), place: String, sentence: String) throws {
        let bytes = Array(repeatElement(written.0, count: written.times).joined())
        try Data(bytes).write(to: URL(filePath: path))
        let problem = try #require(try loaded().problems.first)
        #expect(problem.place == path + place)
        #expect(problem.sentence.hasPrefix(sentence))
    }

    @Test func `a mark of the byte order, and line ends of another system, change nothing`() throws {
        let settings = try loaded(
            "\u{FEFF}theme = \"dark\"\r\n[keys]\r\nsend = \"f5\"\r\n\r\npass = [\"f6\", \"f7\"]\r\n")
        #expect(settings.problems == [])
        #expect(settings[.theme].source == .file(path, line: 1))
        #expect(settings.keys.map(\.line) == [3, 5])
    }

    @Test func `the keys come in the order of their lines, as they are written`() throws {
        let settings = try loaded(
            """
            keys.zebra = "ctrl-x ctrl-s" # ]
            keys."pass-to" = ['''f6''', "a\\"=b",
               "f7"]   # = x
            keys.'send' = ""
            [notifications]
            bell = false
            """)
        #expect(
            settings.problems.map(\.place) == [1, 2, 4].map { "\(path):\($0)" },
            "no such action, no such key, none left")
        #expect(settings.keys.map(\.action) == ["zebra", "pass-to", "send"])
        #expect(settings.keys.map(\.keys) == [["ctrl-x ctrl-s"], ["f6", "a\"=b", "f7"], []])
        #expect(settings.keys.map(\.line) == [1, 2, 4])
        #expect(settings[.bell].source == .file(path, line: 6))
    }

    @Test func `a variable that is not understood is told, and the file holds`() throws {
        let settings = try loaded("measure = 70\n", variables: ["DRAFT_MEASURE": "wide", "DRAFT_THEME": ""])
        #expect(settings.problems.map(\.place) == ["DRAFT_MEASURE"])
        #expect(settings[.measure].source == .file(path, line: 1))
        #expect(settings[.theme].source == .standard)
    }

    @Test func `an option that is not understood is an error`() {
        #expect(throws: CommandFailure.self) {
            try loaded(flags: [Settings.Flag(name: .measure, text: "wide", option: "--measure")])
        }
    }

    @Test func `a screen without colours is asked for by the common name too, and ours wins`() throws {
        #expect(try loaded(variables: ["NO_COLOR": "1"])[.colours].source == .environment("NO_COLOR"))
        #expect(try !loaded(variables: ["NO_COLOR": "1"]).hasColors)
        #expect(try loaded(variables: ["NO_COLOR": ""]).hasColors)
        #expect(try loaded("colours = 256\n", variables: ["NO_COLOR": "1"]).hasColors == false)
        #expect(try loaded(variables: ["NO_COLOR": "1", "DRAFT_COLOURS": "16"]).colorDepth == .sixteen)
    }

    @Test func `a folder in its place is told`() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        #expect(try loaded().problems.map(\.sentence).first?.hasPrefix("This is a folder, not a file.") == true)
    }

    @Test func `a pipe in its place keeps nobody waiting`() throws {
        try #require(mkfifo(path, 0o600) == 0)
        #expect(try loaded().problems.map(\.sentence).first?.hasPrefix("This is not a file.") == true)
    }

    @Test func `a file that may not be read is told`() throws {
        try folder.write("theme = \"dark\"\n", to: "draft/config.toml")
        try #require(chmod(path, 0) == 0)
        // This thread alone is somebody else for the moment: the superuser may read everything.
        let isSuperuser = geteuid() == 0
        if isSuperuser {
            try #require(chmod(folder.path, 0o755) == 0)
            becomes(65_534)
        }
        defer { if isSuperuser { becomes(0) } }
        let problems = try loaded().problems
        #expect(problems.map(\.place) == [path])
        #expect(problems[0].sentence.hasPrefix("It cannot be read: Permission denied."))
    }

    @Test func `no file is no matter`() throws {
        #expect(try loaded().problems == [])
        #expect(try loaded() == Settings(path: path))
    }

    /// setfsuid(2), which the module of the C library leaves out: whose files this thread may read.
    private func becomes(_ user: uid_t) {
        typealias Call = @convention(c) (uid_t) -> Int32
        guard let symbol = dlsym(nil, "setfsuid") else { return }
        _ = unsafeBitCast(symbol, to: Call.self)(user)
    }
}
