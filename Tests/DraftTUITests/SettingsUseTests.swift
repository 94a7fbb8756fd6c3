import CellGrid
import DraftCore
import DraftScreens
import Foundation
import Testing

@testable import DraftTUI

/// What becomes of the settings: the screen, the keys, the report.
@Suite struct SettingsUseTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.file("draft"), withIntermediateDirectories: true)
    }

    private func loaded(_ text: String, _ variables: [String: String] = [:]) throws -> Settings {
        try folder.write(text, to: "draft/config.toml")
        return try Settings.loaded(in: ["XDG_CONFIG_HOME": folder.path].merging(variables) { $1 })
    }

    @Test func `the screens hear of everything`() throws {
        let preferences = try loaded(
            """
            theme = "light"
            measure = 80
            goal = 300
            authors = false
            share-words = false
            smart-quotes = true
            notifications = { bell = false, desktop = true }
            """
        ).preferences
        #expect(preferences.theme == .light)
        #expect(preferences.measure == 80)
        #expect(preferences.goal == 300)
        #expect(preferences.setsTypography && preferences.notifications.tellsDesktop)
        #expect(!preferences.showsAuthors && !preferences.sharesWords && !preferences.notifications.ringsBell)
    }

    @Test func `without colours every theme has none`() throws {
        let settings = try loaded("theme = \"dark\"\n", ["NO_COLOR": "1"])
        #expect(settings.theme == .plain)
        #expect(settings.colorDepth == .none)
    }

    @Test(
        arguments: [
            ("", nil, .asDescribed), ("", "truecolor", .palette), ("theme = \"dark\"", "24bit", .direct),
            ("theme = \"dark\"", nil, .asDescribed), ("theme = \"dark\"", "yes", .asDescribed),
            ("colours = 256", "truecolor", .palette), ("colours = true", nil, .direct),
            ("colours = \"none\"", nil, .none),
        ] as [(String, String?, ColorDepth)])
    func `how many colours there are is set, or heard of the terminal`(text: String, term: String?, depth: ColorDepth)
        throws
    {
        #expect(try loaded(text, term.map { ["COLORTERM": $0] } ?? [:]).colorDepth == depth)
    }

    @Test(
        arguments: [
            (.asDescribed, "xterm", ["xterm"]), (.sixteen, "xterm", ["xterm"]), (.none, "xterm", ["xterm"]),
            (.palette, "xterm", ["xterm-256color", "xterm"]), (.palette, "tmux-256color", ["tmux-256color"]),
            (.direct, "xterm-256color", ["xterm-direct", "xterm-256color"]),
            (.direct, "xterm-direct", ["xterm-direct"]),
            (.direct, "linux", ["linux-direct", "linux-256color", "linux"]),
        ] as [(ColorDepth, String, [String])])
    func `a description with as many colours is looked for`(depth: ColorDepth, terminal: String, names: [String]) {
        #expect(depth.names(of: terminal) == names)
    }

    @Test func `no more colours are used than are wanted`() {
        #expect(ColorDepth.sixteen.used(of: 256) == 16)
        #expect(ColorDepth.sixteen.used(of: 8) == 8)
        #expect(ColorDepth.asDescribed.used(of: 1 << 24) == 1 << 24)
        #expect(ColorDepth.palette.used(of: 1 << 24) == 8)
        #expect(ColorDepth.none.used(of: 256) == 0)
    }

    @Test(arguments: ["dark", "light", "high-contrast"], [8, 16, 256, 1 << 24])
    func `no colour of a theme vanishes in its ground`(name: String, count: Int) throws {
        let theme = try #require(Theme.named(name))
        let approximation = ColorApproximation(count: count)
        let isLight = name == "light"
        let paper = Set(isLight ? [7, 15, 231, 0xFFFFFF] : [0, 16])
        #expect(theme.colors.count > 5)
        for color in theme.colors {
            let index = try #require(approximation.index(of: color))
            #expect(!paper.contains(index), "\(color) is \(index) of \(count)")
        }
    }

    @Test(arguments: [("plain", "plain"), ("emacs", "emacs"), ("vi", "vi")])
    func `the keymap is the one that is named`(text: String, name: String) throws {
        #expect(try loaded("keymap = \"\(text)\"\n").boundKeymap.0.name == name)
    }

    @Test func `keys that cannot be bound are told with their lines`() throws {
        let settings = try loaded("[keys]\nsend = \"f5\"\nsed = \"f6\"\npass = \"f5\"\n")
        #expect(settings.problems.map(\.place) == [3, 4].map { "\(settings.path):\($0)" })
        #expect(settings.problems[0].sentence.contains("sed"))
        #expect(settings.problems[1].sentence.contains("f5"))
    }

    @Test func `the editor tells in one sentence what is not understood`() throws {
        #expect(try loaded("mouse = true\n").notice == nil)
        let one = try loaded("mouse = 3\n")
        #expect(one.notice == "config.toml:1: mouse: \"3\" is not understood here: it is on or off.")
        let two = try #require(try loaded("mouse = 3\nx = 1\n").notice)
        #expect(two.hasPrefix("config.toml:1: ") && two.hasSuffix(" (1 of 2: `draft config check`)"))
    }

    @Test func `the report names every setting with its source, and no secret`() throws {
        let settings = try loaded(
            "server = \"https://ada:secret@x.test/a@b\"\n[keys]\nsend = [\"f5\", \"f7\"]\n",
            ["DRAFT_TOKEN": "secret", "DRAFT_GOAL": "7"])
        let report = SettingsReport(settings)
        #expect(report.settings.map(\.name) == SettingName.allCases.map(\.rawValue))
        let text =
            report.lines.joined(separator: "\n") + String(decoding: try JSONEncoder().encode(report), as: UTF8.self)
        #expect(!text.contains("secret"))
        let words = report.lines.map {
            $0.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
        }
        #expect(words.contains("server https://…@x.test/a@b \(settings.path):1"))
        #expect(words.contains("goal 7 DRAFT_GOAL"))
        #expect(words.contains("mouse on default"))
        #expect(words.contains("keys.send f5, f7 \(settings.path):3"))
        #expect(settings.server == "https://ada:secret@x.test/a@b")
    }

    @Test func `a refused server's address is told without its password`() throws {
        let settings = try loaded("server = \"ftp://ada:secret@x.test\"\n")
        #expect(settings.problems.count == 1)
        #expect(!settings.problems[0].description.contains("secret"))
        #expect(settings.server == nil)
    }

    @Test func `the server of this machine can be asked for by name`() throws {
        #expect(try loaded("server = \"https://x.test\"\n").server == "https://x.test")
        #expect(try loaded("server = \"https://x.test\"\n", ["DRAFT_SERVER": "local"]).server == nil)
    }

    @Test func `a name in the file is no name on the command line`() throws {
        let settings = try loaded("user = \"fay\"\n")
        #expect(settings.user == UserID("fay"))
        #expect(settings.userByFlag == nil)
        let flag = Settings.Flag(name: .user, text: "flora", option: "--user")
        #expect(try Settings.loaded(flags: [flag], in: ["XDG_CONFIG_HOME": folder.path]).userByFlag == UserID("flora"))
    }
}
