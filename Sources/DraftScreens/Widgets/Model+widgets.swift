import CellGrid

extension Model {
    /// Writes a paragraph into a rectangle, as far as it goes.
    func drawParagraph(_ text: String, style: Style, in area: Rect, on grid: inout Grid) {
        guard !area.isEmpty else { return }
        let wrap = TextWrap(keymap.worded(text), columns: area.size.columns)
        for (offset, line) in wrap.lines.prefix(area.size.rows).enumerated() {
            grid.write(wrap.text(of: line), at: area.origin.moved(rows: offset), style: style, clip: area)
        }
    }

    /// Writes a text that ends before a column.
    func drawRight(_ text: String, upTo end: Int, row: Int, style: Style, on grid: inout Grid) {
        grid.write(text, at: Point(column: max(0, end - CellWidth.columns(of: text)), row: row), style: style)
    }

    /// A rule across the screen; what the reader was told last stands in it.
    func drawRuleWithNotice(at point: Point, columns: Int, on grid: inout Grid) {
        grid.drawHorizontalLine(from: point, columns: columns, style: theme.rule)
        drawNotice(at: point, columns: columns, on: &grid)
    }

    /// What the reader was told last, upon a rule.
    func drawNotice(at point: Point, columns: Int, on grid: inout Grid) {
        guard let notice = shownNotice else { return }
        let text = " " + CellWidth.truncated(keymap.worded(notice.text), columns: max(0, columns - 6)) + " "
        grid.write(text, at: point.moved(columns: 2), style: style(of: notice))
    }

    func style(of notice: Notice) -> Style {
        notice.kind == .warning ? theme.warning : theme.notice
    }

    /// What the screen says below a prompt or without one; an open prompt shows what answers it by itself.
    var shownNotice: Notice? {
        if case .prompt? = overlay { return standingNotice }
        return notice ?? standingNotice
    }

    /// What stays said until it is mended.
    private var standingNotice: Notice? {
        switch screen {
        case .editor(let editor):
            let reading = placeOfReason(editor) == .divider ? readingOnly(editor) : nil
            let text =
                editor.journalFailure.map { Phrases.journalFailed($0) } ?? editor.delay.map { Phrases.delayed($0) }
                ?? reading?.sentence
            return text.map { Notice(kind: .warning, text: $0) }
        case .library(let library):
            guard let failure = library.failure, library.drafts?.isEmpty == false else { return nil }
            return Notice(kind: .warning, text: library.isWithheld ? failure : Phrases.libraryOfCopies)
        }
    }

    /// The key line: as many entries as there is room for, and a text at its end.
    func drawKeys(_ entries: [KeyLine.Entry], trailing: String, at point: Point, columns: Int, on grid: inout Grid) {
        let entries =
            keysBegun.isEmpty ? entries : KeyLine.following(keysBegun, keymap, in: keyContexts)
        let trailing = keysBegun.isEmpty ? trailing : KeySequence(keysBegun).name + " …"
        let trailingStart = columns - 1 - CellWidth.columns(of: trailing)
        var column = 1
        for entry in entries {
            guard let key = entry.key ?? entry.does.flatMap({ keymap.name(of: $0) }) else { continue }
            let width = CellWidth.columns(of: key) + 1 + CellWidth.columns(of: entry.action)
            guard column + width < trailingStart else { break }
            grid.write(key, at: point.moved(columns: column), style: theme.key)
            let action = point.moved(columns: column + CellWidth.columns(of: key) + 1)
            grid.write(entry.action, at: action, style: theme.faint)
            column += width + 3
        }
        drawRight(trailing, upTo: columns - 1, row: point.row, style: theme.faint, on: &grid)
    }

    /// A box in the middle of the screen; returns what is inside its border.
    func drawBox(title: String, rows: Int, columns: Int, on grid: inout Grid) -> Rect {
        let box = Rect(
            column: max(0, (size.columns - columns) / 2), row: max(0, (size.rows - rows - 2) / 2), columns: columns,
            rows: min(rows + 2, size.rows))
        grid.fill(box, style: theme.body)
        grid.drawBox(box, style: theme.rule)
        let heading = " " + CellWidth.truncated(title, columns: max(0, columns - 6)) + " "
        grid.write(heading, at: box.origin.moved(columns: 2), style: theme.title)
        return box.inset(left: 2, top: 1, right: 2, bottom: 1)
    }
}
