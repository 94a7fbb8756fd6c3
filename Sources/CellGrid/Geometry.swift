/// A cell's place, counted from the top left corner; may lie outside of any grid.
public struct Point: Hashable, Sendable {
    public var column: Int
    public var row: Int

    public init(column: Int, row: Int) {
        self.column = column
        self.row = row
    }

    /// The top left corner.
    public static let origin = Point(column: 0, row: 0)

    /// The point so many cells to the right and down.
    public func moved(columns: Int = 0, rows: Int = 0) -> Point {
        Point(column: column + columns, row: row + rows)
    }
}

/// An extent in cells, never negative.
public struct Size: Hashable, Sendable {
    public let columns: Int
    public let rows: Int

    public init(columns: Int, rows: Int) {
        self.columns = max(0, columns)
        self.rows = max(0, rows)
    }

    /// Nothing at all.
    public static let zero = Size(columns: 0, rows: 0)

    /// Whether no cell fits in.
    public var isEmpty: Bool { columns == 0 || rows == 0 }
}

/// A rectangle of cells.
public struct Rect: Hashable, Sendable {
    public var origin: Point
    public var size: Size

    public init(origin: Point = .origin, size: Size) {
        self.origin = origin
        self.size = size
    }

    public init(column: Int, row: Int, columns: Int, rows: Int) {
        self.init(origin: Point(column: column, row: row), size: Size(columns: columns, rows: rows))
    }

    /// The columns it covers.
    public var columns: Range<Int> { origin.column..<origin.column + size.columns }

    /// The rows it covers.
    public var rows: Range<Int> { origin.row..<origin.row + size.rows }

    /// Whether no cell lies in it.
    public var isEmpty: Bool { size.isEmpty }

    public func contains(_ point: Point) -> Bool {
        columns.contains(point.column) && rows.contains(point.row)
    }

    /// The cells in both; empty where they do not meet.
    public func intersection(_ other: Rect) -> Rect {
        let left = max(columns.lowerBound, other.columns.lowerBound)
        let top = max(rows.lowerBound, other.rows.lowerBound)
        return Rect(
            column: left, row: top,
            columns: min(columns.upperBound, other.columns.upperBound) - left,
            rows: min(rows.upperBound, other.rows.upperBound) - top)
    }

    /// The rectangle without so many cells at each side.
    public func inset(left: Int = 0, top: Int = 0, right: Int = 0, bottom: Int = 0) -> Rect {
        Rect(
            column: origin.column + left, row: origin.row + top,
            columns: size.columns - left - right, rows: size.rows - top - bottom)
    }

    /// The upper so many rows, and what is left below them.
    public func split(top count: Int) -> (top: Rect, rest: Rect) {
        let count = min(max(0, count), size.rows)
        return (inset(bottom: size.rows - count), inset(top: count))
    }

    /// The lower so many rows, and what is left above them.
    public func split(bottom count: Int) -> (rest: Rect, bottom: Rect) {
        let parts = split(top: size.rows - min(max(0, count), size.rows))
        return (parts.top, parts.rest)
    }

    /// The left so many columns, and what is left beside them.
    public func split(left count: Int) -> (left: Rect, rest: Rect) {
        let count = min(max(0, count), size.columns)
        return (inset(right: size.columns - count), inset(left: count))
    }

    /// The right so many columns, and what is left beside them.
    public func split(right count: Int) -> (rest: Rect, right: Rect) {
        let parts = split(left: size.columns - min(max(0, count), size.columns))
        return (parts.left, parts.rest)
    }
}
