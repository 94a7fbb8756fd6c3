extension Grid {
    /// Writes one line of text from a point on, clipped to a rectangle and the grid, and returns the columns it took inside of them.
    ///
    /// What cannot be printed, a line break among it, is drawn as a visible escape (`^[`, `<202E>`, U+FFFD). A wide glyph
    /// cut by an edge is drawn as blanks. Tabs reach to the next multiple of `CellWidth.tabStop` after `tabOrigin`, a
    /// column of the grid, by default that of `point`.
    @discardableResult
    public mutating func write(
        _ text: some StringProtocol, at point: Point, style: Style = .plain, clip: Rect? = nil, tabOrigin: Int? = nil
    ) -> Int {
        let clip = clip.map { $0.intersection(bounds) } ?? bounds
        guard clip.rows.contains(point.row), !clip.isEmpty else { return 0 }
        var column = point.column
        var clusters = Clusters(Substring(text))
        while column < clip.columns.upperBound, let next = clusters.next() {
            switch next {
            case .ascii(let byte):
                put(Self.asciiGlyphs[Int(byte)], columns: 1, at: column, row: point.row, style, in: clip.columns)
                column += 1
            case .other(let cluster):
                column += put(
                    cluster, at: column, row: point.row, style, in: clip.columns, tabOrigin: tabOrigin ?? point.column)
            }
        }
        return max(0, min(column, clip.columns.upperBound) - max(point.column, clip.columns.lowerBound))
    }

    private mutating func put(
        _ cluster: Character, at column: Int, row: Int, _ style: Style, in visible: Range<Int>, tabOrigin: Int
    ) -> Int {
        switch Drawing(cluster) {
        case .glyph(let glyph, let columns):
            put(glyph, columns: columns, at: column, row: row, style, in: visible)
            return columns
        case .escape(let text):
            for (offset, byte) in text.utf8.enumerated() {
                put(Self.asciiGlyphs[Int(byte & 0x7F)], columns: 1, at: column + offset, row: row, style, in: visible)
            }
            return text.utf8.count
        case .tab:
            let columns = CellWidth.columnsToNextStop(from: column - tabOrigin)
            for offset in 0..<columns {
                put(" ", columns: 1, at: column + offset, row: row, style, in: visible)
            }
            return columns
        }
    }

    private mutating func put(
        _ glyph: Character, columns: Int, at column: Int, row: Int, _ style: Style, in visible: Range<Int>
    ) {
        if column >= visible.lowerBound, column + columns <= visible.upperBound {
            rows[row].release(column)
            rows[row].release(column + columns - 1)
            rows[row][column] = Cell(glyph: glyph, columns: columns, style: style)
            for position in column + 1..<column + columns {
                rows[row][position] = .continuation(style)
            }
        } else {
            for position in (column..<column + columns).clamped(to: visible) {
                rows[row].release(position)
                rows[row][position] = .blank(style)
            }
        }
    }

    /// Made once, because making a `Character` costs more than storing it. What is no printable ASCII is a blank here.
    private static let asciiGlyphs: [Character] = (0..<0x80).map { (byte: UInt8) in
        CellWidth.isPrintableASCII(byte) ? Character(Unicode.Scalar(byte)) : " "
    }
}
