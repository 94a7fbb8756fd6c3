import CollabTesting
import Foundation
import Testing

/// Journey 1.
@Suite(.serialized, .timeLimit(.minutes(3))) struct FirstSentenceJourney {
    @Test func `from the first start to a sentence that two people see, by what the screen says`() async throws {
        try await Journey.walk("first-sentence", "From the first start to the first shared sentence") { journey in
            let home = try Home()
            let start = "DRAFT_USER=ana \(Programs.draft); echo \"ended with $?\"; cat"
            let ana = Writer("ana", at: try Screen(start, in: home, columns: 80), in: journey)
            try await ana.sees("No drafts yet. ^N begins one.")
            try await ana.presses("ctrl-n", sees: "Title of the new draft")
            try await ana.types("The Storm")
            try await ana.presses("enter", sees: "you hold the ring", "Write here, then ^S sends it.")
            try await ana.types("The lamp had been dark for a week.")
            try await ana.presses("ctrl-s", sees: "saved 2")
            try await ana.presses("ctrl-n", sees: "User id of the writer to add")
            try await ana.types("ben")
            try await ana.presses("enter", sees: "ben may write here now: draft --server")

            // What Ana's screen told her to tell him.
            let line = try #require(try ana.screen.text.firstMatch(of: /draft --server (http:\S+)/))
            let ben = Writer(
                "ben", at: try Screen(editorOf: "ben", at: String(line.1), in: try Home(), columns: 80), in: journey)
            try await ben.sees("The Storm", "○ ana")
            try await ben.presses("enter", sees: "The lamp had been dark for a week.", "ana has the ring")
            try await ana.presses("ctrl-r", sees: "ben holds the ring")
            try await ben.sees("The ring is yours.")
            try await ben.types("Ben found the letter.")
            try await ana.sees("ben is writing: Ben found the letter.")
            try await ben.presses("ctrl-s", sees: "saved 5")
            try await ana.sees("   Ben found the letter.", "saved 5")
            try await ana.leaves()
            try await ben.leaves()
            _ = try await home.draft(["server", "stop"])
        }
    }
}
