import CellGrid
import DraftCore
import Testing

@testable import DraftScreens

/// What is said between segments: days, turns, names.
@Suite struct ManuscriptGapTests {
    private static let hour: Int64 = 3_600_000

    /// Segments that are so many hours from each other; `/` before a text begins another turn.
    private static func segments(_ texts: [(UserID, hours: Int64, text: String)]) -> [Segment] {
        var tenure: Tenure = 1
        return texts.enumerated().map { order, entry in
            if entry.text.hasPrefix("/") { tenure = tenure.next }
            return Segment(
                id: SegmentID.random(), draftID: Stage().log.id, author: entry.0, content: entry.text,
                createdAt: Timestamp(milliseconds: noon.milliseconds + entry.hours * hour), order: order, key: nil,
                holderAtWrite: entry.0, tenure: tenure, seq: 4)
        }
    }

    private static let diary = segments([
        (ada, -40, "The lamp had been dark for a week when the letter came."),
        (ada, -39, "Nobody on the island would admit to having written it."),
        (ben, -16, "/Ben found it first, folded into the door of the boathouse."), (ben, -15, "It was dry."),
        (ben, -14, "/It had rained since Sunday."), (caro, -1, "/And now the lamp was lit."), (ada, 0, "/By whom?"),
    ])

    private func stage(_ segments: [Segment], columns: Int = 80, rows: Int = 24, theme: Theme = .plain) -> Stage {
        var stage = Stage(me: ben, columns: columns, rows: rows, theme: theme)
        stage.tell(.opened(stage.log, Manuscript(segments: segments, firstOrder: segments.first?.order ?? 0)))
        stage.tell(.link(.live(milliseconds: 3)))
        return stage
    }

    private func rows(_ stage: Stage) -> [String] {
        stage.screen.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    @Test(arguments: ManuscriptLayoutTests.sizes) func `days and turns are told between segments`(_ size: Size) throws {
        for (theme, name) in [(Theme.plain, "plain"), (.colourful, "colour")] {
            let stage = stage(Self.diary, columns: size.columns, rows: size.rows, theme: theme)
            try expectGolden(view(stage.model), "gaps-\(name)-\(size.columns)x\(size.rows)")
        }
    }

    @Test func `a day is told where it begins, a turn where the author or the tenure is another`() {
        let replica = Replica(draft: Stage().log, manuscript: Manuscript(segments: Self.diary, firstOrder: 0))
        let gaps = (0..<7).map { ManuscriptGap(behind: $0, in: replica, unseen: 4) }
        #expect(gaps[0] == nil)
        #expect(gaps[1]?.day?.written == "Mon 23 Nov 2026" && gaps[1]?.author == ben)
        #expect(gaps[2] == nil)
        #expect(gaps[3]?.day == nil && gaps[3]?.author == ben && gaps[3]?.isNew == true, "the same author's next turn")
        #expect(gaps[4]?.day?.written == "Tue 24 Nov 2026" && gaps[4]?.isNew == false)
        #expect(gaps[5]?.day == nil && gaps[5]?.author == ada)
        #expect(gaps[6] == nil, "nothing is told behind the last one")
    }

    @Test(arguments: [
        ("2026-11-24T00:00:00.000Z", "Tue 24 Nov 2026"), ("2026-11-23T23:59:59.999Z", "Mon 23 Nov 2026"),
        ("1970-01-01T00:00:00.000Z", "Thu 1 Jan 1970"), ("1969-12-31T23:00:00.000Z", "Wed 31 Dec 1969"),
        ("2024-02-29T12:00:00.000Z", "Thu 29 Feb 2024"), ("0000-01-01T00:00:00.000Z", "Sat 1 Jan 0000"),
        ("9999-12-31T12:00:00.000Z", "Fri 31 Dec 9999"),
    ]) func `days are written as people do`(_ moment: String, _ written: String) {
        #expect(Day(Timestamp(moment)!).written == written)
    }

    @Test(arguments: [40, 80, 120]) func `an older page and a newer segment move nothing`(_ columns: Int) {
        var stage = stage(Array(Self.diary[3..<6]), columns: columns, rows: 40)
        let before = rows(stage)
        stage.tell(.olderPage(Array(Self.diary[0..<3])))
        let after = rows(stage)
        let first = before.firstIndex { $0.contains("It was dry.") } ?? 0
        let moved = (after.firstIndex { $0.contains("It was dry.") } ?? 0) - first
        for row in first..<first + 5 {
            #expect(before[row].prefix(columns - 26) == after[row + moved].prefix(columns - 26))
        }
        let layout = { (segments: [Segment]) in
            ManuscriptLayout(
                Replica(draft: stage.log, manuscript: Manuscript(segments: segments, firstOrder: segments[0].order)),
                columns: columns, measure: 66)
        }
        for order in 3..<6 {
            #expect(
                layout(Self.diary).lines(of: order).count == layout(Array(Self.diary[3..<6])).lines(of: order).count)
        }
    }

    @Test func `the author's names can be put away and come back`() {
        var stage = stage(Self.diary)
        let before = stage.screen
        #expect(before.contains(" · caro "))
        stage.press(.function(5))
        #expect(!stage.model.showsAuthors)
        let text = rows(stage).dropFirst(2).prefix(16).joined(separator: "\n")
        for name in ["ada", "ben", "caro"] {
            #expect(!text.contains(" \(name) "), "\(name)")
        }
        #expect(text.contains("Tue 24 Nov 2026"), "days stay")
        #expect(text.contains("And now the lamp was lit."))
        stage.press(.function(5))
        #expect(stage.screen == before)
    }

    @Test func `a segment whose end is out of sight says whose it is in its last line that is seen`() {
        var texts = Self.diary
        texts[3].content = String(repeating: "It was dry. ", count: 300)
        var stage = stage(texts)
        stage.press(Key(.home, .control), .pageDown)
        let divider = EditorLayout(stage.model.size, stage.editor, me: ben).divider.origin.row
        let named = rows(stage).indices.prefix(divider).filter { rows(stage)[$0].hasSuffix(" ben ") }
        #expect(named == [divider - 1])
        stage.press(Key(.down, .control))
        #expect(rows(stage)[divider - 1].hasSuffix(" ben "))
    }

    @Test func `a hostile or a long name keeps the frame`() {
        var stage = stage(Self.diary, columns: 40)
        stage.tell(.names([caro: "\u{1B}[2J\u{202E}" + String(repeating: "漢", count: 60)]))
        for row in rows(stage).dropFirst(2).prefix(14) { #expect(!row.contains("\u{1B}")) }
        let grid = view(stage.model).grid
        let measure = ManuscriptLayout(stage.editor.replica!, columns: 40, measure: 66).columns
        for row in 2..<14 where grid.row(row).prefix(2).last?.glyph == "─" && grid.row(row).first?.glyph == " " {
            let end = ManuscriptLayout.leftMargin + measure
            #expect(grid.row(row).dropFirst(end + 1).allSatisfy { $0.glyph == " " })
        }
    }
}
