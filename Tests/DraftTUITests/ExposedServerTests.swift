import CollabClient
import DraftCore
import Foundation
import Testing

@testable import DraftTUI

/// Servers on other machines that are reached without encryption.
@Suite struct ExposedServerTests {
    private let folder: TemporaryFolder
    private let folders: Folders

    init() throws {
        folder = try TemporaryFolder()
        folders = Folders(environment: ["HOME": "/", "XDG_STATE_HOME": folder.path, "XDG_DATA_HOME": folder.path])
    }

    /// Whoever is asked, what they say, and how often they were asked.
    private final class Reader {
        let answer: Bool?
        var questions: [String] = []

        init(_ answer: Bool?) {
            self.answer = answer
        }
    }

    private func check(_ url: String, _ reader: Reader, _ settings: Settings = Settings()) throws(CommandFailure) {
        try ExposedServer(folders).check(url, settings) { question in
            reader.questions.append(question)
            return reader.answer
        }
    }

    @Test func `a reader is asked once for each such server, and a yes is remembered`() throws {
        let reader = Reader(true)
        try check("http://ana:secret@box.example:8000/", reader)
        #expect(reader.questions.count == 1)
        #expect(reader.questions.first?.contains("box.example:8000 is used without encryption") == true)
        #expect(reader.questions.first?.contains("secret") == false)
        try check("http://box.example:8000", Reader(nil))
        let other = Reader(true)
        try check("http://box.example", other)
        #expect(other.questions.count == 1)
        let path = folders.state + "/plain-servers.json"
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try String(contentsOfFile: path, encoding: .utf8).contains("secret") == false)
    }

    @Test func `a no is kept to, and asked again the next time`() throws {
        let reader = Reader(false)
        for _ in 0..<2 {
            let failure = #expect(throws: CommandFailure.self) { try check("http://box.example", reader) }
            #expect(failure?.message == "box.example was not used.")
        }
        #expect(reader.questions.count == 2)
    }

    @Test func `without anybody to ask the sentence says how to allow it`() throws {
        let failure = #expect(throws: CommandFailure.self) { try check("http://box.example", Reader(nil)) }
        let sentence = try #require(failure).message
        for words in ["https://", "DRAFT_PLAIN_HTTP=on", "plain-http = true"] { #expect(sentence.contains(words)) }
    }

    @Test(arguments: ["https://box.example", "http://127.0.0.1:8000", "http://localhost", "http://[::1]:1"])
    func `nobody is asked about what nobody can listen to`(url: String) throws {
        let reader = Reader(false)
        try check(url, reader)
        #expect(reader.questions.isEmpty)
    }

    @Test func `whoever has allowed it is not asked`() throws {
        let settings = try Settings.loaded(in: ["DRAFT_PLAIN_HTTP": "on", "XDG_CONFIG_HOME": folder.path])
        let reader = Reader(false)
        try check("http://box.example", reader, settings)
        #expect(reader.questions.isEmpty)
    }
}

/// The table of pins in the configuration file.
@Suite struct ServerPinTests {
    private static let key = "sha256//YhKJKSzoTt2b5FP18fvpHo7fJYqQCjAa3HWY3tvRMwE="

    private func settings(_ text: String) throws -> Settings {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.file("draft"), withIntermediateDirectories: true)
        try folder.write(text, to: "draft/config.toml")
        return try Settings.loaded(in: ["XDG_CONFIG_HOME": folder.path])
    }

    @Test func `a pin is a key, or some, of a host or a host and a port`() throws {
        let settings = try settings(
            """
            cacert = "/etc/own.pem"
            [pins]
            "Draft.example.org" = "\(Self.key)"
            other.example = "\(Self.key)"
            "draft.example.org:8443" = ["\(Self.key)", "\(Self.key)"]
            """)
        #expect(settings.problems == [])
        let pins = [
            "draft.example.org": Self.key, "other.example": Self.key,
            "draft.example.org:8443": "\(Self.key);\(Self.key)",
        ]
        #expect(settings.trust == ServerTrust(authorities: "/etc/own.pem", pins: pins))
        #expect(
            SettingsReport(settings).lines.contains { $0.hasPrefix("pins.other.example ") && $0.contains(Self.key) })
    }

    @Test(arguments: [#""sha1//x""#, #""sha256//short""#, "[]", "7", #""""#, #"["sha256//x"]"#])
    func `a pin that is not understood is told, and lets nothing be sent`(value: String) throws {
        let settings = try settings("[pins]\n\"a.example\" = \(value)\n")
        #expect(settings.problems.count == 1)
        #expect(settings.problems.first?.place.hasSuffix("config.toml:2") == true)
        #expect(settings.trust.pins == ["a.example": "sha256//"])
    }
}
