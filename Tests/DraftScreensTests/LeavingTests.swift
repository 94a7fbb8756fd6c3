import CellGrid
import DraftCore
import Testing

@testable import DraftScreens

@Suite struct LeavingTests {
    private static let leavings: [Key] = [.escape, .control("q")]

    /// An editor whose words no disk takes.
    private func unsafeStage() -> Stage {
        var stage = Stage()
        stage.opens()
        stage.tell(.journalFailed("the disk is full"))
        return stage
    }

    private func leaves(_ stage: Stage) -> Bool {
        stage.effects.contains(.quit) || stage.effects.contains(.closeDraft)
    }

    @Test(arguments: leavings, leavings)
    func `words that are not on disk are lost only by a second key`(first: Key, second: Key) {
        var stage = unsafeStage()
        stage.type("precious")
        stage.press(first)
        #expect(!leaves(stage))
        #expect(stage.notice == Phrases.notOnDisk)
        #expect(stage.screen.contains(Phrases.notOnDisk))
        #expect(stage.composer == "precious")
        stage.press(second)
        #expect(leaves(stage))
    }

    @Test(arguments: leavings) func `a sent text without an answer is a word that can be lost, too`(_ key: Key) {
        var stage = unsafeStage()
        stage.tell(.link(.offline("no answer")))
        stage.type("sent")
        stage.press(.control("s"), key)
        #expect(!leaves(stage))
        stage.press(key)
        #expect(leaves(stage))
    }

    @Test(arguments: leavings) func `whatever comes in between makes the warning come again`(_ key: Key) {
        var stage = unsafeStage()
        stage.type("precious")
        stage.press(key, .character("!"), key)
        #expect(!leaves(stage))
        stage.send(.input(.paste("?")))
        stage.press(key)
        #expect(!leaves(stage))
        stage.press(.control("x"), .escape, key)
        #expect(!leaves(stage), "the Esc that closed the prompt was no wish to leave")
        #expect(stage.notice == Phrases.notOnDisk)
    }

    @Test(arguments: leavings) func `one key leaves where there is nothing to lose`(_ key: Key) {
        var safe = Stage()
        safe.opens()
        safe.type("kept")
        safe.press(key)
        #expect(leaves(safe))
        var blank = unsafeStage()
        blank.type(" \n")
        blank.press(key)
        #expect(leaves(blank))
        var mended = unsafeStage()
        mended.type("kept")
        mended.tell(.journalMended)
        mended.press(key)
        #expect(leaves(mended))
    }

    @Test func `a terminal that ends waits for no second key`() {
        var stage = unsafeStage()
        stage.type("precious")
        stage.send(.input(.ended(.hangup)))
        #expect(stage.effects.last == .quit)
    }
}
