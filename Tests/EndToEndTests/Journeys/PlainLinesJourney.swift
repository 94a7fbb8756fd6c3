import CollabAPI
import CollabClient
import CollabTesting
import DraftCore
import Foundation
import Testing

@testable import DraftScreens

/// Journey 8.
@Suite(.serialized, .timeLimit(.minutes(3))) struct PlainLinesJourney {
    @Test func `a draft is begun, written, changed and passed on in plain lines, with every command`() async throws {
        try await Journey.walk("plain-lines", "The journey in plain lines") { journey in
            try await InProcessServer.run { server in
                let homes = (ana: try Home(), ben: try Home())
                let client = CollabClient(baseURL: server.url, credential: .user(.named("ana")))
                let draft = try await client.createDraft(title: "The Lighthouse").draftID
                let editor = homes.ana.directory.file("editor.sh")
                try Data("echo 'By another editor.' >> \"$1\"\n".utf8).write(to: URL(filePath: editor))
                let ana = try Self.speaker("ana", draft, server, homes.ana, journey, editor: "sh " + editor)
                try await ana.hears("The Lighthouse", "The ring is yours.")
                try await writes(ana)
                try await changes(ana)
                try await spells(ana)
                try await ana.says("/add ben", hears: "ben is a contributor now.")
                let ben = try Self.speaker("ben", draft, server, homes.ben, journey)
                try await ben.hears("The ring is with ana.")
                try await ana.hears("ben is here.")
                try await takesTurns(ana, ben)
                try await looksAround(ana, in: homes.ana)
                try await goesElsewhere(ana)
                let texts = try await client.draft(draft).segments.map(\.content)
                #expect(
                    texts == [
                        "The lamp had been lit.\nBy another editor.", nil, "A light by the lighthouse.",
                        "Ben was here.",
                    ])
            }
        }
        let unsaid = Set(LinearCommand.Verb.allCases.map(\.rawValue)).subtracting(try Self.said())
        #expect(unsaid == [], "commands that the journey lacks")
    }

    /// The commands that the recording shows.
    private static func said() throws -> Set<String> {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Recorded/plain-lines.txt")
        let text = try String(contentsOf: file, encoding: .utf8)
        return Set(text.matches(of: /says “\/([a-z]+)/).map { String($0.1) })
    }

    private static func speaker(
        _ name: String, _ draft: DraftID, _ server: InProcessServer, _ home: Home, _ journey: Journey,
        editor: String = "false"
    ) throws -> Speaker {
        let command =
            "export VISUAL='\(editor)'; cd \(home.directory.path); "
            + "\(Programs.draft) --server \(server.url) --user \(name) open \(draft) --linear; echo \"ended with $?\"; cat"
        return Speaker(name, at: try Screen(command, in: home), in: journey)
    }

    private func writes(_ ana: Speaker) async throws {
        try await ana.says("/help", hears: "/quit, or the end of the input: leave; your words are kept")
        try await ana.says(
            "/nonsense", hears: "There is no command /nonsense; /help tells them. // begins a line with a slash.")
        try await ana.says("The lamp had been dark.")
        try await ana.says("/text", hears: "Unsent, 5 words:")
        try await ana.says("", hears: "Saved as segment 1.")
        try await ana.says("Nobody came.")
        try await ana.says("/undo")
        try await ana.says("/text", hears: "You have written nothing that is unsent.")
        try await ana.says("/redo")
        try await ana.says("/drop", hears: "Put away. /undo brings it back.")
        try await ana.says("/put", hears: "Unsent, 2 words:")
        try await ana.says("/send", hears: "Saved as segment 2.")
    }

    private func changes(_ ana: Speaker) async throws {
        try await ana.says("/read", hears: "2. ana: Nobody came.")
        try await ana.says("/revise 1", hears: "1. ana: The lamp had been dark.")
        try await ana.says("The lamp had been lit.")
        try await ana.says("/edit", hears: "Unsent, 8 words:")
        try await ana.says("/send", hears: "ana changed segment 1 to: The lamp had been lit.")
        try await ana.says("/strike 2", hears: "/strike 2 again strikes it from the text; the log keeps it.")
        try await ana.says("/strike 2", hears: "ana struck segment 2.")
    }

    private func spells(_ ana: Speaker) async throws {
        try await ana.says("A light by the lighthuose.")
        try await ana.says(
            "/spell",
            hears:
                "/spell N puts that one in, /spell learn adds the word to your dictionary, /spell ignore passes over it, /spell off ends this."
        )
        try await ana.says("/spell 1", hears: "No word is misspelt.")
        try await ana.says("/spell off")
        try await ana.says("/send", hears: "Saved as segment 3.")
    }

    private func takesTurns(_ ana: Speaker, _ ben: Speaker) async throws {
        try await ana.says("/pass ben", hears: "The ring is with ben.")
        try await ben.hears("The ring is yours.")
        try await ben.says("Ben was here.")
        try await ana.hears("ben is writing.")
        try await ana.says("/live", hears: "ben is writing: Ben was here.")
        try await ben.says(
            "/private", hears: "The others see your words only once they are sent. /private shows them again.")
        try await ben.says("/send", hears: "Saved as segment 4.")
        try await ana.hears("ben: Ben was here.")
        try await ana.says("/take", hears: "The ring is yours.")
        try await ben.hears("ana has the ring now. Your words stay here.")
        try await ben.says("/quit", hears: "ended with 0")
        try await ana.hears("ben is away.")
    }

    private func looksAround(_ ana: Speaker, in home: Home) async throws {
        try await ana.says("/who", hears: "ana: has the ring, here, that is you")
        try await ana.says("/ids")
        try await ana.says("/search LIGHT", hears: "2 matches")
        try await ana.says("/stats", hears: "ben: 3 words, 19%")
        try await ana.says("/goal 500")
        try await ana.says("/export tale.md", hears: "Exported 3 segments to HOME/tale.md")
        #expect(try String(contentsOfFile: home.directory.file("tale.md"), encoding: .utf8).contains("Ben was here."))
    }

    private func goesElsewhere(_ ana: Speaker) async throws {
        try await ana.says("Half a sentence")
        try await ana.says("/drafts", hears: "1. The Lighthouse, 4 segments, your turn")
        try await ana.says("/new The Storm", hears: "The Storm")
        try await ana.says("/open 2", hears: "Words that were never sent are back in the composer.")
        try await ana.says("/quit", hears: "Kept here, unsent: 3 words.", "ended with 0")
    }
}
