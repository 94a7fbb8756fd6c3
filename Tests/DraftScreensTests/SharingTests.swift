import CellGrid
import DraftCore
import Testing

@testable import DraftScreens

@Suite struct SharingTests {
    @Test func `switched off, the words are taken back once and then kept`() {
        var stage = Stage()
        stage.opens()
        stage.type("secret")
        #expect(stage.effects.contains(.shareWords("secret")))
        stage.press(.control("o"))
        #expect(stage.effects == [.shareWords(""), .keepPrivate(stage.log.id, true)])
        #expect(stage.notice == Phrases.wordsPrivateNow)
        for key in ["s", "!"] {
            stage.type(key)
            #expect(stage.effects.count == 1, "only the words that are kept")
        }
        stage.press(.control("s"))
        #expect(!stage.effects.contains { $0.isSharing })
        stage.press(.control("r"))
        #expect(stage.submitted.count == 1)
        #expect(!stage.effects.contains { $0.isSharing })
    }

    @Test func `switched on again, what stands in the composer is shared at once`() {
        var stage = Stage()
        stage.opens()
        stage.press(.control("o"))
        stage.type("here")
        stage.press(.control("o"))
        #expect(stage.effects == [.shareWords("here"), .keepPrivate(stage.log.id, false)])
        #expect(stage.notice == Phrases.wordsSharedNow)
        stage.type("!")
        #expect(stage.effects.contains(.shareWords("here!")))
    }

    @Test(arguments: [40, 60, 80, 100, 140]) func `the screen says that the words are private`(_ columns: Int) {
        var stage = Stage(columns: columns, rows: 20)
        stage.opens()
        #expect(!stage.screen.contains(Phrases.wordsPrivate))
        stage.press(.control("o"), .character("a"))
        #expect(stage.screen.contains(Phrases.wordsPrivate))
        stage.press(.control("o"), .character("b"))
        #expect(!stage.screen.contains(Phrases.wordsPrivate))
    }

    @Test func `it can be chosen before the ring comes`() {
        var stage = Stage(me: ben)
        stage.opens()
        stage.press(.control("o"))
        #expect(
            stage.effects == [.shareWords(""), .keepPrivate(stage.log.id, true)],
            "nothing of his last turn is to be seen any more")
        stage.happens(.pass(to: ben), by: ada)
        stage.type("quiet")
        #expect(!stage.effects.contains { $0.isSharing })
    }

    @Test func `each draft is switched by itself, and remembered while the program runs`() {
        var stage = Stage()
        stage.opens()
        stage.press(.control("o"), .escape)
        stage.send(.draftCreated(DraftID("5f0c3f0e-6f0b-4a58-9d35-3d2a4a6e9b02")!))
        stage.opens()
        #expect(!stage.screen.contains(Phrases.wordsPrivate))
        stage.press(.escape)
        stage.send(.draftCreated(stage.log.id))
        stage.opens()
        #expect(stage.screen.contains(Phrases.wordsPrivate))
    }

    @Test func `watchers see who has the ring instead of the words`() {
        var stage = Stage(me: ben)
        stage.opens()
        stage.tell(.liveWords(ada, "And so"))
        #expect(stage.screen.contains("And so"))
        stage.tell(.liveWords(ada, ""))
        #expect(!stage.screen.contains("And so"))
        #expect(stage.screen.contains(Phrases.waitingForWords("ada")))
    }
}

extension Effect {
    fileprivate var isSharing: Bool {
        if case .shareWords = self { true } else { false }
    }
}
