import Testing

@testable import CellGrid

@Suite struct CellWidthTests {
    @Test(arguments: [
        ("", 0), ("a", 1), ("draft", 5), (" ", 1), ("~", 1),
        ("é", 1), ("e\u{301}", 1), ("ß", 1), ("Ω", 1), ("ж", 1), ("…", 1), ("\u{A0}", 1),
        ("漢", 2), ("漢字", 4), ("か", 2), ("が", 2), ("か\u{3099}", 2), ("Ａ", 2), ("ｱ", 1), ("　", 2),
        ("한", 2), ("\u{1112}\u{1161}\u{11AB}", 2), ("\u{1112}", 2),
        ("😀", 2), ("👍🏽", 2), ("☝🏽", 2), ("👨‍👩‍👧‍👦", 2), ("👩🏻‍❤️‍💋‍👨🏼", 2), ("🏳️‍🌈", 2),
        ("🇩🇪", 2), ("🇩🇪🇫🇷", 4), ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 2), ("1️⃣", 2), ("🇩", 1),
        ("❤", 1), ("❤\u{FE0F}", 2), ("❤\u{FE0E}", 1), ("⌚", 2), ("⌚\u{FE0E}", 2), ("a\u{FE0F}", 1),
        ("नी", 2), ("กำ", 2), ("ש\u{5C1}", 1), ("م\u{64E}", 1), ("\u{E0A0}", 1),
    ])
    func `a text takes the columns of its clusters`(text: String, columns: Int) {
        #expect(CellWidth.columns(of: text) == columns)
    }

    @Test(arguments: [
        ("\u{301}", 1), ("\u{200B}", 6), ("\u{FEFF}", 6), ("\u{AD}", 6), ("\u{1161}", 6), ("\u{1B}", 2), ("\u{7F}", 2),
        ("\u{9B}", 6), ("\n", 2), ("\r\n", 4), ("\u{202E}", 6), ("\u{2028}", 6), ("\u{E0001}", 7),
    ])
    func `nothing is without a column for the caret`(text: String, columns: Int) {
        #expect(CellWidth.columns(of: text) == columns)
    }

    @Test(arguments: [(0, 4), (1, 3), (3, 1), (4, 4), (-1, 1)])
    func `a tab reaches to the next stop`(column: Int, columns: Int) {
        #expect(CellWidth.columns(of: "\t", at: column) == columns)
        #expect(CellWidth.columns(of: "\tx", at: column) == columns + 1)
    }

    @Test(arguments: [
        ("draft", 5, "draft"), ("draft", 4, "dra…"), ("draft", 1, "…"), ("draft", 0, ""), ("", 0, ""),
        ("漢字", 4, "漢字"), ("漢字", 3, "漢…"), ("漢字", 2, "…"), ("e\u{301}e\u{301}", 2, "e\u{301}e\u{301}"),
        ("a\u{1B}b", 3, "a…"),
    ])
    func `a text too long for its place ends with an ellipsis`(text: String, columns: Int, expected: String) {
        #expect(CellWidth.truncated(text, columns: columns) == expected)
        #expect(CellWidth.columns(of: CellWidth.truncated(text, columns: columns)) <= columns)
    }

    @Test(arguments: Unicode.Scalar.samples)
    func `the width of a scalar is the columns in which the grid draws it`(scalar: Unicode.Scalar) {
        var grid = Grid(size: Size(columns: 12, rows: 1))
        let drawn = grid.write(String(scalar), at: .origin)
        #expect(drawn == CellWidth.columns(of: Character(scalar)))
        #expect(drawn >= 1)
    }

    @Test func `the table covers every scalar in ascending runs`() {
        #expect(ScalarClass.runs.first.map { $0 >> 2 } == 0)
        #expect(
            zip(ScalarClass.runs, ScalarClass.runs.dropFirst()).allSatisfy { $0 >> 2 < $1 >> 2 && $0 & 3 != $1 & 3 })
        #expect(ScalarClass.runs.last.map { $0 >> 2 } == 0x10FFFE)
    }
}

extension Unicode.Scalar {
    /// Some from every corner of the code space.
    static let samples: [Unicode.Scalar] = stride(from: UInt32(0), through: 0x10FFFF, by: 4093).compactMap(
        Unicode.Scalar.init)
}
