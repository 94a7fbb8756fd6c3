import CellGrid
import Testing

@Suite struct GeometryTests {
    private static let rect = Rect(column: 2, row: 1, columns: 6, rows: 4)

    @Test(arguments: [
        (Rect(column: 0, row: 0, columns: 20, rows: 20), rect),
        (Rect(column: 4, row: 2, columns: 20, rows: 1), Rect(column: 4, row: 2, columns: 4, rows: 1)),
        (Rect(column: -5, row: -5, columns: 8, rows: 7), Rect(column: 2, row: 1, columns: 1, rows: 1)),
        (rect, rect),
    ])
    func `an intersection holds what is in both`(other: Rect, expected: Rect) {
        #expect(Self.rect.intersection(other) == expected)
        #expect(other.intersection(Self.rect) == expected)
    }

    @Test(arguments: [Rect(column: 8, row: 1, columns: 3, rows: 3), Rect(column: 0, row: 0, columns: 0, rows: 9)])
    func `rectangles apart do not meet`(other: Rect) {
        #expect(Self.rect.intersection(other).isEmpty)
    }

    @Test(arguments: [-1, 0, 1, 3, 4, 9])
    func `splitting leaves nothing out`(count: Int) {
        let (top, below) = Self.rect.split(top: count)
        #expect(top.rows.count == min(max(0, count), 4) && top.rows.count + below.rows.count == 4)
        #expect(top.rows.upperBound == below.rows.lowerBound)
        let (above, bottom) = Self.rect.split(bottom: count)
        #expect(bottom.rows.count == min(max(0, count), 4) && above.rows.upperBound == bottom.rows.lowerBound)
        let (left, beside) = Self.rect.split(left: count)
        #expect(left.columns.upperBound == beside.columns.lowerBound && left.columns.count + beside.columns.count == 6)
        let (rest, right) = Self.rect.split(right: count)
        #expect(right.columns.count == min(max(0, count), 6) && rest.columns.upperBound == right.columns.lowerBound)
    }

    @Test func `a size is never negative`() {
        #expect(Size(columns: -3, rows: 2) == Size(columns: 0, rows: 2))
        #expect(Self.rect.inset(left: 4, right: 4).isEmpty)
        #expect(Self.rect.inset(left: 1, top: 1, right: 1, bottom: 1) == Rect(column: 3, row: 2, columns: 4, rows: 2))
    }

    @Test(arguments: [
        (Point(column: 2, row: 1), true), (Point(column: 7, row: 4), true), (Point(column: 8, row: 4), false),
        (Point(column: 1, row: 1), false), (Point(column: 7, row: 5), false),
    ])
    func `a rectangle contains its cells`(point: Point, inside: Bool) {
        #expect(Self.rect.contains(point) == inside)
    }
}
