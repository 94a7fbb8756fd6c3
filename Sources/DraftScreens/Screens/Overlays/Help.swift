import CellGrid

extension Model {
    func drawHelp(on grid: inout Grid) {
        let rows = helpRows
        let shown = min(rows.count, max(1, size.rows - 6))
        let inner = drawBox(title: Phrases.helpTitle, rows: shown + 2, columns: min(64, size.columns - 4), on: &grid)
        for (offset, row) in rows.prefix(shown).enumerated() {
            grid.write(row.key, at: inner.origin.moved(rows: offset), style: theme.key, clip: inner)
            grid.write(row.action, at: inner.origin.moved(columns: 18, rows: offset), style: theme.body, clip: inner)
        }
        grid.write(Phrases.closeHelp, at: inner.origin.moved(rows: shown + 1), style: theme.faint, clip: inner)
    }

    private var helpRows: [KeyHelp] {
        switch screen {
        case .library: KeyHelp.library
        case .editor: KeyHelp.editor
        }
    }
}
