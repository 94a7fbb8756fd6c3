import CellGrid
import DraftCore
import Testing

@testable import DraftScreens

/// What happens elsewhere never moves what the reader reads or writes.
@Suite struct SteadyLayoutTests {
    static let sizes = [40, 57, 80, 99, 100, 160].flatMap { columns in
        [12, 15, 16, 24, 50].map { Size(columns: columns, rows: $0) }
    }

    private func rows(_ stage: Stage) -> [[Cell]] {
        let grid = view(stage.model).grid
        return (0..<grid.size.rows).map { Array(grid.row($0)) }
    }

    /// The rows in which two screens differ.
    private func changed(_ before: [[Cell]], _ after: [[Cell]]) -> Set<Int> {
        Set(before.indices.filter { before[$0] != after[$0] })
    }

    private func watcher(_ size: Size, words: String) -> Stage {
        var stage = Stage(me: ben, columns: size.columns, rows: size.rows)
        for number in 1...20 { stage.happens(.append(SegmentID.random(), content: "Line \(number)."), by: ada) }
        stage.opens()
        stage.send(.input(.paste(words)))
        stage.send(.rested)
        return stage
    }

    @Test(arguments: sizes) func `live words come, grow and vanish without moving the watcher's own`(_ size: Size) {
        let live = [
            "And", "And so we climbed", String(repeating: "one hundred and nine steps ", count: 40), "a\nb\nc\nd\ne",
            "漢字\t👩‍👩‍👧\u{1B}[2J", "",
        ]
        for words in ["", "mine", String(repeating: "a long text of my own ", count: 30), "a\nb\nc\n"] {
            var stage = watcher(size, words: words)
            let before = rows(stage)
            let cursor = view(stage.model).cursor
            let area = EditorLayout(size, stage.editor, me: ben).live
            for text in live {
                stage.tell(.liveWords(ada, text))
                #expect(changed(before, rows(stage)).isSubset(of: Set(area.rows)), "\(size): \(text.prefix(20))")
                #expect(view(stage.model).cursor == cursor)
                #expect(stage.composer == words)
            }
            #expect(rows(stage) == before)
        }
    }

    @Test(arguments: sizes) func `the ring comes and goes without moving the composer`(_ size: Size) {
        var stage = watcher(size, words: "mine")
        let cursor = view(stage.model).cursor
        let composer = EditorLayout(size, stage.editor, me: ben).composerText
        stage.happens(.pass(to: ben), by: ada)
        #expect(view(stage.model).cursor == cursor)
        #expect(EditorLayout(size, stage.editor, me: ben).composerText == composer)
        stage.press(.control("r"))
        #expect(view(stage.model).cursor == cursor)
    }

    @Test(arguments: sizes) func `a lost server changes the header's row and a word in the divider, nothing else`(
        _ size: Size
    ) {
        var stage = watcher(size, words: "mine")
        stage.tell(.liveWords(ada, "And so we climbed"))
        let before = rows(stage)
        let cursor = view(stage.model).cursor
        let divider = EditorLayout(size, stage.editor, me: ben).divider.origin.row
        let states: [LinkState] = [
            .offline("no answer"), .connecting, .offline(String(repeating: "reason ", count: 30)), .offline(""),
            .polling, .readOnly("sign in again"), .connecting, .offline("no answer"), .live(milliseconds: 3),
        ]
        for state in states {
            stage.tell(.link(state))
            #expect(changed(before, rows(stage)).isSubset(of: [0, divider]), "\(size): \(state)")
            #expect(view(stage.model).cursor == cursor)
        }
    }

    @Test(arguments: sizes) func `a disk that keeps no words is told of in the divider alone`(_ size: Size) {
        var stage = watcher(size, words: "mine")
        let before = rows(stage)
        let divider = EditorLayout(size, stage.editor, me: ben).divider.origin.row
        stage.tell(.journalFailed("no space left on device"))
        #expect(changed(before, rows(stage)) == [divider])
    }
}
