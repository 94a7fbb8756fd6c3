import CellGrid
import DraftCore

// In the list of drafts: the servers that were used from this machine.
extension Model {
    mutating func updateServers(_ selection: Int, _ meaning: KeyMeaning) -> [Effect] {
        let last = max(0, recentServers.count - 1)
        switch meaning {
        case .action(.cancel), .action(.servers): overlay = nil
        case .action(.chooseUp): overlay = .servers(selection: max(0, selection - 1))
        case .action(.chooseDown), .action(.chooseNext): overlay = .servers(selection: min(last, selection + 1))
        case .action(.chooseFirst): overlay = .servers(selection: 0)
        case .action(.chooseLast): overlay = .servers(selection: last)
        case .action(.accept):
            overlay = nil
            guard recentServers.indices.contains(selection) else { return [] }
            tell(Phrases.commandCopied)
            return [.copy(Phrases.serverCommand(recentServers[selection]))]
        default: break
        }
        return []
    }

    func drawServers(_ selection: Int, on grid: inout Grid) {
        let columns = min(70, size.columns - 4)
        let room = max(1, size.rows - 10)
        let rows = min(max(1, recentServers.count), room)
        let inner = drawBox(title: Phrases.serversTitle, rows: rows + 5, columns: columns, on: &grid)
        guard recentServers.indices.contains(selection) else {
            drawParagraph(Phrases.noServers, style: theme.faint, in: inner.inset(bottom: 1), on: &grid)
            return
        }
        let first = max(0, selection - rows + 1)
        for (offset, url) in recentServers.dropFirst(first).prefix(rows).enumerated() {
            let line = Rect(
                column: inner.origin.column, row: inner.origin.row + offset, columns: inner.size.columns, rows: 1)
            let text = CellWidth.truncated(url, columns: line.size.columns - 1)
            grid.write(text, at: line.origin.moved(columns: 1), style: theme.body, clip: line)
            if first + offset == selection { grid.restyle(line) { $0.with(theme.selected.attributes) } }
        }
        let leaving = keymap.worded(Phrases.otherServer)
        grid.write(leaving, at: inner.origin.moved(rows: rows + 1), style: theme.faint, clip: inner)
        let command = Phrases.serverCommand(recentServers[selection])
        drawParagraph(command, style: theme.key, in: inner.inset(top: rows + 2, bottom: 1), on: &grid)
        let keys = keymap.worded(Phrases.serversKeys)
        grid.write(keys, at: inner.origin.moved(rows: rows + 4), style: theme.faint, clip: inner)
    }
}
