import CollabAPI
import CollabClient
import CollabTesting
import Glibc
import Testing

/// Journey 6.
@Suite(.serialized, .timeLimit(.minutes(3))) struct KilledEditorJourney {
    @Test func `the editor is killed while somebody types, and the words are there at the next start`() async throws {
        try await Journey.walk("killed-editor", "kill -9 while typing") { journey in
            try await TwoWritersTests.scene { scene in
                let first = try Screen(
                    editorOf: "ana", draft: "\(scene.draft)", at: scene.server.url, in: scene.home, columns: 80)
                let ana = Writer("ana", at: first, in: journey)
                try await ana.sees("you hold the ring", "● live")
                try await ana.types("The lamp had been dark.")
                try await ana.presses("ctrl-s", sees: "saved 3")
                try await ana.types("Ben found the let", sees: "│ Ben found the let")
                try await eventually("the words are on disk") {
                    scene.home.journalTexts.contains("Ben found the let")
                }
                kill(try first.programID(), SIGKILL)
                try await first.shows("ended with 137")

                let second = try Screen(
                    editorOf: "ana", draft: "\(scene.draft)", at: scene.server.url, in: scene.home, columns: 80)
                let again = Writer("ana, after the editor was killed,", at: second, in: journey)
                try await again.sees("│ Ben found the let", "Words that were never sent are back", "● live")
                try await again.types("ter.", sees: "│ Ben found the letter.")
                try await again.presses("ctrl-s", sees: "saved 4")
                let texts = try await scene.client.draft(scene.draft).segments.map(\.content)
                #expect(texts == ["The lamp had been dark.", "Ben found the letter."])
                try await eventually("nothing is left on this machine") { scene.home.journalTexts.isEmpty }
                try await again.leaves()
            }
        }
    }
}
