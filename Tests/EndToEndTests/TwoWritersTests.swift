import CollabAPI
import CollabClient
import CollabTesting
import DraftCore
import Testing

/// The whole path: a keystroke in one terminal becomes a row on disk and stands in another terminal.
@Suite(.serialized) struct TwoWritersTests {
    /// A server, a draft of Ana's with Ben in it, and an editor for each of them.
    struct Scene: Sendable {
        let server: InProcessServer
        let home: Home
        let draft: DraftID
        let client: CollabClient
    }

    static func scene(_ body: @Sendable (Scene) async throws -> Void) async throws {
        try await InProcessServer.run { server in
            let client = CollabClient(baseURL: server.url, credential: .user(ana))
            let draft = try await client.createDraft(title: "The Lighthouse").draftID
            try await client.add(ben, to: draft)
            try await body(Scene(server: server, home: try Home(), draft: draft, client: client))
        }
    }

    @Test func `two writers in two terminals take turns`() async throws {
        try await Self.scene { scene in
            let left = try Screen(editorOf: "ana", draft: "\(scene.draft)", at: scene.server.url, in: scene.home)
            let right = try Screen(editorOf: "ben", draft: "\(scene.draft)", at: scene.server.url, in: scene.home)
            try await left.shows("The Lighthouse", "you hold the ring", "● live")
            try await right.shows("ana holds the ring", "● live")

            try left.type("The lamp had been dark.")
            try await right.shows("ana is writing: The lamp had been dark.")
            try left.press("C-s")
            try await left.shows("   The lamp had been dark.", "saved 3")
            try await right.shows("   The lamp had been dark.", "saved 3")
            try await right.hides("is writing")

            try left.press("C-r")
            try await left.shows("ben holds the ring")
            try await right.shows("you hold the ring", "The ring is yours.")
            try right.type("Ben found the letter. 漢字 cafe\u{301}")
            try right.press("C-s")
            try await left.shows("   Ben found the letter. 漢字", "saved 5")

            let text = String(decoding: try await scene.client.export(scene.draft, as: .txt), as: UTF8.self)
            #expect(text == "The lamp had been dark.\n\nBen found the letter. 漢字 cafe\u{301}")
        }
    }

    @Test func `words sent without the ring wait and go out once, when the ring comes`() async throws {
        try await Self.scene { scene in
            let right = try Screen(editorOf: "ben", draft: "\(scene.draft)", at: scene.server.url, in: scene.home)
            try await right.shows("ana holds the ring")
            try right.type("My turn soon.")
            try right.press("C-s")
            try await right.shows("goes out when the ring is yours", "│ My turn soon.")
            try await scene.client.passRing(of: scene.draft, to: ben)
            try await right.shows("   My turn soon.", "you hold the ring")
            try await eventually("the segment is in the log") {
                try await scene.client.draft(scene.draft).segments.map(\.content) == ["My turn soon."]
            }
        }
    }

    @Test func `a refused text is back in the composer, with the reason`() async throws {
        try await Self.scene { scene in
            let left = try Screen(editorOf: "ana", draft: "\(scene.draft)", at: scene.server.url, in: scene.home)
            try await left.shows("● live")
            // Beyond the limit of a platform that the editor has not heard of is refused by the editor itself; a lock that
            // comes while the command is under way is for the server to refuse.
            _ = try await scene.client.update(scene.draft, DraftUpdate(status: .locked))
            try await left.shows("locked")
            try left.type("Too late.")
            try left.press("C-s")
            try await left.shows("│ Too late.", "The draft takes no text at the moment.")
        }
    }

    @Test func `a paste keeps its lines and loses what could move the cursor`() async throws {
        try await Self.scene { scene in
            let left = try Screen(editorOf: "ana", draft: "\(scene.draft)", at: scene.server.url, in: scene.home)
            try await left.shows("● live")
            try left.paste("first line\nsecond\tline \u{202E}end")
            try await left.shows("first line", "second", "left out")
            try left.press("C-s")
            try await eventually("the segment is in the log") {
                try await scene.client.draft(scene.draft).segments.map(\.content) == ["first line\nsecond\tline end"]
            }
        }
    }

    @Test func `the screen follows its terminal's size`() async throws {
        try await Self.scene { scene in
            let left = try Screen(editorOf: "ana", draft: "\(scene.draft)", at: scene.server.url, in: scene.home)
            try await left.shows("RING")
            try left.resize(columns: 60, rows: 14)
            try await left.hides("RING")
            try await left.shows("you hold the ring")
            try left.resize(columns: 20, rows: 5)
            try await left.shows("draft needs 40×12")
            try left.resize(columns: 120, rows: 40)
            try await left.shows("RING", "^S send")
        }
    }

    @Test(arguments: ["xterm-256color", "screen-256color", "tmux-256color", "linux", "vt100"])
    func `writing works in every terminal`(_ terminal: String) async throws {
        try await Self.scene { scene in
            let left = try Screen(
                editorOf: "ana", draft: "\(scene.draft)", at: scene.server.url, in: scene.home, terminal: terminal)
            try await left.shows("you hold the ring")
            try left.type("Plain words.")
            try left.press("C-s")
            try await left.shows("   Plain words.", "saved 3")
            try left.press("C-q")
            try await left.shows("ended with 0")
        }
    }

    @Test func `the library begins drafts and opens them`() async throws {
        try await InProcessServer.run { server in
            let screen = try Screen(editorOf: "ana", at: server.url, in: try Home())
            try await screen.shows("No drafts yet. ^N begins one.")
            try screen.press("C-n")
            try screen.type("A new tale")
            try screen.press("Enter")
            try await screen.shows("A new tale", "you hold the ring")
            try screen.press("C-n")
            try screen.type("ben")
            try screen.press("Enter")
            try await screen.shows("^R pass to ben")
            try screen.press("Escape")
            try await screen.shows("Your drafts", "A new tale", "your turn")
        }
    }
}
