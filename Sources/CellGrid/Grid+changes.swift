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
        for row in 0..<size.rows {
            appendChanges(of: row, since: old, to: &changes)
        }
        return changes
    }

    private func appendChanges(of row: Int, since old: Grid, to changes: inout [Change]) {
        let start = row * size.columns
        let end = start + size.columns
        var position = start
        while position < end {
            guard cells[position] != old.cells[position] else {
                position += 1
                continue
            }
            let first = position
            // A glyph's own continuations may look the same as those of the glyph that stood here.
            while position < end, cells[position] != old.cells[position] || cells[position].isContinuation {
                position += 1
            }
            changes.append(Change(row: row, columns: first - start..<position - start))
        }
    }
}
