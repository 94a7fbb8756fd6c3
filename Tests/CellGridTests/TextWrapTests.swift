import CellGrid
import Testing

@Suite struct TextWrapTests {
    @Test(arguments: [
        ("", 8, [""]),
        ("draft", 8, ["draft"]),
        ("the lamp had been dark", 9, ["the lamp ", "had been ", "dark"]),
        ("the lamp had", 8, ["the lamp ", "had"]),
        ("one\ntwo", 8, ["one", "two"]),
        ("one\n", 8, ["one", ""]),
        ("\n\n", 8, ["", "", ""]),
        ("one\r\ntwo", 8, ["one", "two"]),
        ("incomprehensible", 6, ["incomp", "rehens", "ible"]),
        ("an incomprehensible", 6, ["an ", "incomp", "rehens", "ible"]),
        ("well-known", 6, ["well-", "known"]),
        ("it was -5 out", 8, ["it was ", "-5 out"]),
        ("he said—no", 8, ["he said—", "no"]),
        ("漢字仮名", 5, ["漢字", "仮名"]),
        ("漢字。仮名", 4, ["漢", "字。", "仮名"]),
        ("abc漢字", 5, ["abc漢", "字"]),
        ("word       next", 6, ["word       ", "next"]),
        ("        ", 4, ["        "]),
        ("e\u{301}e\u{301}e\u{301}e\u{301}", 2, ["e\u{301}e\u{301}", "e\u{301}e\u{301}"]),
        ("漢", 1, ["漢"]),
        ("漢字", 1, ["漢", "字"]),
        ("👩‍👩‍👧👩‍👩‍👧", 3, ["👩‍👩‍👧", "👩‍👩‍👧"]),
        ("a\tb", 4, ["a\t", "b"]),
        ("x", 0, ["x"]),
        ("it \u{2019}tis", 4, ["it ", "\u{2019}tis"]),
    ])
    func `lines break at words where they can`(text: String, columns: Int, lines: [String]) {
        let wrap = TextWrap(text, columns: columns)
        #expect(wrap.lines.map { String(wrap.text(of: $0)) } == lines)
    }

    @Test(arguments: [
        (0, Point(column: 0, row: 0)), (3, Point(column: 3, row: 0)), (8, Point(column: 8, row: 0)),
        (9, Point(column: 0, row: 1)), (12, Point(column: 3, row: 1)), (17, Point(column: 8, row: 1)),
        (18, Point(column: 0, row: 2)), (22, Point(column: 4, row: 2)), (99, Point(column: 4, row: 2)),
        (-1, .origin),
    ])
    func `an offset has a place`(offset: Int, point: Point) {
        #expect(TextWrap("the lamp had been dark", columns: 9).point(of: offset) == point)
    }

    @Test(arguments: [
        (Point(column: 0, row: 0), 0), (Point(column: 4, row: 0), 4), (Point(column: 99, row: 0), 8),
        (Point(column: 99, row: 1), 17), (Point(column: 99, row: 2), 22),
        (Point(column: 2, row: 7), 20),
        (Point(column: -3, row: -3), 0),
    ])
    func `a place has an offset`(point: Point, offset: Int) {
        #expect(TextWrap("the lamp had been dark", columns: 9).offset(at: point) == offset)
    }

    @Test func `a caret inside of a cluster stands before it`() {
        let wrap = TextWrap("a漢e\u{301}b", columns: 9)
        #expect((0...8).map { wrap.point(of: $0).column } == [0, 1, 1, 1, 3, 3, 3, 4, 5])
        #expect((0...6).map { wrap.offset(at: Point(column: $0, row: 0)) } == [0, 1, 1, 4, 7, 8, 8])
    }

    @Test func `blanks that hang over the edge leave the caret at the edge`() {
        let wrap = TextWrap("word     next", columns: 6)
        #expect(wrap.lines.map(\.columns) == [6, 4])
        #expect(
            (4...9).map { wrap.point(of: $0) } == [4, 5, 6, 6, 6].map { Point(column: $0, row: 0) } + [
                Point(column: 0, row: 1)
            ])
    }

    @Test func `any text wraps without loss, in time, and maps carets both ways`() {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<400 {
            let text = Self.text(using: &random)
            let columns = Int.random(in: 1...20, using: &random)
            let wrap = TextWrap(text, columns: columns)
            #expect(
                Self.faults(of: wrap) == [], "seed \(seed), \(columns) columns, \(text.debugDescription)")
        }
    }

    private static func text(using random: inout SeededGenerator) -> String {
        let pieces = [
            "a", "word", " ", "  ", "\n", "漢", "。", "e\u{301}", "👩‍👩‍👧", "\t", "-", "—", "\u{1B}", "\u{202E}",
            "नी", "\r\n",
            "🇩🇪",
        ]
        return (0..<Int.random(in: 0...30, using: &random)).map { _ in
            pieces.randomElement(using: &random) ?? ""
        }
        .joined()
    }

    /// The laws of wrapping that do not hold.
    private static func faults(of wrap: TextWrap) -> [String] {
        var faults: [String] = []
        let bytes = Array(wrap.text.utf8)
        var end = 0
        for line in wrap.lines {
            let between = bytes[end..<max(end, line.range.lowerBound)]
            if ![[], [10], [13, 10]].contains(Array(between)) {
                faults.append("lost bytes before \(line.range)")
            }
            end = line.range.upperBound
            let text = wrap.text(of: line)
            let withoutBlanks = text.trimmingBlanks
            if CellWidth.columns(of: withoutBlanks) > wrap.columns, withoutBlanks.count > 1 {
                faults.append("too wide: \(line)")
            }
            if line.columns != min(wrap.columns, CellWidth.columns(of: text)) {
                faults.append("columns of \(line)")
            }
        }
        if end != bytes.count { faults.append("does not reach the end") }
        var index = wrap.text.startIndex
        while true {
            let offset = wrap.text.utf8.distance(from: wrap.text.startIndex, to: index)
            let point = wrap.point(of: offset)
            let back = wrap.offset(at: point)
            if wrap.point(of: back) != point {
                faults.append("offset \(offset) goes to \(point), back to \(back)")
            }
            if point.column < wrap.columns, back != offset {
                faults.append("offset \(offset) comes back as \(back)")
            }
            if index == wrap.text.endIndex { return faults }
            index = wrap.text.index(after: index)
        }
    }

    @Test(arguments: 1...60 as ClosedRange<UInt64>)
    func `a text that is changed in place has the lines of one that is broken anew`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let pieces = [
            "a", "word ", "-", " ", "\n", "\t", "漢", "字。", "\u{301}", "\u{200D}", "👩", "🇫", "🇷",
            "\u{202E}", "\u{1112}",
            "\u{1161}", "incomprehensible", "、、、", "it was so ", "—", "\r\n", "\r",
        ]
        var wrap = TextWrap("", columns: Int.random(in: 1...14, using: &random))
        for _ in 0..<120 {
            let scalars = wrap.text.unicodeScalars
            let places = scalars.count
            let first = Int.random(in: 0...places, using: &random)
            let length = Int.random(in: 0...3, using: &random) * Int.random(in: 0...3, using: &random)
            let start = scalars.index(scalars.startIndex, offsetBy: first)
            let end = scalars.index(start, offsetBy: Swift.min(length, places - first))
            let lower = wrap.text.utf8.distance(from: wrap.text.startIndex, to: start)
            let upper = wrap.text.utf8.distance(from: wrap.text.startIndex, to: end)
            let text = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                pieces.randomElement(using: &random)!
            }
            wrap.replace(lower..<upper, with: text.joined())
            #expect(
                wrap.lines == TextWrap(wrap.text, columns: wrap.columns).lines,
                "seed \(seed): \(wrap.text.debugDescription)")
        }
    }
}

extension Substring {
    fileprivate var trimmingBlanks: Substring {
        var text = self
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}
