import CellGrid
import DraftCore
import Testing

@testable import DraftScreens

@Suite struct ComposerMouseTests {
    private var stage: Stage

    init() {
        stage = Stage(columns: 60, rows: 20)
        stage.opens()
        stage.type("one two\n漢字 three")
    }

    private mutating func mouse(_ action: Mouse.Action, column: Int, row: Int, _ modifiers: Key.Modifiers = []) {
        let area = EditorLayout(stage.model.size, stage.editor, me: ada).composerText
        let point = area.origin.moved(columns: column, rows: row)
        stage.send(.input(.mouse(Mouse(action, at: point, modifiers: modifiers))))
    }

    private var marked: String { MarkedText.marked(stage.editor.composer) }

    @Test(arguments: [
        (0, 0, "|one two\n漢字 three"), (4, 0, "one |two\n漢字 three"), (3, 1, "one two\n漢|字 three"),
        (50, 0, "one two|\n漢字 three"), (-2, 1, "one two\n|漢字 three"),
    ]) func `a press places the caret`(_ column: Int, _ row: Int, _ after: String) {
        var copy = self
        copy.mouse(.press(.left), column: column, row: row)
        copy.mouse(.release(.left), column: column, row: row)
        #expect(copy.marked == after)
        #expect(!copy.stage.editor.composer.isSelecting)
    }

    @Test mutating func `a drag selects, to both sides and beyond the text`() {
        mouse(.press(.left), column: 4, row: 0)
        mouse(.drag(.left), column: 6, row: 0)
        #expect(marked == "one [tw|o\n漢字 three")
        mouse(.drag(.left), column: 1, row: 0)
        #expect(marked == "o|ne [two\n漢字 three")
        mouse(.drag(.left), column: 0, row: 9)
        #expect(marked == "one [two\n漢字 three|")
        mouse(.release(.left), column: 0, row: 9)
        mouse(.drag(.left), column: 0, row: 0)
        #expect(marked == "one [two\n漢字 three|")
    }

    @Test mutating func `a second press selects the word, a third the paragraph`() {
        mouse(.press(.left), column: 5, row: 0)
        mouse(.press(.left), column: 5, row: 0)
        #expect(marked == "one [two|\n漢字 three")
        mouse(.press(.left), column: 5, row: 0)
        #expect(marked == "[one two|\n漢字 three")
        stage.waits(milliseconds: 1_000)
        mouse(.press(.left), column: 5, row: 0)
        #expect(marked == "one t|wo\n漢字 three")
    }

    @Test mutating func `a press with shift selects up to there`() {
        mouse(.press(.left), column: 0, row: 0)
        mouse(.press(.left), column: 3, row: 0, .shift)
        #expect(marked == "[one| two\n漢字 three")
    }

    @Test mutating func `a press in the manuscript changes nothing`() {
        mouse(.press(.left), column: 0, row: -6)
        mouse(.drag(.left), column: 0, row: 0)
        #expect(marked == "one two\n漢字 three|")
    }

    @Test mutating func `a press does not move the lines that are shown`() {
        stage.press(.alt(">"))
        for number in 0..<30 { stage.type("\nline \(number)") }
        mouse(.press(.left), column: 0, row: 0)
        #expect(stage.screen.contains("line 29"))
        let shown = stage.screen
        mouse(.press(.left), column: 3, row: 2)
        #expect(stage.screen == shown)
    }
}
