import CellGrid
import DraftCore

// How much was written, below the members.
extension Model {
    /// How many rows TODAY takes, with the blank one above it.
    static let rowsOfToday = 4
    /// At most so many authors have a bar in the pane; `F3` shows all.
    private static let mostShares = 5

    func drawToday(_ editor: Editor, _ draft: Draft, at point: Point, in area: Rect, on grid: inout Grid) {
        let day = Day(now)
        let statistics = editor.statistics
        grid.write(Phrases.paneToday, at: point, style: theme.title, clip: area)
        let today = Phrases.today(statistics.words(on: day), turns: statistics.turnCount(on: day))
        grid.write(today, at: point.moved(rows: 1), style: theme.faint, clip: area)
        let turn = Phrases.thisTurn(statistics.words(in: draft.ring.tenure))
        grid.write(turn, at: point.moved(rows: 2), style: theme.faint, clip: area)
    }

    /// Draws a bar for each author from `point` down, as far as there is room.
    func drawShares(_ editor: Editor, at point: Point, in area: Rect, on grid: inout Grid) {
        let room = min(Self.mostShares, area.rows.upperBound - point.row - 1)
        let authors = editor.statistics.authors
        guard room > 0, !authors.isEmpty else { return }
        let total = editor.statistics.words
        grid.write(Phrases.paneShares, at: point, style: theme.title, clip: area)
        let nameColumns = 7
        for (offset, entry) in authors.prefix(room).enumerated() {
            let row = point.moved(rows: 1 + offset)
            let style = theme.author(entry.author)
            let name = CellWidth.truncated(editor.name(of: entry.author), columns: nameColumns)
            grid.write(name, at: row, style: style, clip: area)
            let columns = max(1, area.size.columns - nameColumns - 7)
            let bar = Bars.bar(entry.words, of: total, columns: columns)
            grid.write(bar, at: row.moved(columns: nameColumns + 1), style: style, clip: area)
            let percent = Phrases.percent(Bars.percent(entry.words, of: total))
            drawRight(percent, upTo: area.columns.upperBound - 1, row: row.row, style: theme.faint, on: &grid)
        }
    }
}
