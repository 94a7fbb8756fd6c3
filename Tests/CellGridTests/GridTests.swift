import CellGrid
import Testing

@Suite struct GridTests {
    private static let size = Size(columns: 8, rows: 2)

    @Test(arguments: [
        ("draft", 0, "draft   ", 5), ("draft", 5, "     dra", 3), ("draft", 8, "        ", 0),
        ("draft", -2, "aft     ", 3),
        ("漢字", 0, "漢字    ", 4), ("漢字", 5, "     漢 ", 3), ("漢字", 7, "        ", 1), ("漢字", -1, " 字     ", 3),
        ("e\u{301}x", 0, "e\u{301}x      ", 2), ("a\tb", 0, "a   b   ", 5), ("\tb", 2, "      b ", 5),
        ("", 0, "        ", 0),
    ])
    func `text is clipped at the edges and wide glyphs stay whole`(text: String, column: Int, row: String, columns: Int)
    {
        var grid = Grid(size: Self.size)
        #expect(grid.write(text, at: Point(column: column, row: 0)) == columns)
        #expect(grid.text(ofRow: 0) == row)
        #expect(grid.text(ofRow: 1) == "        ")
    }

    @Test func `text is clipped to a rectangle`() {
        var grid = Grid(size: Self.size)
        let clip = Rect(column: 2, row: 0, columns: 3, rows: 1)
        #expect(grid.write("abcdefgh", at: .origin, clip: clip) == 3)
        #expect(grid.write("below", at: Point(column: 2, row: 1), clip: clip) == 0)
        #expect(grid.text(ofRow: 0) == "  cde   ")
    }

    @Test(arguments: [-1, 2, .max, .min])
    func `a row outside takes nothing`(row: Int) {
        var grid = Grid(size: Self.size)
        #expect(grid.write("draft", at: Point(column: 0, row: row)) == 0)
        #expect(grid == Grid(size: Self.size))
        #expect(grid.row(row).isEmpty)
        #expect(grid.cell(at: Point(column: 0, row: row)) == nil)
    }

    @Test(arguments: [(0, "x 字    "), (1, " x字    "), (2, "漢x     "), (3, "漢 x    ")])
    func `overwriting half of a wide glyph blanks the other half`(column: Int, row: String) {
        var grid = Grid(size: Self.size)
        grid.write("漢字", at: .origin)
        grid.write("x", at: Point(column: column, row: 0))
        #expect(grid.text(ofRow: 0) == row)
        #expect(grid.isWellFormed)
    }

    @Test func `a wide glyph over two halves blanks both rests`() {
        var grid = Grid(size: Self.size)
        grid.write("漢字", at: .origin)
        grid.write("仮", at: Point(column: 1, row: 0))
        #expect(grid.text(ofRow: 0) == " 仮     ")
        #expect(grid.isWellFormed)
    }

    @Test func `filling blanks what it covers and halves what it cuts`() {
        var grid = Grid(size: Self.size)
        grid.write("a漢字b", at: .origin)
        grid.fill(Rect(column: 2, row: -4, columns: 2, rows: 5), style: .reverse)
        #expect(grid.text(ofRow: 0) == "a    b  ")
        #expect(grid.cell(at: Point(column: 2, row: 0))?.style == .reverse)
        #expect(grid.cell(at: Point(column: 4, row: 0))?.style == .plain)
        #expect(grid.isWellFormed)
    }

    @Test func `restyling takes wide glyphs as a whole`() {
        var grid = Grid(size: Self.size)
        grid.write("漢字漢", at: .origin)
        grid.restyle(Rect(column: 1, row: 0, columns: 2, rows: 1)) { $0.with(.reverse) }
        #expect(grid.row(0).map { $0.style == .reverse } == [true, true, true, true, false, false, false, false])
        #expect(grid.text(ofRow: 0) == "漢字漢  ")
    }

    @Test func `a grid is a value`() {
        var grid = Grid(size: Self.size)
        let before = grid
        grid.write("x", at: .origin)
        #expect(before == Grid(size: Self.size))
        #expect(grid != before)
    }

    @Test func `lines join where they meet`() {
        var grid = Grid(size: Size(columns: 5, rows: 4))
        grid.drawHorizontalLine(from: .origin, columns: 5)
        grid.drawHorizontalLine(from: Point(column: 0, row: 2), columns: 5)
        grid.drawVerticalLine(from: Point(column: 2, row: 0), rows: 4)
        #expect((0..<4).map(grid.text(ofRow:)) == ["──┬──", "  │  ", "──┼──", "  │  "])
    }

    @Test func `a box has four corners`() {
        var grid = Grid(size: Size(columns: 4, rows: 3))
        grid.drawBox(grid.bounds)
        #expect((0..<3).map(grid.text(ofRow:)) == ["┌──┐", "│  │", "└──┘"])
    }

    @Test func `a line reaching out of the grid is clipped`() {
        var grid = Grid(size: Size(columns: 3, rows: 2))
        grid.drawHorizontalLine(from: Point(column: -2, row: 1), columns: 20)
        grid.drawVerticalLine(from: Point(column: 1, row: -5), rows: 7)
        #expect((0..<2).map(grid.text(ofRow:)) == [" │ ", "─┴─"])
    }

    @Test func `random writing leaves no half of a wide glyph`() {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededGenerator(seed: seed)
        let words = ["漢字かな", "plain", "e\u{301}a\u{308}", "👩‍👩‍👧", "\u{1B}[2J", "नीति", "a\tb"]
        var grid = Grid(size: Size(columns: 11, rows: 3))
        for _ in 0..<2_000 {
            let point = Point(column: .random(in: -6..<14, using: &random), row: .random(in: -1..<4, using: &random))
            let rect = Rect(
                column: .random(in: -3..<12, using: &random), row: 0, columns: .random(in: 0..<8, using: &random),
                rows: 3)
            grid.write(
                words.randomElement(using: &random) ?? "", at: point, clip: Bool.random(using: &random) ? rect : nil)
            if Int.random(in: 0..<9, using: &random) == 0 { grid.fill(rect, style: .plain) }
            #expect(grid.isWellFormed, "seed \(seed)")
        }
    }
}

extension Grid {
    func text(ofRow row: Int) -> String {
        String(self.row(row).filter { !$0.isContinuation }.map(\.glyph))
    }

    /// Whether every glyph is followed by exactly the continuations it needs, in its own row.
    var isWellFormed: Bool {
        (0..<size.rows).allSatisfy { number in
            var owed = 0
            for cell in row(number) {
                if cell.isContinuation != (owed > 0) { return false }
                owed = cell.isContinuation ? owed - 1 : cell.columns - 1
            }
            return owed == 0
        }
    }
}
