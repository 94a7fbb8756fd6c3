import CellGrid
import DraftCore

extension Model {
    func draw(_ library: Library, in area: Rect, on grid: inout Grid) {
        let (header, belowHeader) = area.split(top: 2)
        drawLibraryHeader(in: header, on: &grid)
        let (list, footer) = belowHeader.split(bottom: 2)
        drawRuleWithNotice(at: footer.origin, columns: footer.size.columns, on: &grid)
        drawKeys(
            KeyLine.library, trailing: "", at: footer.origin.moved(rows: 1), columns: footer.size.columns, on: &grid)
        if let drafts = library.drafts, !drafts.isEmpty {
            drawRows(of: drafts, selection: library.selection, in: list.inset(top: 1), on: &grid)
        } else if let failure = library.failure {
            drawParagraph(failure, style: theme.warning, in: list.inset(left: 3, top: 1, right: 3), on: &grid)
        } else {
            let text = library.drafts == nil ? Phrases.libraryLoading : Phrases.libraryEmpty
            drawParagraph(text, style: theme.faint, in: list.inset(left: 3, top: 1, right: 3), on: &grid)
        }
    }

    private func drawLibraryHeader(in header: Rect, on grid: inout Grid) {
        grid.write(Phrases.libraryTitle, at: header.origin.moved(columns: 1), style: theme.title, clip: header)
        let who = Phrases.you(me.description, serverName)
        drawRight(who, upTo: header.columns.upperBound - 1, row: header.origin.row, style: theme.faint, on: &grid)
        grid.drawHorizontalLine(from: header.origin.moved(rows: 1), columns: header.size.columns, style: theme.rule)
    }

    private func drawRows(of drafts: [DraftSummary], selection: Int, in area: Rect, on grid: inout Grid) {
        guard area.size.rows > 0 else { return }
        let first = max(0, selection - area.size.rows + 1)
        for (offset, draft) in drafts[first...].prefix(area.size.rows).enumerated() {
            let row = area.origin.row + offset
            let line = Rect(column: 0, row: row, columns: area.size.columns, rows: 1)
            let turn = draft.isMine ? "◉ " + Phrases.yourTurn : "○ " + draft.holderName
            let count = Phrases.segments(draft.segmentCount)
            let facts = CellWidth.truncated(turn, columns: max(0, area.size.columns / 3)) + "   " + count
            let factsColumn = area.columns.upperBound - 2 - CellWidth.columns(of: facts)
            let title = CellWidth.truncated(draft.title, columns: max(0, factsColumn - 5))
            grid.write(title, at: Point(column: 3, row: row), clip: line)
            grid.write(
                facts, at: Point(column: factsColumn, row: row), style: draft.isMine ? theme.mine : theme.faint,
                clip: line)
            if first + offset == selection {
                grid.write("▸", at: Point(column: 1, row: row), clip: line)
                grid.restyle(line) { $0.with(theme.selected.attributes) }
            }
        }
    }
}
