/// A rectangle of cells as a value.
///
/// Wide glyphs are always whole: overwriting one half of one blanks the other half.
public struct Grid: Equatable, Sendable {
    public let size: Size
    var cells: [Cell]

    /// A grid of blanks.
    public init(size: Size, style: Style = .plain) {
        self.size = size
        self.cells = Array(repeating: .blank(style), count: size.columns * size.rows)
    }

    /// All of it.
    public var bounds: Rect { Rect(size: size) }

    /// The cell at a point, nil outside of the grid.
    public func cell(at point: Point) -> Cell? {
        bounds.contains(point) ? cells[index(point)] : nil
    }

    /// The cells of a row from left to right; empty outside of the grid.
    public func row(_ row: Int) -> ArraySlice<Cell> {
        guard row >= 0, row < size.rows else { return [] }
        return cells[row * size.columns..<(row + 1) * size.columns]
    }

    /// Blanks a rectangle.
    public mutating func fill(_ rect: Rect, style: Style) {
        let rect = rect.intersection(bounds)
        guard !rect.isEmpty else { return }
        for row in rect.rows {
            let start = index(Point(column: rect.columns.lowerBound, row: row))
            release(start)
            release(start + rect.size.columns - 1)
            for position in start..<start + rect.size.columns {
                cells[position] = .blank(style)
            }
        }
    }

    /// Changes the style of what stands in a rectangle; a wide glyph changes as a whole.
    public mutating func restyle(_ rect: Rect, _ change: (Style) -> Style) {
        let rect = rect.intersection(bounds)
        guard !rect.isEmpty else { return }
        for row in rect.rows {
            let rowStart = row * size.columns
            var first = rowStart + rect.columns.lowerBound
            var last = rowStart + rect.columns.upperBound - 1
            while cells[first].isContinuation { first -= 1 }
            while last + 1 < rowStart + size.columns, cells[last + 1].isContinuation { last += 1 }
            for position in first...last {
                let cell = cells[position]
                cells[position] = Cell(glyph: cell.glyph, columns: cell.columns, style: change(cell.style))
            }
        }
    }

    func index(_ point: Point) -> Int {
        point.row * size.columns + point.column
    }

    /// Blanks the wide glyph that covers a cell, before the cell is overwritten.
    mutating func release(_ position: Int) {
        guard cells[position].width != 1 else { return }
        var start = position
        while cells[start].isContinuation { start -= 1 }
        for part in start..<start + cells[start].columns {
            cells[part] = .blank(cells[part].style)
        }
    }
}
