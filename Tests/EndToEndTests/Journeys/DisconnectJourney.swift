import CollabAPI
import CollabClient
import CollabTesting
import Testing

/// Journey 5.
@Suite(.serialized, .timeLimit(.minutes(3))) struct DisconnectJourney {
    @Test func `the network goes while somebody types, and everything is there once afterwards`() async throws {
        try await Journey.walk("disconnect", "A disconnect while typing") { journey in
            try await TwoWritersTests.scene { scene in
                let proxy = try await FaultyProxy.open(to: scene.server.port)
                let screen = try Screen(
                    editorOf: "ana", draft: "\(scene.draft)", at: proxy.url, in: scene.home, columns: 80)
                let ana = Writer("ana", at: screen, in: journey)
                try await ana.sees("you hold the ring", "● live")
                try await ana.types("The lamp had been ")
                try await ana.after("loses the network", sees: "○ offline", "it goes out when it is back.") {
                    proxy.set(Weather { $0.door = .refusing })
                    proxy.cut()
                }
                try await ana.types("dark for a week.", sees: "│ The lamp had been dark for a week.")
                try await ana.presses("ctrl-s", sees: "▏The lamp had been dark for a week.", "1 unsent")
                try await ana.types("Ben came at dawn.")
                try await ana.presses("ctrl-s", sees: "▏Ben came at dawn.", "2 unsent")
                try await ana.types("Half a sen", sees: "│ Half a sen")
                try await ana.after("has the network again", sees: "● live", "saved 4") { proxy.set(.clear) }
                try await ana.types("tence.", sees: "│ Half a sentence.")
                try await ana.presses("ctrl-s", sees: "saved 5")
                let texts = try await scene.client.draft(scene.draft).segments.map(\.content)
                #expect(texts == ["The lamp had been dark for a week.", "Ben came at dawn.", "Half a sentence."])
                try await ana.leaves()
            }
        }
    }
}
