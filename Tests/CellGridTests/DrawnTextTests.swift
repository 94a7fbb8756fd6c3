import CellGrid
import Testing

@Suite struct DrawnTextTests {
    @Test(arguments: [
        ("", ""), ("The lamp.", "The lamp."), ("漢字 é 👩‍👩‍👧", "漢字 é 👩‍👩‍👧"), ("a\u{1B}]0;b\u{7}", "a^[]0;b^G"),
        ("a\nb\r\n", "a^Jb^M^J"), ("\u{9C}\u{202E}\u{2028}", "<009C><202E><2028>"), ("a\tb\tc", "a   b   c"),
        ("漢\tb", "漢  b"),
        ("e" + String(repeating: "\u{301}", count: 200), "e" + String(repeating: "\u{301}", count: 9)),
        ("\u{301}x", "\u{25CC}\u{301}x"), ("\u{378}", "\u{FFFD}"),
    ])
    func `a line is what a grid makes of it`(text: String, drawn: String) {
        #expect(DrawnText.line(text).unicodeScalars.elementsEqual(drawn.unicodeScalars))
    }

    @Test func `it is the text of the cells`() {
        var random = SeededGenerator(seed: 5)
        let kinds: [ClosedRange<UInt32>] = [
            0...0xFF, 0x300...0x36F, 0x1100...0x11FF, 0x2000...0x206F, 0x1F1E6...0x1F469,
        ]
        for _ in 0..<2_000 {
            var text = ""
            for _ in 0..<Int.random(in: 0...12, using: &random) {
                let kind = kinds[Int.random(in: 0..<kinds.count, using: &random)]
                text.unicodeScalars.append(Unicode.Scalar(UInt32.random(in: kind, using: &random)) ?? "x")
            }
            var grid = Grid(size: Size(columns: 200, rows: 1))
            let columns = grid.write(text, at: .origin)
            let cells = grid.row(0).prefix(columns).filter { !$0.isContinuation }.map(\.glyph)
            #expect(DrawnText.line(text) == String(cells), "\(text.debugDescription)")
        }
    }
}
