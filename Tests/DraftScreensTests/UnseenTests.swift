import CellGrid
import DraftCore
import Testing

@testable import DraftScreens

/// What is new since the reader last looked.
@Suite struct UnseenTests {
    private func stage(_ count: Int = 10, columns: Int = 80, rows: Int = 24) -> Stage {
        var stage = Stage(me: ben, columns: columns, rows: rows)
        for number in 0..<count { stage.happens(.append(SegmentID.random(), content: "Line \(number)."), by: ada) }
        stage.opens()
        return stage
    }

    private func writes(_ text: String, _ stage: inout Stage, by author: UserID = ada) {
        stage.happens(.append(SegmentID.random(), content: text), by: author)
    }

    private func focus(_ focus: Bool, _ stage: inout Stage) {
        stage.send(.input(.focus(focus)))
    }

    /// The row above which the line stands; nil where there is none.
    private func textBelowLine(_ stage: Stage) -> String? {
        let rows = stage.screen.split(separator: "\n", omittingEmptySubsequences: false)
        guard let row = rows.firstIndex(where: { $0.hasPrefix(" ─ new ") }) else { return nil }
        return rows[row + 1].split(separator: " ").prefix(2).joined(separator: " ")
    }

    @Test func `what comes while one looks on is not new`() {
        var stage = stage()
        writes("A.", &stage)
        #expect(stage.editor.unseen == nil)
        #expect(textBelowLine(stage) == nil)
    }

    @Test func `a line stands above the first that came while the window was elsewhere`() {
        var stage = stage()
        focus(false, &stage)
        writes("A.", &stage)
        writes("B.", &stage)
        #expect(textBelowLine(stage) == "A. ada")
        focus(true, &stage)
        #expect(textBelowLine(stage)?.hasPrefix("A.") == true)
        #expect(stage.screen.contains("B."), "new text is followed all the same")
    }

    @Test func `it goes away when all of it was in sight for a while and a key was pressed`() {
        var stage = stage()
        focus(false, &stage)
        writes("A.", &stage)
        stage.waits(milliseconds: 60_000)
        stage.send(.rested)
        #expect(textBelowLine(stage) != nil, "nobody has looked yet")
        focus(true, &stage)
        stage.waits(milliseconds: 500)
        stage.type("x")
        #expect(textBelowLine(stage) != nil, "too soon")
        stage.waits(milliseconds: 2_000)
        let before = stage.screen
        stage.press(.left)
        #expect(textBelowLine(stage) != nil, "a key's own frame touches its own rows alone")
        stage.send(.rested)
        #expect(textBelowLine(stage) == nil)
        let rows = zip(before.split(separator: "\n"), stage.screen.split(separator: "\n"))
        #expect(rows.filter { $0 != $1 }.count == 1, "nothing moves")
    }

    @Test func `what was seen before one looked away again is not new any more`() {
        var stage = stage()
        focus(false, &stage)
        writes("A.", &stage)
        focus(true, &stage)
        stage.waits(milliseconds: 2_000)
        focus(false, &stage)
        #expect(textBelowLine(stage) == nil)
        writes("B.", &stage)
        #expect(textBelowLine(stage)?.hasPrefix("B.") == true)
    }

    @Test func `what was not looked at for long stays new with what follows`() {
        var stage = stage()
        focus(false, &stage)
        writes("A.", &stage)
        focus(true, &stage)
        stage.waits(milliseconds: 100)
        focus(false, &stage)
        writes("B.", &stage)
        #expect(textBelowLine(stage)?.hasPrefix("A.") == true)
    }

    @Test func `reading above, it is counted in the divider, and one key jumps there`() {
        var stage = stage(40)
        stage.press(.pageUp)
        let before = stage.screen.split(separator: "\n")
        for text in ["A.", "B.", "C."] { writes(text, &stage) }
        let divider = EditorLayout(stage.model.size, stage.editor, me: ben).divider.origin.row
        let after = stage.screen.split(separator: "\n")
        #expect(after[divider].contains(Phrases.newBelow(3)))
        #expect(after[2..<divider] == before[2..<divider], "nothing that is read moves")
        stage.press(Key(.end, .control))
        #expect(stage.screen.contains("C."))
        #expect(!stage.screen.contains(Phrases.newBelow(3)))
        #expect(textBelowLine(stage)?.hasPrefix("A.") == true)
        stage.waits(milliseconds: 2_000)
        stage.press(.left)
        stage.send(.rested)
        #expect(textBelowLine(stage) == nil)
    }

    @Test func `the reader's own words are never new to them`() {
        var stage = stage(40)
        stage.happens(.pass(to: ben), by: ada)
        stage.press(.pageUp)
        focus(false, &stage)
        writes("Mine, from another terminal.", &stage, by: ben)
        #expect(stage.editor.unseen == nil)
        #expect(stage.editor.scroll.newBelow == 0)
    }

    @Test func `what came since the copy that was shown first is new`() {
        var stage = stage(10)
        let all = stage.segmentsOfLog
        let copy = stage.log
        var later = stage
        for number in 0..<3 { writes("Later \(number).", &later) }
        stage.tell(.link(.connecting))
        stage.tell(.opened(copy, Manuscript(segments: all, firstOrder: 0)))
        #expect(stage.editor.unseen == nil)
        stage.tell(.opened(later.log, Manuscript(segments: later.segmentsOfLog, firstOrder: 0)))
        #expect(textBelowLine(stage) == "Later 0.")
    }

    @Test func `new text that does not fit in the window is told of as standing above`() {
        var stage = stage(10)
        focus(false, &stage)
        for number in 0..<30 { writes("Later \(number).", &stage) }
        #expect(stage.screen.contains(Phrases.newAbove(30)))
        focus(true, &stage)
        stage.waits(milliseconds: 2_000)
        stage.type("x")
        #expect(stage.screen.contains(Phrases.newAbove(30)), "its beginning was not seen")
        for _ in 0..<4 { stage.press(.pageUp) }
        #expect(textBelowLine(stage) == "Later 0.")
        stage.press(Key(.end, .control))
        stage.waits(milliseconds: 2_000)
        stage.type("x")
        #expect(stage.editor.unseen == nil)
        #expect(!stage.screen.contains(Phrases.newAbove(30)))
    }

    @Test(arguments: ManuscriptLayoutTests.sizes) func `the new is marked at every size`(_ size: Size) throws {
        var stage = stage(30, columns: size.columns, rows: size.rows)
        focus(false, &stage)
        writes("And then it was *lit*.", &stage)
        stage.happens(.pass(to: caro), by: ada)
        writes("By whom?", &stage, by: caro)
        focus(true, &stage)
        try expectGolden(view(stage.model), "new-\(size.columns)x\(size.rows)")
        stage.press(.pageUp)
        stage.press(.pageUp)
        writes("By me.", &stage, by: caro)
        try expectGolden(view(stage.model), "new-below-\(size.columns)x\(size.rows)")
    }

    @Test(arguments: [40, 60, 100]) func `a notice and the count of what is new never lie upon each other`(
        _ columns: Int
    ) {
        var stage = stage(40, columns: columns, rows: 16)
        stage.press(.pageUp)
        writes("A.", &stage)
        stage.tell(.journalFailed("no space left on device"))
        let divider = EditorLayout(stage.model.size, stage.editor, me: ben).divider.origin.row
        let row = stage.screen.split(separator: "\n")[divider]
        #expect(row.contains(Phrases.newBelowShort(1)))
        #expect(row.contains("Your unsent words"))
    }
}
