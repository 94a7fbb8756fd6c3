import CollabTesting
import Foundation
import Glibc
import Testing

/// The commands for scripts, as a shell runs them.
@Suite(.serialized) struct CommandTests {
    @Test func `a file becomes a draft and comes out again byte for byte`() async throws {
        try await InProcessServer.run { server in
            let home = try Home()
            let paragraphs = (1...60).map { number in
                "Paragraph \(number), “with quotes” — dashes, 漢字\nand a second line\twith a tab, \(String(repeating: "word ", count: number))end."
            }
            let file = home.directory.file("Tale of two.txt")
            try Data(("\n\n" + paragraphs.joined(separator: "\n\n\n") + "\n").utf8).write(
                to: URL(fileURLWithPath: file))
            let options = ["--server", server.url, "--user", "ana"]
            let imported = try await home.draft(options + ["import", file])
            #expect(imported.code == 0, "\(imported.complaints)")
            let exported = try await home.draft(["export", imported.line, "--format", "txt"] + options)
            #expect(exported.output == paragraphs.joined(separator: "\n\n"))
            let out = home.directory.file("out.md")
            #expect(try await home.draft(["export", imported.line, "--output", out] + options).code == 0)
            let again = try await home.draft(["export", imported.line, "--output", out] + options)
            #expect(again.code == 65)
            #expect(again.complaints.contains("is there already"))
            #expect(try await home.draft(["export", imported.line, "--force", "--output", out] + options).code == 0)
            let markdown = try String(contentsOfFile: out, encoding: .utf8)
            #expect(markdown.hasPrefix("# Tale of two\n\nParagraph 1,"))
        }
    }

    @Test func `a draft is begun, shared, written in and passed on from the shell`() async throws {
        try await InProcessServer.run { server in
            let home = try Home()
            let ana = ["--server", server.url, "--user", "ana"]
            let ben = ["--server", server.url, "--user", "ben"]
            let draft = try await home.draft(["new", "From the shell"] + ana).line
            #expect(try await home.draft(["add", draft, "ben"] + ana).code == 0)
            #expect(try await home.draft(ana + ["append", draft], input: "  First.\r\n").line == "saved 3")
            #expect(try await home.draft(ana + ["pass", draft]).line == "the ring is with ben")
            #expect(try await home.draft(ben + ["append", draft], input: "Second.").code == 0)
            let late = try await home.draft(ana + ["append", draft], input: "Not mine to say.")
            #expect(late.code == 1)
            #expect(late.complaints.contains("ring"))
            let shown = try await home.draft(ben + ["show", draft])
            #expect(shown.output.contains("ana:\nFirst.\n\nben:\nSecond."))
            #expect(shown.output.contains("you hold the ring"))
            let listed = try await home.draft(["list", "--json"] + ben)
            let object = try JSONSerialization.jsonObject(with: Data(listed.output.utf8)) as? [String: Any]
            let rows = try #require(object?["data"] as? [[String: Any]])
            #expect(rows.map { $0["draft_id"] as? String } == [draft])
            #expect(rows.map { $0["segment_count"] as? Int } == [2])
        }
    }

    @Test func `a segment is revised and struck from the shell by who may`() async throws {
        try await InProcessServer.run { server in
            let home = try Home()
            let ana = ["--server", server.url, "--user", "ana"]
            let ben = ["--server", server.url, "--user", "ben"]
            let draft = try await home.draft(["new", "Second thoughts"] + ana).line
            #expect(try await home.draft(["add", draft, "ben"] + ana).code == 0)
            #expect(try await home.draft(ana + ["append", draft], input: "Frist.").code == 0)
            #expect(try await home.draft(ana + ["append", draft], input: "Second.").code == 0)
            #expect(try await home.draft(ana + ["revise", draft, "1"], input: " First.\n").line == "saved 5")
            let late = try await home.draft(
                ana + ["revise", draft, "1", "--revision", "1"], input: "Overtaken.")
            #expect(late.code == 1)
            let notMine = try await home.draft(ben + ["strike", draft, "last"])
            #expect(notMine.code == 1)
            #expect(notMine.complaints.contains("ring"))
            #expect(try await home.draft(ana + ["strike", draft, "9"]).code == 65)
            #expect(try await home.draft(ana + ["strike", draft, "first"]).code == 65)
            #expect(try await home.draft(ana + ["revise", draft, "1"], input: " \n").code == 65)
            let struck = try await home.draft(ana + ["strike", draft, "last", "--json"])
            let receipt = try JSONSerialization.jsonObject(with: Data(struck.output.utf8)) as? [String: Any]
            #expect((receipt?["data"] as? [String: Any])?["seq"] as? Int == 6)
            let shown = try await home.draft(ben + ["show", draft])
            #expect(shown.output.contains("ana:\nFirst.\n\nana:\n[struck]"))
            let json = try await home.draft(ben + ["show", draft, "--json"])
            let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
            let segments = (object?["data"] as? [String: Any])?["segments"] as? [[String: Any]]
            let id = try #require(segments?.first?["segment_id"] as? String)
            let unseen = try await home.draft(ana + ["revise", draft, id], input: "Unseen.")
            #expect(unseen.code == 65)
            #expect(unseen.complaints.contains("--revision"))
            let byID = ana + ["revise", draft, id, "--revision"]
            #expect(try await home.draft(byID + ["1"], input: "Of the first wording.").code == 1)
            #expect(try await home.draft(byID + ["2"], input: "By its id.").line == "saved 7")
            #expect(try await home.draft(ana + ["revise", draft, "last"], input: "Too late.").code == 1)
        }
    }

    @Test func `watching prints what happens as it happens`() async throws {
        try await InProcessServer.run { server in
            let home = try Home()
            let options = ["--server", server.url, "--user", "ana"]
            let draft = try await home.draft(["new", "Watched"] + options).line
            let screen = try Screen(
                "\(Programs.draft) watch \(draft) \(options.joined(separator: " "))", in: home)
            try await eventually("the watcher is there") {
                // Only what happens from now on is printed, so it is made to happen until it is seen.
                _ = try await home.draft(options + ["append", draft], input: "Something.")
                return try screen.text.contains("ana wrote: Something.")
            }
        }
    }

    struct Mistake: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        let code: Int32
        let says: String
        static let noDraft = "00000000-0000-4000-8000-000000000000"
        var testDescription: String { arguments.joined(separator: " ") }
    }

    @Test(arguments: [
        Mistake(arguments: ["--server", "http://127.0.0.1:1", "list"], code: 69, says: "a server runs there"),
        Mistake(arguments: ["--server", "nonsense", "list"], code: 65, says: "not a server's address"),
        Mistake(arguments: ["--server", "SERVER", "show", "nonsense"], code: 65, says: "not a draft's id"),
        Mistake(
            arguments: ["--server", "SERVER", "show", "00000000-0000-4000-8000-000000000000"], code: 1,
            says: "not found"),
        Mistake(arguments: ["--server", "SERVER", "--user", "two words", "list"], code: 65, says: "not a user id"),
        Mistake(arguments: ["--server", "SERVER", "new", ""], code: 1, says: "'title' is empty"),
        Mistake(arguments: ["--server", "SERVER", "new", "a\u{1B}[31mb"], code: 1, says: "U+001B"),
        Mistake(arguments: ["--server", "SERVER", "import", "/no/such/file"], code: 73, says: "cannot be read"),
        Mistake(arguments: ["--server", "SERVER", "open", "--share", "abc"], code: 65, says: "say its id as well"),
        Mistake(
            arguments: ["--server", "SERVER", "show", Mistake.noDraft, "--share", "two words"], code: 65,
            says: "not the token of a link"),
        Mistake(
            arguments: ["--server", "SERVER", "invite", Mistake.noDraft, "--uses", "0"], code: 65,
            says: "--uses 0 is not from 1 to 500"),
        Mistake(
            arguments: ["--server", "SERVER", "share", Mistake.noDraft, "--expires-hours", "0"], code: 65,
            says: "--expires-hours 0 is not from 1 to 8760"),
        Mistake(arguments: ["--server", "SERVER", "join", " "], code: 65, says: "There is no code"),
        Mistake(arguments: ["--server", "SERVER", "join", "nonsense"], code: 1, says: "not found"),
        Mistake(
            arguments: ["--server", "SERVER", "invite", Mistake.noDraft, "--role", "creator"], code: 65,
            says: "not a role"),
        Mistake(
            arguments: ["--server", "SERVER", "invites", Mistake.noDraft, "--revoke", "it"], code: 65,
            says: "not an id"),
        Mistake(arguments: ["--server", "SERVER"], code: 64, says: "needs a terminal"),
        Mistake(arguments: ["frobnicate"], code: 64, says: "frobnicate"),
    ])
    func `a mistake is told in a sentence, with an exit code`(_ mistake: Mistake) async throws {
        try await InProcessServer.run { server in
            let arguments = mistake.arguments.map { $0 == "SERVER" ? server.url : $0 }
            let ended = try await Home().draft(arguments)
            #expect(ended.code == mistake.code)
            #expect(ended.complaints.contains(mistake.says), "\(ended.complaints)")
            #expect(!ended.complaints.contains("\u{1B}"))
            #expect(ended.output.isEmpty)
        }
    }

    @Test func `a program without its network library says so`() async throws {
        let home = try Home()
        try Data("no library".utf8).write(to: URL(fileURLWithPath: home.directory.file("libcurl.so.4")))
        let variables = ["LD_LIBRARY_PATH": home.directory.path]
        let ended = try await home.draft(["--server", "http://127.0.0.1:9", "list"], environment: variables)
        #expect(ended.code == 69)
        #expect(ended.complaints.contains("libcurl.so.4"), "\(ended.complaints)")
    }

    @Test func `the local server is started once, by whoever comes first, and stopped on demand`() async throws {
        let home = try Home()
        async let first = home.draft(["new", "One"])
        async let second = home.draft(["new", "Two"])
        #expect(try await [first.code, second.code] == [0, 0])
        let listed = try await home.draft(["list"])
        #expect(listed.output.contains("One") && listed.output.contains("Two"))
        let status = try await home.draft(["server", "status", "--json"])
        #expect(status.code == 0)
        let stopped = try await home.draft(["server", "stop"])
        #expect(stopped.line == "stopped")
        #expect(try await home.draft(["server", "stop"]).line == "not running")
        #expect(try await home.draft(["server"]).code == 1)
    }

    @Test func `the demonstration runs without a terminal`() async throws {
        let home = try Home()
        let ended = try await home.draft(["demo", "--plain"])
        #expect(ended.code == 0, "\(ended.complaints)")
        #expect(ended.output.contains("rabbit │ alice wrote: Alice was beginning"))
        #expect(ended.output.contains("# Down the Rabbit-Hole\n\nAlice was beginning"))
        _ = try await home.draft(["server", "stop"])
    }
}
