import CellGrid

extension Model {
    func drawHelp(_ page: Int, on grid: inout Grid) {
        let pages = helpPages
        guard pages.indices.contains(page) else { return }
        let rows = pages[page]
        let shown = pages.map(\.count).max() ?? 0
        let inner = drawBox(title: Phrases.helpTitle, rows: shown + 2, columns: min(64, size.columns - 4), on: &grid)
        for (offset, row) in rows.enumerated() {
            grid.write(row.key(in: keymap), at: inner.origin.moved(rows: offset), style: theme.key, clip: inner)
            grid.write(row.action, at: inner.origin.moved(columns: 18, rows: offset), style: theme.body, clip: inner)
        }
        let hint = keymap.worded(page + 1 < pages.count ? Phrases.moreHelp : Phrases.closeHelp)
        grid.write(hint, at: inner.origin.moved(rows: shown + 1), style: theme.faint, clip: inner)
    }

    /// The keys of the screen that is open, on as few pages as there is room for, all about as long.
    var helpPages: [[KeyHelp]] {
        let room = max(1, size.rows - 6)
        return helpParts.flatMap { part in
            let pages = (part.count + room - 1) / room
            let rows = (part.count + pages - 1) / max(1, pages)
            return stride(from: 0, to: part.count, by: max(1, rows)).map {
                Array(part[$0..<min(part.count, $0 + rows)])
            }
        }
    }

    private var helpParts: [[KeyHelp]] {
        let parts =
            switch screen {
            case .library: [KeyHelp.library]
            case .editor:
                [KeyHelp.editor] + (keymap.isModal ? [KeyHelp.vi] : []) + [KeyHelp.composer, KeyHelp.segments]
            }
        return parts.map { $0.filter { !$0.key(in: keymap).isEmpty } }
    }
}
