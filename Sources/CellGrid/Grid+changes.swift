extension Grid {
    /// A run of cells in one row that look otherwise than before.
    public struct Change: Equatable, Sendable {
        public let row: Int
        public let columns: Range<Int>
    }

    /// The runs in which this grid differs from an older one, from the top down; every row if their sizes differ.
    /// A run never cuts a wide glyph.
    public func changes(since old: Grid) -> [Change] {
        guard size == old.size else {
            return size.columns == 0 ? [] : (0..<size.rows).map { Change(row: $0, columns: 0..<size.columns) }
        }
        var changes: [Change] = []
        // Rows that share one storage are equal without a look at their cells.
        for row in 0..<size.rows where rows[row] != old.rows[row] {
            appendChanges(of: row, since: old, to: &changes)
        }
        return changes
    }

    private func appendChanges(of row: Int, since old: Grid, to changes: inout [Change]) {
        let cells = rows[row]
        let oldCells = old.rows[row]
        var column = 0
        while column < cells.count {
            guard cells[column] != oldCells[column] else {
                column += 1
                continue
            }
            let first = column
            // A glyph's own continuations may look the same as those of the glyph that stood here.
            while column < cells.count, cells[column] != oldCells[column] || cells[column].isContinuation {
                column += 1
            }
            changes.append(Change(row: row, columns: first..<column))
        }
    }
}
