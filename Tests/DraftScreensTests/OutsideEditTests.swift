import CellGrid
import DraftCore
import Testing

@testable import DraftScreens

/// The composer's text in an editor of the writer's own, and back.
@Suite struct OutsideEditTests {
    private static func stage(writing text: String, me: UserID = ada) -> Stage {
        var stage = Stage(me: me)
        stage.opens()
        stage.type(text)
        stage.press(.function(6))
        return stage
    }

    @Test func `the text goes out and what comes back takes its place, to be taken back as one change`() {
        var stage = Self.stage(writing: "The lamp")
        #expect(stage.effects == [.editOutside("The lamp")])
        stage.send(.editedOutside(.edited("The lamp burned.\n")))
        #expect(stage.composer == "The lamp burned.\n")
        #expect(stage.effects.contains(.shareWords("The lamp burned.\n")))
        #expect(stage.effects.contains(.keepWords("The lamp burned.\n", caret: 17)))
        stage.press(.alt("u"))
        #expect(stage.composer == "The lamp")
    }

    @Test(arguments: [
        (OutsideEdit.edited("The lamp"), "The text is as it was."),
        (.failed("vi ended with 1."), "The text is as it was. vi ended with 1."),
    ])
    func `a text that was not changed is as it was`(result: OutsideEdit, notice: String) {
        var stage = Self.stage(writing: "The lamp")
        stage.send(.editedOutside(result))
        #expect(stage.composer == "The lamp")
        #expect(stage.notice == notice)
        #expect(stage.effects == [])
    }

    @Test func `what no segment may hold is left out, and that is said`() {
        var stage = Self.stage(writing: "")
        stage.send(.editedOutside(.edited("a\u{1B}[2Jb\r\nc")))
        #expect(stage.composer == "a[2Jb\nc")
        #expect(stage.notice == "One character that cannot be shown was left out.")
    }

    @Test func `a text that is too long is taken, and that is said`() {
        var stage = Self.stage(writing: "")
        let limit = stage.log.segmentLimit
        stage.send(.editedOutside(.edited(String(repeating: "x", count: limit + 2))))
        #expect(stage.composer.count == limit + 2)
        #expect(stage.notice?.contains("2 characters too many") == true)
    }

    @Test func `words that come back meanwhile stay`() {
        var stage = Self.stage(writing: "Second.")
        stage.tell(.recovered(["First."], droppedPasses: 0))
        stage.send(.editedOutside(.edited("Second, better.")))
        #expect(stage.composer == "First.\n\nSecond, better.")
    }

    @Test func `events are taken in while the text is out`() {
        var stage = Self.stage(writing: "Mine", me: ben)
        stage.happens(.pass(to: ben), by: ada)
        #expect(stage.editor.holds(ben))
        stage.send(.editedOutside(.edited("Mine now")))
        #expect(stage.effects.contains(.shareWords("Mine now")))
    }

    @Test func `an armed text does not go out by itself while it is elsewhere`() {
        var stage = Stage(me: ben)
        stage.opens()
        stage.type("Armed")
        stage.press(.control("s"), .function(6))
        stage.happens(.pass(to: ben), by: ada)
        #expect(stage.submitted.isEmpty)
        #expect(stage.composer == "Armed")
    }
}
