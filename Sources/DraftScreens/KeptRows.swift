import CellGrid

/// Rows as they were drawn last upon one backdrop: whatever shows the same again need not be drawn again.
struct KeptRows {
    /// All that the look of a row depends on, besides the backdrop and what it depends on.
    enum Content: Equatable {
        case composer(ComposerRow)
        case keys([KeyLine.Entry], trailing: String, begun: [Key])
    }

    private var rows: [Int: (content: Content, cells: [Cell])] = [:]

    /// Has a row drawn, or puts the one that was drawn of the same content in its place.
    mutating func draw(_ content: Content, at row: Int, on grid: inout Grid, by draw: (inout Grid) -> Void) {
        if let kept = rows[row], kept.content == content { return grid.putRow(kept.cells, at: row) }
        draw(&grid)
        rows[row] = (content, grid.row(row))
    }
}

/// What a row shows of the text that is being written.
struct ComposerRow: Equatable {
    /// Why cells look otherwise than the rest of the line.
    enum Mark: Equatable {
        case misspelt
        case found
        case selected
    }

    let text: Substring
    let style: Style
    /// The style of the bar before it.
    let bar: Style
    /// Later ones go over earlier ones.
    let marks: [(mark: Mark, columns: Range<Int>)]

    static func == (one: ComposerRow, other: ComposerRow) -> Bool {
        one.text == other.text && one.style == other.style && one.bar == other.bar
            && one.marks.elementsEqual(other.marks) { $0 == $1 }
    }
}
