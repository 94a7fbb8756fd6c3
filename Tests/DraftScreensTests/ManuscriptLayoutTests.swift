import CellGrid
import DraftCore
import Testing

@testable import DraftScreens

@Suite struct ManuscriptLayoutTests {
    static let sizes = ScreenGoldenTests.sizes + [Size(columns: 200, rows: 60)]

    /// A page as an imported book brings it.
    static let page = """
        # The keeper

        The lamp had been dark
        for a *whole* week when
        the letter came, and **nobody at all**
        would admit to it.

        - an item that is rather long and goes on over the end of its line, whatever the measure may be
        - another
        > a quote that goes on over the end of its line as well, as quotes on an island do
        > and its next verse
        """

    private func stage(_ text: String, columns: Int = 80, rows: Int = 24) -> Stage {
        var stage = Stage(me: ben, columns: columns, rows: rows)
        stage.happens(.append(SegmentID.random(), content: text), by: ada)
        stage.opens()
        return stage
    }

    @Test(arguments: sizes) func `a page flows to the measure`(_ size: Size) throws {
        let stage = stage(Self.page, columns: size.columns, rows: size.rows)
        try expectGolden(view(stage.model), "manuscript-page-\(size.columns)x\(size.rows)")
    }

    @Test(arguments: [
        ("one\ntwo", "one two"), ("one\n\ntwo\nthree", "one\n\ntwo three"), ("one  \ntwo", "one  \ntwo"),
        ("one\\\ntwo", "one\\\ntwo"), ("one \ntwo", "one  two"), ("# one\ntwo", "# one\ntwo"),
        ("one\n- two\n- three", "one\n- two\n- three"), ("1. one\n2) two", "1. one\n2) two"),
        ("> one\n> two", "> one\n> two"), ("one\n  two\n  three", "one\n  two\n  three"),
        ("```\none\ntwo\n```\nthree\nfour", "```\none\ntwo\n```\nthree four"), ("one\n---\ntwo", "one\n---\ntwo"),
        ("one\n\u{301}two", "one\n\u{301}two"), ("漢\n字", "漢\n字"),
        ("caf\u{E9}\n\u{E9}t\u{E9}", "caf\u{E9} \u{E9}t\u{E9}"),
        ("-one\n*two*", "-one *two*"), ("", ""), ("\n", "\n"), ("one\n", "one\n"), ("#hash\ntag", "#hash tag"),
    ]) func `only the line ends of prose flow, and no place moves`(_ text: String, _ shown: String) {
        let flowed = ManuscriptText(text)
        #expect(flowed.text == shown)
        #expect(flowed.text.utf8.count == text.utf8.count)
    }

    @Test func `the measure is the model's`() {
        let text = String(repeating: "word ", count: 40)
        var replica = Replica(draft: Stage().log, manuscript: Manuscript(segments: [], firstOrder: 0))
        replica.submit(
            Command(actor: ada, key: nil, action: .append(SegmentID.random(), content: text)), at: noon)
        for measure in [20, 40, 66, 90] {
            let lines = ManuscriptLayout(replica, columns: 200, measure: measure).lines(of: 0)
            #expect(lines.allSatisfy { CellWidth.columns(of: $0.text) <= measure + 1 })
            #expect(lines.contains { CellWidth.columns(of: $0.text) > measure - 6 })
        }
    }

    @Test(arguments: ["week when the letter", "over the end", "next verse", "dark for", "keeper"])
    func `what is found is marked where it stands, over line ends that flow and in lines that are set in`(
        _ words: String
    ) {
        for columns in [40, 60, 80, 100] {
            var stage = stage(Self.page, columns: columns, rows: 50)
            stage.press(.control("f"))
            stage.type(words)
            let grid = view(stage.model).grid
            let marked = (0..<grid.size.rows).map { row in
                String(grid.row(row).filter { $0.style == stage.model.theme.current }.map(\.glyph))
            }
            let found = marked.joined(separator: " ").split(separator: " ").joined(separator: " ")
            #expect(found == words, "\(columns)")
        }
    }

    @Test func `a segment of any length loses nothing`() {
        let wrapped = WrappedSegment(ManuscriptText(Self.page), columns: 20)
        let shown = wrapped.rows.map { String(wrapped.slice($0.range)) }.joined()
        #expect(shown.filter { !$0.isWhitespace } == Self.page.filter { !$0.isWhitespace })
        for (index, row) in wrapped.rows.enumerated() where !row.range.isEmpty {
            #expect(wrapped.row(of: row.range.lowerBound) == index)
        }
    }
}
