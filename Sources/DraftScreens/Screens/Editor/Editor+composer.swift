import CellGrid
import DraftCore

// The words that are being written, as they are drawn.
extension Model {
    /// From this part of the limit on, the length of a text is shown.
    private static let nearLimit = 0.9

    /// Returns where the caret stands; nil where nothing can be written.
    func drawComposer(_ editor: Editor, in area: Rect, on grid: inout Grid, keeping kept: inout KeptRows) -> Point? {
        let reading = readingOnly(editor)
        if let reading, placeOfReason(editor) == .composer {
            drawParagraph(reading.sentence, style: style(of: reading), in: area, on: &grid)
        }
        guard !isGuest else { return nil }
        let mayWrite = reading == nil && editor.holds(me)
        if editor.composer.isEmpty && mayWrite {
            drawParagraph(textOfEmptyComposer(editor.draft), style: theme.faint, in: area, on: &grid)
        }
        let layout = ComposerLayout(editor.composer, columns: area.size.columns)
        let top = layout.top(rows: area.size.rows)
        let marked = marks(in: editor)
        for (offset, row) in area.rows.enumerated() {
            let content = ComposerRow(
                text: layout.line(top + offset), style: mayWrite ? theme.body : theme.pending,
                bar: mayWrite ? theme.mine : theme.faint, marks: layout.marks(marked, row: top + offset))
            if content.text.isEmpty {
                // What else stands there is no part of the content.
                draw(content, row: row, in: area, on: &grid)
            } else {
                kept.draw(.composer(content), at: row, on: &grid) { draw(content, row: row, in: area, on: &$0) }
            }
        }
        return area.origin.moved(columns: layout.caret.column, rows: layout.caret.row - top)
    }

    private func draw(_ content: ComposerRow, row: Int, in area: Rect, on grid: inout Grid) {
        grid.write("│", at: Point(column: 1, row: row), style: content.bar)
        let start = Point(column: area.origin.column, row: row)
        grid.write(content.text, at: start, style: content.style, clip: area)
        // A selection reaches into the column that is kept free for the caret: a line feed may stand there.
        let room = area.inset(right: -1)
        for (mark, columns) in content.marks {
            let cells = Rect(column: start.column + columns.lowerBound, row: row, columns: columns.count, rows: 1)
            grid.restyle(cells.intersection(room)) { style in
                switch mark {
                case .misspelt: style.with(.underline)
                case .found: theme.found
                case .selected: style.with(theme.selected.attributes)
                }
            }
        }
    }

    /// What is marked in the text, by places of it.
    private func marks(in editor: Editor) -> [(ComposerRow.Mark, Range<Int>)] {
        let found = editor.find?.matches(in: editor.composer) ?? []
        return misspelt(editor).map { (.misspelt, $0) } + found.map { (.found, $0) }
            + [editor.composer.selection].compactMap(\.self).map { (.selected, $0) }
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

extension ComposerLayout {
    /// Those of the marks that are in a row, by columns of it.
    fileprivate func marks(
        _ marks: [(ComposerRow.Mark, Range<Int>)], row: Int
    ) -> [(mark: ComposerRow.Mark, columns: Range<Int>)] {
        marks.map { ($0.0, columns(of: $0.1, row: row)) }.filter { !$0.1.isEmpty }
    }
}
