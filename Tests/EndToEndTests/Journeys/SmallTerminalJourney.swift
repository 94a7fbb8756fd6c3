import CollabAPI
import CollabClient
import CollabTesting
import Testing

/// Journey 4.
@Suite(.serialized, .timeLimit(.minutes(3))) struct SmallTerminalJourney {
    @Test func `a terminal shrinks to 20x5 and grows again, and no word is lost`() async throws {
        try await Journey.walk("small-terminal", "A terminal that shrinks to 20x5 and grows again") { journey in
            try await TwoWritersTests.scene { scene in
                try await scene.client.append("The lamp had been dark for a week when Ben came.", to: scene.draft)
                let screen = try Screen(
                    editorOf: "ana", draft: "\(scene.draft)", at: scene.server.url, in: scene.home, columns: 100,
                    rows: 30)
                let ana = Writer("ana", at: screen, in: journey)
                try await ana.sees("you hold the ring", "RING", "● live")
                try await ana.types("Half a sentence", sees: "│ Half a sentence")
                for (columns, rows) in [(80, 24), (40, 12)] {
                    try await ana.resizes(to: columns, rows, sees: "│ Half a sentence")
                }
                try await ana.resizes(to: 20, 5, sees: "draft needs 40×12", "nothing is lost")
                try await ana.types(" and its end.")
                try await ana.resizes(to: 10, 2, sees: "draft")
                try await ana.resizes(to: 20, 5, sees: "draft needs 40×12")
                try await ana.resizes(to: 40, 12, sees: "│ Half a sentence and its end.")
                try await ana.resizes(to: 100, 30, sees: "│ Half a sentence and its end.", "RING")
                try await ana.presses("ctrl-s", sees: "saved 4")
                #expect(
                    try await scene.client.draft(scene.draft).segments.last?.content == "Half a sentence and its end.")
                try await ana.leaves()
            }
        }
    }
}
