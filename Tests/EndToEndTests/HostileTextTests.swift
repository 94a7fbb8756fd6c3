import CollabAPI
import CollabClient
import CollabTesting
import DraftCore
import Foundation
import Testing

/// A server that lies: whatever text it puts into a title, a name, a segment, live words or the detail of an error, the
/// terminal is sent nothing but what a cell may hold.
///
/// The real server answers, and a forger puts hostile text before every true one; the name of its place comes first, so that
/// each is seen to be drawn.
@Suite(.serialized, .timeLimit(.minutes(10))) struct HostileTextTests {
    struct Scene: Sendable {
        let client: CollabClient
        let draft: DraftID
        let proxy: FaultyProxy
        let home: Home
    }

    /// Ana's draft, in which Ben holds the ring, has written and is writing; what Ana gets is forged.
    static func scene(_ text: HostileText, _ body: @Sendable (Scene) async throws -> Void) async throws {
        try await InProcessServer.run { server in
            let client = CollabClient(baseURL: server.url, credential: .user(ana))
            let guest = CollabClient(baseURL: server.url, credential: .user(ben))
            let draft = try await client.createDraft(title: "The Lighthouse").draftID
            try await client.add(ben, to: draft)
            try await client.passRing(of: draft, to: ben)
            try await guest.append("The lamp.", to: draft)
            try await guest.reportPresence(in: draft, .writing, text: "Words.")
            let proxy = try await FaultyProxy.open(to: server.port)
            defer { proxy.close() }
            let fields = ["title", "name", "author_name", "content", "text", "message", "detail"]
            let forgeries = fields.map { Forgery.before(field: $0, Array("\($0):".utf8) + text.json) }
            proxy.set(Weather { $0.forgeries = forgeries + [Forgery("The lamp".utf8, told: "export:".utf8)] })
            try await body(Scene(client: client, draft: draft, proxy: proxy, home: try Home()))
        }
    }

    @Test(arguments: HostileText.texts)
    func `the screen draws it, and nothing else reaches the terminal`(_ text: HostileText) async throws {
        try await Self.scene(text) { scene in
            let raw = try RawTerminal(
                editorOf: "ana", draft: "\(scene.draft)", at: scene.proxy.url, in: scene.home,
                terminal: "xterm-256color", columns: 200)
            for place in ["title:", "name:", "content:", "text:"] { try await raw.draws(place) }
            // Her own id is no writer's to add: the server says why, in its own words.
            raw.send("\u{E}ana\r")
            try await raw.draws("message:")
            raw.send("\u{1B}[O")
            try await scene.client.reclaimRing(of: scene.draft)
            try await raw.sends("\u{1B}]777;notify;draft;The ring is yours: title:")
            try await raw.leave()
            #expect(try TerminalGrammar("xterm-256color").strays(in: raw.data) == [])
            let sent = ControlSequence.all(in: raw.bytes)
            #expect(text.sequences.subtracting([.control(7)]).intersection(sent) == [])
            #expect(sent.count { $0 == .control(7) } == 1)
            #expect(sent.contains { if case .osc(let title) = $0 { title.hasPrefix("2;title:") } else { false } })
        }
    }

    @Test(arguments: HostileText.texts)
    func `plain lines tell it, and nothing else reaches the terminal`(_ text: HostileText) async throws {
        try await Self.scene(text) { scene in
            let raw = try RawTerminal(
                "exec \(Programs.draft) open \(scene.draft) --linear --server \(scene.proxy.url) --user ana",
                in: scene.home, terminal: "xterm-256color")
            for place in ["title:", "name:", "content:", "is writing."] { try await raw.draws(place) }
            raw.send("/live\n/who\n/read\n/stats\n/add ana\n")
            for place in ["text:", "message:"] { try await raw.draws(place) }
            raw.send("/drafts\n")
            try await raw.draws("1. title:")
            raw.send("/quit\n")
            try await raw.ended()
            #expect(TerminalGrammar.strays(inLines: raw.data) == [])
        }
    }

    @Test(arguments: HostileText.texts)
    func `commands print it, and nothing else reaches the terminal`(_ text: HostileText) async throws {
        try await Self.scene(text) { scene in
            let commands = [
                "list", "list --json", "show ID", "show ID --json", "export ID", "export ID --json", "whoami",
                "add ID caro", "add ID ana", "new Other", "pass ID", "invites ID", "watch ID",
            ].map { "d " + $0.replacing("ID", with: "\(scene.draft)") }
            let raw = try RawTerminal(
                "d() { \(Programs.draft) \"$@\" --server \(scene.proxy.url) --user ana; }; "
                    + commands.joined(separator: "; "),
                in: scene.home, terminal: "xterm-256color")
            // All of them in one terminal, one after the other: a busy machine needs its time.
            for place in [
                "  title:", "\"title\":\"title:", "\r\ntitle:", "\r\nname:", "content:", "export:", "draft: message:",
                "No invites.",
            ] {
                try await raw.sends(place, within: .seconds(60))
            }
            try await eventually(within: .seconds(60), "the watcher prints: \(raw.bytes.suffix(500).debugDescription)")
            {
                // Only what happens from now on is printed, so it is made to happen until it is seen.
                _ = try await scene.client.update(scene.draft, DraftUpdate(title: UUID().uuidString))
                return raw.bytes.contains("changed the draft's settings")
            }
            raw.send("\u{3}")
            try await raw.ended()
            #expect(TerminalGrammar.strays(inLines: raw.data) == [])
        }
    }

    @Test(arguments: HostileText.bytes)
    func `an answer that is no text is nobody's answer`(_ text: HostileText) async throws {
        try await Self.scene(text) { scene in
            let raw = try RawTerminal(
                editorOf: "ana", draft: "\(scene.draft)", at: scene.proxy.url, in: scene.home,
                terminal: "xterm-256color", columns: 200)
            try await raw.draws("what answers is not a draft server")
            try await raw.leave()
            #expect(try TerminalGrammar("xterm-256color").strays(in: raw.data) == [])
            let draft = "\(scene.draft)"
            for (command, says) in [
                (["list"], "The answer cannot be read."), (["show", draft], "The answer cannot be read."),
                (["whoami"], "The answer cannot be read."), (["add", draft, "ana"], "is not a collab server's"),
            ] {
                let ended = try await scene.home.draft(command + ["--server", scene.proxy.url, "--user", "ana"])
                #expect(ended.code == 69)
                #expect(ended.output == "")
                #expect(ended.complaints.contains(says), "\(ended.complaints)")
                #expect(SafeText.firstViolation(in: ended.complaints, place: .segment) == nil)
            }
        }
    }
}
