extension Grid {
    /// Draws a horizontal line; where it meets another line, the two are joined.
    public mutating func drawHorizontalLine(from point: Point, columns: Int, style: Style = .plain) {
        for column in point.column..<point.column + max(0, columns) {
            var arms: LineArms = []
            if column > point.column { arms.insert(.left) }
            if column < point.column + columns - 1 { arms.insert(.right) }
            join(arms, alone: "─", at: Point(column: column, row: point.row), style)
        }
    }

    /// Draws a vertical line; where it meets another line, the two are joined.
    public mutating func drawVerticalLine(from point: Point, rows: Int, style: Style = .plain) {
        for row in point.row..<point.row + max(0, rows) {
            var arms: LineArms = []
            if row > point.row { arms.insert(.up) }
            if row < point.row + rows - 1 { arms.insert(.down) }
            join(arms, alone: "│", at: Point(column: point.column, row: row), style)
        }
    }

    /// Draws the border of a rectangle, over its outermost cells.
    public mutating func drawBox(_ rect: Rect, style: Style = .plain) {
        guard rect.size.columns > 1, rect.size.rows > 1 else { return }
        let right = rect.columns.upperBound - 1
        let bottom = rect.rows.upperBound - 1
        for column in rect.columns.dropFirst().dropLast() {
            write("─", at: Point(column: column, row: rect.origin.row), style: style)
            write("─", at: Point(column: column, row: bottom), style: style)
        }
        for row in rect.rows.dropFirst().dropLast() {
            write("│", at: Point(column: rect.origin.column, row: row), style: style)
            write("│", at: Point(column: right, row: row), style: style)
        }
        write("┌", at: rect.origin, style: style)
        write("┐", at: Point(column: right, row: rect.origin.row), style: style)
        write("└", at: Point(column: rect.origin.column, row: bottom), style: style)
        write("┘", at: Point(column: right, row: bottom), style: style)
    }

    private mutating func join(_ arms: LineArms, alone: Character, at point: Point, _ style: Style) {
        guard let there = cell(at: point) else { return }
        let joined = LineArms(there.glyph).flatMap { $0.union(arms).glyph }
        write(String(joined ?? alone), at: point, style: style)
    }
}

/// The directions in which a line leaves a cell.
private struct LineArms: OptionSet {
    let rawValue: Int

    static let up = LineArms(rawValue: 1)
    static let down = LineArms(rawValue: 2)
    static let left = LineArms(rawValue: 4)
    static let right = LineArms(rawValue: 8)

    /// Indexed by the raw value; a single arm has no glyph of its own.
    private static let glyphs: [Character?] = [
        nil, nil, nil, "│", nil, "┘", "┐", "┤", nil, "└", "┌", "├", "─", "┴", "┬", "┼",
    ]

    var glyph: Character? { Self.glyphs[rawValue] }
}

extension LineArms {
    init?(_ glyph: Character) {
        guard let index = Self.glyphs.firstIndex(of: glyph) else { return nil }
        self.init(rawValue: index)
    }
}
