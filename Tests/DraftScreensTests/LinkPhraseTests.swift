import CellGrid
import DraftCore
import Testing

@testable import DraftScreens

@Suite struct LinkPhraseTests {
    private func sentTwice(columns: Int = 80) -> Stage {
        var stage = Stage(columns: columns, rows: 24)
        stage.opens()
        for text in ["One.", "Two."] {
            stage.type(text)
            stage.press(.control("s"))
        }
        stage.press(.left)
        return stage
    }

    @Test(arguments: [60, 80, 100]) func `offline is said with what is unsent, before the reason`(_ columns: Int) {
        var stage = sentTwice(columns: columns)
        stage.tell(.link(.offline("no answer")))
        #expect(stage.screen.contains("○ offline, 2 unsent"))
        stage.tell(.link(.offline(String(repeating: "because ", count: 20))))
        #expect(stage.screen.contains("○ offline, 2 unsent"))
        #expect(stage.screen.contains("The Lighthouse"))
    }

    @Test func `losing the server and finding it again is told once each`() {
        var stage = sentTwice()
        stage.tell(.link(.offline("no answer")))
        #expect(stage.notice == Phrases.offlineNotice("no answer", unsent: 2))
        #expect(stage.notice?.hasPrefix("Offline (no answer), 2 unsent.") == true)
        stage.press(.left)
        stage.tell(.link(.offline("silence")))
        #expect(stage.notice == nil, "it is offline still")
        stage.tell(.link(.polling))
        #expect(stage.notice == Phrases.onlineAgain)
        stage.tell(.link(.live(milliseconds: 2)))
        #expect(stage.notice == Phrases.onlineAgain)
        stage.tell(.link(.offline("no answer")))
        #expect(stage.notice == Phrases.offlineNotice("no answer", unsent: 2))
    }

    @Test func `a notice about anything else is not pushed aside by the link`() throws {
        var stage = sentTwice()
        let key = try #require(stage.editor.replica?.pending.first?.command.key)
        stage.tell(.refused([key], texts: [], reason: "The draft is locked."))
        stage.tell(.link(.offline("no answer")))
        stage.tell(.link(.live(milliseconds: 2)))
        #expect(stage.notice == Phrases.refused("The draft is locked."))
    }
}
