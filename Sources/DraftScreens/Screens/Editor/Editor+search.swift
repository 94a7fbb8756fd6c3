import CellGrid
import DraftCore

// Looking for a text in the manuscript, in the line between it and the composer, which keeps its words.
extension Model {
    /// `^F`
    mutating func openSearch(_ editor: inout Editor) {
        guard let replica = editor.replica else {
            tell(Phrases.notOpenYet)
            return
        }
        let area = EditorLayout(size, editor, me: me).manuscript
        let layout = ManuscriptLayout(replica, columns: area.size.columns, measure: measure)
        let top = editor.scroll.top ?? layout.anchorOfEnd(rows: area.size.rows)
        editor.search = ManuscriptSearch(from: layout.place(of: top))
    }

    mutating func updateSearch(_ editor: inout Editor, _ meaning: KeyMeaning) {
        switch meaning {
        case .action(.cancel):
            editor.search = nil
        case .action(.accept), .action(.nextMatch), .action(.search):
            step(&editor, by: 1)
        case .action(.previousMatch):
            step(&editor, by: -1)
        case .action(let action) where action.isReading:
            scroll(&editor, by: action)
        default:
            edit(&editor) { $0.takeInLine(meaning) }
        }
    }

    mutating func paste(_ text: String, intoSearch editor: inout Editor) {
        edit(&editor) { $0.insert(SafeText.cleaned(text, for: .line).text) }
    }

    /// Brings the search up to date with a manuscript that has changed; nothing moves.
    func lookAgain(_ editor: inout Editor) {
        guard let replica = editor.replica else { return }
        editor.search?.lookAgain(in: replica)
    }

    private func edit(_ editor: inout Editor, _ change: (inout Composer) -> Void) {
        guard let replica = editor.replica else { return }
        editor.search?.edit(in: replica, change)
        revealMatch(&editor)
    }

    private func step(_ editor: inout Editor, by distance: Int) {
        guard let replica = editor.replica else { return }
        editor.search?.step(by: distance, in: replica)
        revealMatch(&editor)
    }

    private func revealMatch(_ editor: inout Editor) {
        guard let replica = editor.replica, let match = editor.search?.current else { return }
        let area = EditorLayout(size, editor, me: me).manuscript
        let layout = ManuscriptLayout(replica, columns: area.size.columns, measure: measure)
        editor.scroll.reveal(layout.line(of: match.place), layout, rows: area.size.rows)
    }
}

extension Model {
    /// Draws what is looked for, and how often it was found; returns where the cursor stands.
    func draw(_ search: ManuscriptSearch, _ editor: Editor, in divider: Rect, on grid: inout Grid) -> Point {
        let line = divider.inset(left: 2, right: 2)
        let result = resultText(search, editor)
        let label = " " + Phrases.find + " "
        let labelColumns = CellWidth.columns(of: label)
        let resultColumns = result.isEmpty ? 0 : CellWidth.columns(of: result) + 2
        let field = line.inset(left: labelColumns, right: resultColumns + 1)
        grid.fill(line, style: theme.body)
        grid.write(label, at: line.origin, style: theme.title, clip: line)
        drawRight(result, upTo: line.columns.upperBound - 1, row: line.origin.row, style: theme.notice, on: &grid)
        let text = ComposerLayout(search.line, columns: .max - 1)
        let hidden = max(0, text.caret.column - field.size.columns + 1)
        grid.write(text.line(0), at: field.origin.moved(columns: -hidden), style: theme.body, clip: field)
        return field.origin.moved(columns: text.caret.column - hidden)
    }

    /// The keys of the search; what the reader is told meanwhile takes their place, for the search has that of notices.
    func drawSearchKeys(_ keys: [KeyLine.Entry] = KeyLine.search, in row: Rect, on grid: inout Grid) {
        guard let notice = shownNotice else {
            return drawKeys(keys, trailing: "", at: row.origin, columns: row.size.columns, on: &grid)
        }
        let text = CellWidth.truncated(keymap.worded(notice.text), columns: max(0, row.size.columns - 2))
        grid.write(text, at: row.origin.moved(columns: 1), style: style(of: notice), clip: row)
    }

    private func resultText(_ search: ManuscriptSearch, _ editor: Editor) -> String {
        guard !search.line.isEmpty else { return "" }
        let isComplete = editor.replica?.manuscript.isComplete ?? true
        guard let current = search.current else { return isComplete ? Phrases.notFound : Phrases.notFoundYet }
        return isComplete
            ? Phrases.found(current.number, of: search.count) : Phrases.foundSoFar(current.number, of: search.count)
    }

    /// Marks the matches in the lines that are shown, `lines` from the top of `area` down.
    func drawMatches(
        _ search: ManuscriptSearch, in lines: [ManuscriptLayout.Line], _ replica: Replica, area: Rect,
        on grid: inout Grid
    ) {
        guard var pattern = search.pattern else { return }
        let text = area.inset(right: ManuscriptLayout.rightMargin)
        var found: (order: Int, ranges: [Range<Int>]) = (-1, [])
        for (offset, line) in lines.enumerated() {
            guard let source = line.source else { continue }
            if found.order != source.order {
                let content = replica.shownSegment(at: source.order)?.content ?? ""
                found = (source.order, pattern.ranges(in: content))
            }
            for range in found.ranges where range.overlaps(source.range) {
                let taken = line.columns(of: range)
                let isCurrent = search.current?.place == .init(order: source.order, offset: range.lowerBound)
                let cells = Rect(
                    column: area.origin.column + ManuscriptLayout.leftMargin + taken.lowerBound,
                    row: area.origin.row + offset, columns: taken.count, rows: 1)
                grid.restyle(cells.intersection(text)) { _ in isCurrent ? theme.current : theme.found }
            }
        }
    }
}
