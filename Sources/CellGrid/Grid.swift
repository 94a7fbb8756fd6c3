/// A rectangle of cells as a value.
///
/// Wide glyphs are always whole: overwriting one half of one blanks the other half. Rows are stored apart, so that a copy on
/// which a few are drawn anew shares the others, and two such grids are compared without looking at those.
public struct Grid: Equatable, Sendable {
    public let size: Size
    var rows: [[Cell]]

    /// A grid of blanks.
    public init(size: Size, style: Style = .plain) {
        self.size = size
        self.rows = Array(repeating: Array(repeating: .blank(style), count: size.columns), count: size.rows)
    }

    /// All of it.
    public var bounds: Rect { Rect(size: size) }

    /// The cell at a point, nil outside of the grid.
    public func cell(at point: Point) -> Cell? {
        bounds.contains(point) ? rows[point.row][point.column] : nil
    }

    /// The cells of a row from left to right; empty outside of the grid.
    public func row(_ row: Int) -> [Cell] {
        rows.indices.contains(row) ? rows[row] : []
    }

    /// Puts the cells of a row that was drawn before in its place, without a look at them; other than it is long, they are
    /// passed over.
    public mutating func putRow(_ cells: [Cell], at row: Int) {
        if rows.indices.contains(row), cells.count == size.columns { rows[row] = cells }
    }

    /// Blanks a rectangle.
    public mutating func fill(_ rect: Rect, style: Style) {
        let rect = rect.intersection(bounds)
        guard !rect.isEmpty else { return }
        for row in rect.rows {
            rows[row].release(rect.columns.lowerBound)
            rows[row].release(rect.columns.upperBound - 1)
            for column in rect.columns { rows[row][column] = .blank(style) }
        }
    }

    /// Changes the style of what stands in a rectangle; a wide glyph changes as a whole.
    public mutating func restyle(_ rect: Rect, _ change: (Style) -> Style) {
        let rect = rect.intersection(bounds)
        guard !rect.isEmpty else { return }
        for row in rect.rows {
            var first = rect.columns.lowerBound
            var last = rect.columns.upperBound - 1
            while rows[row][first].isContinuation { first -= 1 }
            while last + 1 < size.columns, rows[row][last + 1].isContinuation { last += 1 }
            for column in first...last {
                let cell = rows[row][column]
                rows[row][column] = Cell(glyph: cell.glyph, columns: cell.columns, style: change(cell.style))
            }
        }
    }
}

extension [Cell] {
    /// Blanks the wide glyph that covers a cell of this row, before the cell is overwritten.
    mutating func release(_ position: Int) {
        guard self[position].width != 1 else { return }
        var start = position
        while self[start].isContinuation { start -= 1 }
        for part in start..<start + self[start].columns {
            self[part] = .blank(self[part].style)
        }
    }
}
