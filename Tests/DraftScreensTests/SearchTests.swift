import CellGrid
import DraftCore
import Testing

@testable import DraftScreens

@Suite struct SearchTests {
    /// A long manuscript in which every fifth segment speaks of the lamp.
    private func lamps(me: UserID = ben, columns: Int = 80, rows: Int = 24) -> Stage {
        var stage = Stage(me: me, columns: columns, rows: rows)
        for number in 0..<50 {
            let text = number.isMultiple(of: 5) ? "The Lamp, number \(number)." : "Nothing, number \(number)."
            stage.happens(.append(SegmentID.random(), content: text), by: ada)
        }
        stage.opens()
        return stage
    }

    @Test func `matches are found as one types, counted, and never touch the composer`() {
        var stage = lamps()
        stage.type("Mine.")
        stage.press(.control("f"))
        #expect(stage.screen.contains(Phrases.find))
        stage.type("lAm")
        #expect(stage.screen.contains("Find: lAm"))
        #expect(stage.screen.contains(Phrases.found(10, of: 10)), "the first from what is read on")
        #expect(stage.composer == "Mine.")
        #expect(stage.screen.contains("│ Mine."))
        stage.type("x")
        #expect(stage.screen.contains(Phrases.notFound))
        stage.press(.backspace)
        #expect(stage.screen.contains(Phrases.found(10, of: 10)))
        #expect(stage.effects.isEmpty)
    }

    @Test(arguments: [Key.enter, .down, .control("f")]) func `the next match is brought into sight, around at the end`(
        _ next: Key
    ) {
        var stage = lamps()
        stage.press(.control("f"))
        stage.type("lamp")
        var seen: [Int] = []
        for _ in 0..<10 {
            stage.press(next)
            let number = stage.editor.search?.current?.number ?? 0
            seen.append(number)
            #expect(stage.screen.contains("The Lamp, number \((number - 1) * 5)."))
            #expect(stage.screen.contains(Phrases.found(number, of: 10)))
        }
        #expect(seen == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    }

    @Test(arguments: [Key.up, Key(.enter, .shift)]) func `the match before is brought into sight`(_ previous: Key) {
        var stage = lamps()
        stage.press(.control("f"))
        stage.type("lamp")
        stage.press(previous, previous)
        #expect(stage.screen.contains(Phrases.found(8, of: 10)))
        #expect(stage.screen.contains("The Lamp, number 35."))
    }

    @Test func `Esc closes the search, stays in the draft and where one is`() {
        var stage = lamps()
        let before = stage.screen
        stage.press(.control("f"))
        stage.type("lamp")
        stage.press(.enter, .enter)
        let top = stage.editor.scroll
        stage.press(.escape)
        #expect(stage.effects.isEmpty)
        #expect(stage.editor.scroll == top && !top.isFollowing)
        #expect(!stage.screen.contains(Phrases.find))
        stage.press(Key(.end, .control))
        #expect(stage.screen == before)
    }

    @Test func `a match that is in sight moves nothing`() {
        var stage = lamps()
        stage.press(.control("f"))
        stage.type("lamp")
        #expect(stage.editor.scroll.isFollowing)
    }

    @Test func `no command is carried out by mistake while one searches`() {
        var stage = lamps(me: ada)
        stage.type("Mine.")
        stage.press(.control("f"), .control("s"), .control("r"), .control("g"))
        #expect(stage.submitted.isEmpty)
        stage.send(.input(.paste("two\nlines")))
        #expect(stage.screen.contains("Find: two lines"))
        #expect(stage.composer == "Mine.")
    }

    @Test func `a pending segment is found like a confirmed one`() {
        var stage = lamps(me: ada)
        stage.type("Here is a lantern.")
        stage.press(.control("s"), .control("f"))
        stage.type("lantern")
        #expect(stage.screen.contains(Phrases.found(1, of: 1)))
        #expect(stage.editor.replica?.pending.count == 1)
    }

    @Test func `new text joins the count and leaves the reader at their match`() {
        var stage = lamps()
        stage.press(.control("f"))
        stage.type("lamp")
        stage.press(.up)
        stage.happens(.append(SegmentID.random(), content: "lamp lamp"), by: ada)
        #expect(stage.screen.contains(Phrases.found(9, of: 12)))
    }

    @Test func `an older page is searched too, and until all are here the count is said to be short`() {
        var stage = lamps()
        let all = stage.segmentsOfLog
        stage.tell(.opened(stage.log, Manuscript(segments: Array(all.suffix(20)), firstOrder: 30)))
        stage.press(.control("f"))
        stage.type("lamp")
        #expect(stage.screen.contains(Phrases.foundSoFar(4, of: 4)))
        stage.tell(.olderPage(Array(all.prefix(30))))
        #expect(stage.screen.contains(Phrases.found(10, of: 10)))
    }

    @Test func `what is told meanwhile is seen in the row of the keys`() {
        var stage = lamps()
        stage.press(.control("f"))
        #expect(stage.screen.contains("Enter next"))
        stage.happens(.pass(to: ben), by: ada)
        #expect(stage.screen.contains(Phrases.ringIsYours))
        #expect(stage.screen.contains(Phrases.find))
    }

    @Test(arguments: [Size(columns: 40, rows: 12), Size(columns: 80, rows: 24), Size(columns: 120, rows: 40)])
    func `the search changes nothing of the screen but the divider, the keys and how matches look`(_ size: Size) {
        var stage = lamps(columns: size.columns, rows: size.rows)
        stage.type("Mine.")
        let before = stage.screen.split(separator: "\n", omittingEmptySubsequences: false)
        stage.press(.control("f"))
        stage.type("nothing" + String(repeating: " and so on", count: 20))
        stage.press(.home)
        let after = stage.screen.split(separator: "\n", omittingEmptySubsequences: false)
        let divider = EditorLayout(size, stage.editor, me: ben).divider.origin.row
        #expect(before.indices.filter { before[$0] != after[$0] } == [divider, size.rows - 1])
    }

    @Test func `matches are marked, across lines and wide characters too`() throws {
        var stage = Stage(me: ben, columns: 60, rows: 16)
        let texts = ["漢字\tThe keeper of the light\u{1B} went down to the LIGHT", "No light here, cafe\u{301} light."]
        let segments = texts.enumerated().map { order, text in
            Segment(
                id: SegmentID.random(), draftID: stage.log.id, author: ada, content: text, createdAt: noon,
                order: order, key: nil, holderAtWrite: ada, tenure: 1, seq: 4)
        }
        stage.tell(.opened(stage.log, Manuscript(segments: segments, firstOrder: 0)))
        stage.tell(.link(.live(milliseconds: 3)))
        stage.press(.control("f"))
        stage.type("light")
        stage.press(.down)
        try expectGolden(view(stage.model), "search-60x16")
    }

    @Test func `a match across a line's end is marked on both lines`() {
        var stage = Stage(me: ben, columns: 40, rows: 16)
        stage.happens(.append(SegmentID.random(), content: "one two three four five six seven eight"), by: ada)
        stage.opens()
        stage.press(.control("f"))
        stage.type("FOUR FIVE SIX")
        let grid = view(stage.model).grid
        let marked = (0..<grid.size.rows).map { row in
            String(grid.row(row).filter { $0.style == stage.model.theme.current }.map(\.glyph))
        }.filter { !$0.isEmpty }
        #expect(marked == ["four five", "six"])
    }
}
