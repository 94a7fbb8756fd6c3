import CellGrid
import DraftCore
import Testing

@testable import DraftScreens

@Suite struct ComposerHistoryTests {
    private var stage: Stage

    init() {
        stage = Stage()
        stage.opens()
    }

    private mutating func undo() -> String {
        stage.press(.alt("u"))
        return stage.composer
    }

    private mutating func redo() -> String {
        stage.press(.alt("U"))
        return stage.composer
    }

    @Test mutating func `typing without a pause is one change, a pause parts it`() {
        stage.type("one two")
        stage.waits(milliseconds: 1_500)
        stage.type(" three")
        #expect(undo() == "one two")
        #expect(undo() == "")
        #expect(undo() == "")
        #expect(stage.notice == Phrases.nothingToUndo)
        #expect(redo() == "one two")
        #expect(redo() == "one two three")
        #expect(redo() == "one two three")
        #expect(stage.notice == Phrases.nothingToRedo)
    }

    @Test mutating func `typing, deleting and pasting are changes of their own`() {
        stage.type("onex")
        stage.press(.backspace)
        stage.send(.input(.paste(" two")))
        stage.type("!")
        #expect(["one two", "one", "onex", ""] == [undo(), undo(), undo(), undo()])
    }

    @Test mutating func `moving the caret and a new line part what is typed`() {
        stage.type("one\ntwo")
        stage.press(.left, .right)
        stage.type("!")
        #expect(["one\ntwo", "one\n", ""] == [undo(), undo(), undo()])
    }

    @Test mutating func `what was taken back stays in reach after another change`() {
        for word in ["one", " two", " three"] {
            stage.type(word)
            stage.waits(milliseconds: 5_000)
        }
        #expect([undo(), undo()] == ["one two", "one"])
        stage.type(" four")
        #expect(stage.composer == "one four")
        #expect([undo(), undo(), undo(), undo(), undo()] == ["one", "one two three", "one two", "one", ""])
        #expect((0..<6).map { _ in redo() }.last == "one four")
    }

    @Test mutating func `caret and selection come back with the text`() {
        stage.type("one two")
        stage.press(Key(.left, [.control, .shift]))
        stage.type("x")
        #expect(undo() == "one two")
        #expect(stage.editor.composer.selectedText == "two")
        #expect(redo() == "one x")
        #expect(stage.editor.composer.caret == 5)
    }

    @Test mutating func `a sent text cannot come back to be sent twice`() {
        stage.type("Once.")
        stage.press(.control("s"))
        #expect(undo() == "")
        #expect(redo() == "")
        #expect(stage.effects.isEmpty)
        stage.type("Next")
        #expect([undo(), undo()] == ["", ""])
    }

    @Test mutating func `a text that was refused comes back as a change`() throws {
        stage.type("first")
        stage.press(.control("s"))
        let key = try #require(stage.submitted.first?.key)
        stage.type("second")
        stage.tell(.refused([key], texts: ["first"], reason: "No."))
        #expect(stage.composer == "first\n\nsecond")
        #expect(undo() == "second")
        #expect(stage.effects.contains(.keepWords("second", caret: 6)))
        #expect(redo() == "first\n\nsecond")
        #expect([undo(), undo(), undo()] == ["second", "", ""])
    }

    @Test mutating func `taking back disarms and is shared like any change`() {
        stage.type("one")
        _ = undo()
        #expect(stage.effects == [.keepWords("", caret: 0), .shareWords("")])
    }

    @Test func `the oldest is forgotten, the text never`() {
        var composer = Composer()
        let piece = String(repeating: "x", count: 200_000)
        for _ in 0..<40 {
            composer.insert(piece)
            composer.replace(0..<composer.content.end, with: "")
        }
        var count = 0
        while composer.undo() { count += 1 }
        #expect((8..<40).contains(count))
        while composer.redo() {}
        #expect(composer.isEmpty)
    }
}
