import CellGrid
import Testing

@Suite struct HostileTextTests {
    @Test(arguments: [
        ("\u{1B}[2J", "^[[2J"), ("\u{0}", "^@"), ("\u{7}", "^G"), ("\u{7F}", "^?"), ("a\nb", "a^Jb"), ("a\rb", "a^Mb"),
        ("a\r\nb", "a^M^Jb"), ("\u{9B}31m", "<009B>31m"), ("\u{9D}0;x\u{9C}", "<009D>0;x<009C>"), ("\u{85}", "<0085>"),
        ("\u{202E}txt", "<202E>txt"), ("\u{202A}", "<202A>"), ("\u{2066}a\u{2069}", "<2066>a<2069>"),
        ("\u{200F}", "<200F>"),
        ("\u{200B}", "<200B>"), ("\u{FEFF}", "<FEFF>"), ("\u{2028}", "<2028>"), ("\u{2029}", "<2029>"),
        ("\u{AD}", "<00AD>"),
        ("\u{E0001}", "<E0001>"), ("\u{FFF9}", "<FFF9>"), ("\u{200D}", "<200D>"), ("\u{1161}", "<1161>"),
        ("\u{301}", "\u{25CC}\u{301}"), ("\u{301}\u{302}", "\u{25CC}\u{301}\u{302}"),
        ("\u{1B}\u{301}", "^[\u{25CC}\u{301}"),
    ])
    func `what must not reach a terminal is drawn as a visible escape`(text: String, expected: String) {
        var grid = Grid(size: Size(columns: 20, rows: 1))
        let columns = grid.write(text, at: .origin)
        #expect(grid.text(ofRow: 0).prefix(expected.count) == expected)
        #expect(grid.text(ofRow: 0).count == 20)
        #expect(columns == expected.count)
    }

    @Test(arguments: [0xFFFE, 0xFFFF, 0xFDD0, 0x10FFFF, 0x378, 0xE0080] as [UInt32])
    func `what is no character is drawn as the replacement character`(value: UInt32) throws {
        let scalar = try #require(Unicode.Scalar(value))
        var grid = Grid(size: Size(columns: 4, rows: 1))
        #expect(grid.write(String(scalar), at: .origin) == 1)
        #expect(grid.cell(at: .origin)?.glyph == "\u{FFFD}")
    }

    @Test func `no scalar at all brings a control into a cell`() {
        var grid = Grid(size: Size(columns: 2_304, rows: 1))
        for block in stride(from: UInt32(0), through: 0x10FFFF, by: 256) {
            let scalars = (block..<block + 256).compactMap(Unicode.Scalar.init)
            let columns = grid.write(scalars.map { "a\(Character($0))" }.joined(), at: .origin)
            let hostile = grid.row(0).prefix(columns).flatMap(\.glyph.unicodeScalars).filter(\.isHostile)
            #expect(hostile == [])
        }
    }

    @Test(arguments: [0, 1, 9, 10, 1_000])
    func `a tower of marks is cut`(marks: Int) {
        var grid = Grid(size: Size(columns: 4, rows: 1))
        #expect(grid.write("e" + String(repeating: "\u{301}", count: marks) + "x", at: .origin) == 2)
        let expected = 1 + min(marks, Cell.followingScalars)
        #expect(grid.cell(at: .origin)?.glyph.unicodeScalars.count == expected)
        #expect(grid.cell(at: Point(column: 1, row: 0))?.glyph == "x")
    }

    @Test func `an endless joined emoji is cut`() {
        var grid = Grid(size: Size(columns: 4, rows: 1))
        let chain = Array(repeating: "👩", count: 500).joined(separator: "\u{200D}")
        #expect(grid.write(chain + "x", at: .origin) == 3)
        #expect((grid.cell(at: .origin)?.glyph.unicodeScalars.count ?? 0) <= 1 + Cell.followingScalars)
    }
}

extension Unicode.Scalar {
    fileprivate var isHostile: Bool {
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .unassigned, .surrogate: true
        default: (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value)
        }
    }
}
