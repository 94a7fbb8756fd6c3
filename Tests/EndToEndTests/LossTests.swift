import CollabAPI
import CollabClient
import CollabTesting
import DraftCore
import Foundation
import Glibc
import Testing

/// What happens to words when programs die and networks go.
@Suite(.serialized) struct LossTests {
    @Test func `a server killed in the middle of writing has everything that it acknowledged, once, and editors go on`()
        async throws
    {
        let scene = try await TwoEditors.start()
        let (left, right, client, draft) = (scene.left, scene.right, scene.client, scene.draft)
        try left.type("Before the storm.")
        try left.press("C-s")
        try await left.shows("saved 3")

        var sent = ["Before the storm."]
        for number in 1...3 {
            let text = "Line \(number) of the storm."
            sent.append(text)
            try left.type(text)
            try left.press("C-s")
            try await scene.end(by: SIGKILL)
            try await left.shows(text)
            try await scene.serveAgain()
            try await left.shows("● live", "saved \(3 + number)", within: .seconds(40))
            try await right.shows("   " + text, "saved \(3 + number)", within: .seconds(40))
        }
        #expect(try await client.draft(draft).segments.map(\.content) == sent)

        try left.press("C-r")
        try await right.shows("you hold the ring")
        try right.type("We are still here.")
        try right.press("C-s")
        try await left.shows("   We are still here.")
        #expect(try await scene.end(by: SIGTERM) == 0)
        #expect(try await scene.run("check") == 0)
    }

    @Test func `what was written after a backup is back in its writer's composer when the server returns from it`()
        async throws
    {
        let scene = try await TwoEditors.start()
        let (left, right, client, draft) = (scene.left, scene.right, scene.client, scene.draft)
        try left.type("In the backup.")
        try left.press("C-s")
        try await right.shows("   In the backup.", "saved 3")
        let backup = scene.directory.file("backup.db")
        #expect(try await scene.run("backup", backup) == 0)
        try left.type("After the backup.")
        try left.press("C-s")
        try await right.shows("   After the backup.", "saved 4")
        #expect(try await scene.end(by: SIGTERM) == 0)
        unlink(scene.database)
        #expect(try await scene.run("restore", backup) == 0)
        try await scene.serveAgain()
        try await left.shows("lost 1 segment to a restore; yours are back", "After the backup.", within: .seconds(40))
        try await right.shows("lost 1 segment to a restore.", within: .seconds(40))
        #expect(try await client.draft(draft).segments.map(\.content) == ["In the backup."])
        try left.press("C-s")
        try await right.shows("   After the backup.", "saved 4")
        #expect(try await client.draft(draft).segments.map(\.content) == ["In the backup.", "After the backup."])
        #expect(try await scene.end(by: SIGTERM) == 0)
    }

    @Test func `words typed and words sent survive the editor's death`() async throws {
        let directory = try TemporaryDirectory()
        let arguments = ["serve", "--port", "0", "--database", "sqlite:" + directory.file("drafts.db")]
        var server = try ServerProcess(arguments, in: directory)
        let port = try await server.port()
        let url = "http://127.0.0.1:\(port)"
        let client = CollabClient(baseURL: url, credential: .user(ana))
        let draft = try await client.createDraft(title: "The Lighthouse").draftID
        let home = try Home()
        let first = try Screen(editorOf: "ana", draft: "\(draft)", at: url, in: home)
        try await first.shows("● live")
        server.signal(SIGKILL)
        _ = try await server.exitCode()

        try first.type("Sent into the dark.")
        try first.press("C-s")
        try first.type("Only typed.")
        try await first.shows("▏Sent into the dark.", "│ Only typed.", "unsent")
        try await eventually("both are on this machine's disk") {
            let texts = home.journalTexts
            return texts.contains("Sent into the dark.") && texts.contains("Only typed.")
        }
        kill(try first.programID(), SIGKILL)
        try await first.shows("Killed")

        server = try ServerProcess(arguments.replacingPort(with: port), in: directory)
        _ = try await server.port()
        let second = try Screen(editorOf: "ana", draft: "\(draft)", at: url, in: home)
        try await second.shows("   Sent into the dark.", "│ Only typed.", "saved 2")
        #expect(try await client.draft(draft).segments.map(\.content) == ["Sent into the dark."])
        try second.press("C-s")
        try await eventually("the typed words are in the log too") {
            try await client.draft(draft).segments.map(\.content) == ["Sent into the dark.", "Only typed."]
        }
        try await eventually("nothing is left on this machine") { home.journalTexts.isEmpty }
    }

    @Test func `leaving keeps the words, and coming back brings them`() async throws {
        try await TwoWritersTests.scene { scene in
            let first = try Screen(editorOf: "ben", draft: "\(scene.draft)", at: scene.server.url, in: scene.home)
            try await first.shows("ana holds the ring")
            try first.type("For later.")
            try await first.shows("│ For later.")
            try first.press("C-q")
            try await first.shows("ended with 0")
            let listed = try await scene.home.draft(["--server", scene.server.url, "--user", "ben", "list"])
            #expect(listed.line.hasSuffix("(0 segments, ana holds the ring, unsent words here)"))
            let second = try Screen(editorOf: "ben", draft: "\(scene.draft)", at: scene.server.url, in: scene.home)
            try await second.shows("│ For later.", "Words that were never sent are back")
            try second.press("Escape")
            try await second.shows("Your drafts")
            try second.press("Enter")
            try await second.shows("│ For later.")
        }
    }

    @Test func `who leaves at once leaves nothing behind`() async throws {
        try await TwoWritersTests.scene { scene in
            let screen = try Screen(editorOf: "ana", draft: "\(scene.draft)", at: scene.server.url, in: scene.home)
            try await screen.shows("● live")
            try screen.type("Sent and gone.")
            try screen.press("C-s", "C-r", "C-q")
            try await screen.shows("ended with 0")
            let body = try await scene.client.draft(scene.draft)
            #expect(body.segments.map(\.content) == ["Sent and gone."])
            #expect(body.ringState.currentHolderID == ben)
        }
    }

    @Test func `a key brings the local server back, where it was`() async throws {
        let home = try Home()
        let draft = try await home.draft(["--user", "ana", "new", "At home"]).line
        let screen = try Screen(
            "\(Programs.draft) --user ana open \(draft); echo \"ended with $?\"; cat", in: home)
        try await screen.shows("● live")
        try screen.type("Before.")
        let status = try await home.draft(["server", "status", "--json"])
        let report = try JSONDecoder().decode([String: AnyNumber].self, from: Data(status.output.utf8))
        kill(Int32(try #require(report["pid"]?.value)), SIGKILL)
        try await screen.shows("○ offline")
        try screen.press("C-s")
        try await screen.shows("● live", "saved 2")
        let exported = try await home.draft(["--user", "ana", "export", draft, "--format", "txt"])
        #expect(exported.output == "Before.")
        try screen.press("C-q")
        try await screen.shows("ended with 0")
        _ = try await home.draft(["server", "stop"])
    }

    @Test func `without a server a draft opens from its copy, is read, searched and written on, and catches up later`()
        async throws
    {
        let directory = try TemporaryDirectory()
        let arguments = ["serve", "--port", "0", "--database", "sqlite:" + directory.file("drafts.db")]
        var server = try ServerProcess(arguments, in: directory)
        let port = try await server.port()
        let url = "http://127.0.0.1:\(port)"
        let client = CollabClient(baseURL: url, credential: .user(ana))
        let draft = try await client.createDraft(title: "The Lighthouse").draftID
        for number in 1...30 { try await client.append("Line \(number) of the tale.", to: draft) }
        let home = try Home()
        let first = try Screen(editorOf: "ana", draft: "\(draft)", at: url, in: home)
        try await first.shows("Line 30 of the tale.", "● live")
        try first.press("C-q")
        try await first.shows("ended with 0")
        server.signal(SIGKILL)
        _ = try await server.exitCode()

        let second = try Screen(editorOf: "ana", at: url, in: home)
        try await second.shows("The Lighthouse", "copies on this machine")
        try second.press("Enter")
        try await second.shows("Line 30 of the tale.", "○ offline")
        try second.press("C-Home")
        try await second.shows("Line 1 of the tale.")
        try second.press("C-f")
        try second.type("line 17")
        try await second.shows("Line 17 of the tale.", "1 of 1")
        try second.press("Escape")
        try await second.hides("Find:")
        try second.type("Written in the dark.")
        try second.press("C-s")
        try await second.shows("▏Written in the dark.", "unsent")

        server = try ServerProcess(arguments.replacingPort(with: port), in: directory)
        _ = try await server.port()
        try await second.shows("● live", "saved 32", within: .seconds(40))
        #expect(try await client.draft(draft).segments.last?.content == "Written in the dark.")
    }

    @Test func `two editors of one writer keep their words apart`() async throws {
        try await TwoWritersTests.scene { scene in
            let one = try Screen(editorOf: "ben", draft: "\(scene.draft)", at: scene.server.url, in: scene.home)
            let other = try Screen(editorOf: "ben", draft: "\(scene.draft)", at: scene.server.url, in: scene.home)
            try await one.shows("ana holds the ring")
            try await other.shows("ana holds the ring")
            try one.type("One window.")
            try other.type("Another window.")
            try await eventually("both are on disk") {
                let texts = scene.home.journalTexts
                return texts.contains("One window.") && texts.contains("Another window.")
            }
            #expect(try !one.text.contains("Another window."))
            #expect(try !other.text.contains("One window."))
        }
    }
}

extension [String] {
    func replacingPort(with port: Int) -> [String] {
        map { $0 == "0" ? String(port) : $0 }
    }
}

/// A JSON value of which only numbers are of interest.
private struct AnyNumber: Decodable {
    let value: Int?

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        value = try? container.decode(Int.self)
    }
}
