import CellGrid
import DraftCore

// The words that are being written, as they are drawn.
extension Model {
    /// From this part of the limit on, the length of a text is shown.
    private static let nearLimit = 0.9

    /// Returns where the caret stands; nil where nothing can be written.
    func drawComposer(_ editor: Editor, in area: Rect, on grid: inout Grid) -> Point? {
        let reading = readingOnly(editor)
        if let reading, placeOfReason(editor) == .composer {
            drawParagraph(reading.sentence, style: style(of: reading), in: area, on: &grid)
        }
        guard !isGuest else { return nil }
        let mayWrite = reading == nil && editor.holds(me)
        for row in area.rows {
            grid.write("│", at: Point(column: 1, row: row), style: mayWrite ? theme.mine : theme.faint)
        }
        let layout = ComposerLayout(editor.composer, columns: area.size.columns)
        let top = layout.top(rows: area.size.rows)
        if editor.composer.isEmpty && mayWrite {
            drawParagraph(textOfEmptyComposer(editor.draft), style: theme.faint, in: area, on: &grid)
        }
        for offset in 0..<area.size.rows {
            let style = mayWrite ? theme.body : theme.pending
            grid.write(layout.line(top + offset), at: area.origin.moved(rows: offset), style: style, clip: area)
        }
        // A selection reaches into the column that is kept free for the caret: a line feed may stand there.
        let room = area.inset(right: -1)
        mark(misspelt(editor), layout, top, in: room, on: &grid) { $0.with(.underline) }
        if let find = editor.find {
            mark(find.matches(in: editor.composer), layout, top, in: room, on: &grid) { _ in theme.found }
        }
        if let selection = editor.composer.selection {
            mark([selection], layout, top, in: room, on: &grid) { $0.with(theme.selected.attributes) }
        }
        return area.origin.moved(columns: layout.caret.column, rows: layout.caret.row - top)
    }

    private func mark(
        _ ranges: [Range<Int>], _ layout: ComposerLayout, _ top: Int, in area: Rect, on grid: inout Grid,
        _ change: (Style) -> Style
    ) {
        for (offset, row) in area.rows.enumerated() {
            for range in ranges {
                let columns = layout.columns(of: range, row: top + offset)
                guard !columns.isEmpty else { continue }
                let cells = Rect(
                    column: area.origin.column + columns.lowerBound, row: row, columns: columns.count, rows: 1)
                grid.restyle(cells.intersection(area), change)
            }
        }
    }

    /// The length of the text where it is near its limit or over it.
    func lengthText(_ editor: Editor) -> String? {
        guard let limit = editor.draft?.segmentLimit else { return nil }
        // Blanks at the ends only make a text shorter, so most texts need not be looked at.
        guard Double(editor.composer.scalarCount) >= Double(limit) * Self.nearLimit else { return nil }
        let count = editor.composer.content.trimmedScalarCount
        guard Double(count) >= Double(limit) * Self.nearLimit else { return nil }
        return count > limit ? Phrases.overLimit(count - limit) : Phrases.characters(count, of: limit)
    }
}
