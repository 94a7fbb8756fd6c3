import CellGrid
import DraftCore

/// Finds an action by its name.
struct Palette: Equatable, Sendable {
    var line = Composer()
    var selection = 0
}

extension Model {
    /// The actions of the screen that answer to what is looked for, as they can be had at this moment.
    func entries(of palette: Palette) -> [PaletteEntry] {
        PaletteEntry.ranked(offered, by: palette.line.text)
    }

    private var offered: [PaletteEntry] {
        switch screen {
        case .library(let library):
            return entries(of: KeyHelp.library).map {
                var entry = $0
                if entry.action == .accept, library.selected == nil { entry.refusal = Phrases.nothingToOpen }
                return entry
            }
        case .editor(let editor):
            // A search takes the keys, so only its own mean anything.
            if editor.search != nil { return entries(of: KeyLine.search) }
            if let find = editor.find { return entries(of: KeyLine.find(find, isModal: keymap.isModal)) }
            return entries(of: editor).map {
                var entry = $0
                entry.refusal = refusal(of: entry.action, editor)
                return entry
            }
        }
    }

    private func entries(of line: [KeyLine.Entry]) -> [PaletteEntry] {
        line.compactMap { entry in entry.does.map { PaletteEntry($0, name: entry.action, in: keymap) } }
    }

    /// Those that the help tells, and then the others.
    private func entries(of editor: Editor) -> [PaletteEntry] {
        let chosen = editor.chosen == nil ? [] : KeyHelp.segments
        let told = entries(of: chosen + KeyHelp.editor + KeyHelp.composer)
        let seen = Set(told.map(\.action) + [.palette])
        let others = KeyContext.editorScreen.flatMap(\.actions).filter { !seen.contains($0) }
        let all = told + others.map { PaletteEntry($0, name: $0.title, in: keymap) }
        if chosen.isEmpty { return all }
        // The keys of a segment that is chosen come before those that they have otherwise.
        var keyNames: Set<String> = [""]
        return all.filter { keyNames.insert($0.keyName).inserted || $0.keyName.isEmpty }
    }

    private func entries(of help: [KeyHelp]) -> [PaletteEntry] {
        var seen: Set<Action> = [.palette]
        return help.flatMap { PaletteEntry.entries(of: $0, in: keymap) }.filter { seen.insert($0.action).inserted }
    }

    /// - Returns: the action that was chosen; it is to be carried out as if its key had been pressed.
    mutating func choose(in palette: Palette, with meaning: KeyMeaning) -> Action? {
        var palette = palette
        let entries = entries(of: palette)
        let last = max(0, entries.count - 1)
        switch meaning {
        case .action(.cancel), .action(.palette):
            overlay = nil
            return nil
        case .action(.chooseUp): palette.selection = max(0, palette.selection - 1)
        case .action(.chooseDown), .action(.chooseNext): palette.selection = min(last, palette.selection + 1)
        case .action(.choosePageUp): palette.selection = max(0, palette.selection - paletteRows)
        case .action(.choosePageDown): palette.selection = min(last, palette.selection + paletteRows)
        case .action(.accept):
            guard entries.indices.contains(palette.selection) else { return nil }
            let entry = entries[palette.selection]
            // The reason stands below the list.
            guard entry.refusal == nil else { return nil }
            overlay = nil
            return entry.action
        default:
            let before = palette.line.text
            palette.line.takeInLine(meaning)
            if palette.line.text != before { palette.selection = 0 }
        }
        overlay = .palette(palette)
        return nil
    }

    mutating func scroll(_ palette: Palette, by action: Mouse.Action) {
        switch action {
        case .scrollUp: _ = choose(in: palette, with: .action(.chooseUp))
        case .scrollDown: _ = choose(in: palette, with: .action(.chooseDown))
        default: break
        }
    }

    mutating func paste(_ text: String, into palette: Palette) {
        var palette = palette
        palette.line.insert(SafeText.cleaned(text, for: .line).text)
        palette.selection = 0
        overlay = .palette(palette)
    }

    private var paletteRows: Int { min(12, max(1, size.rows - 7)) }

    /// Draws the palette; returns where the cursor stands.
    func draw(_ palette: Palette, on grid: inout Grid) -> Point? {
        let rows = paletteRows
        let inner = drawBox(title: Phrases.paletteTitle, rows: rows + 3, columns: min(64, size.columns - 4), on: &grid)
        let text = ComposerLayout(palette.line, columns: .max - 1)
        let hidden = max(0, text.caret.column - inner.size.columns + 1)
        grid.write(text.line(0), at: inner.origin.moved(columns: -hidden), style: theme.body, clip: inner)
        let entries = entries(of: palette)
        let selection = min(palette.selection, max(0, entries.count - 1))
        let first = max(0, selection - rows + 1)
        for (offset, entry) in entries.dropFirst(first).prefix(rows).enumerated() {
            let line = Rect(
                column: inner.origin.column, row: inner.origin.row + 1 + offset, columns: inner.size.columns, rows: 1)
            draw(entry, in: line, on: &grid)
            if first + offset == selection { grid.restyle(line) { $0.with(theme.selected.attributes) } }
        }
        let refusal = entries.isEmpty ? Phrases.noSuchAction : entries[selection].refusal
        drawParagraph(
            refusal ?? Phrases.paletteKeys, style: refusal == nil ? theme.faint : theme.warning,
            in: inner.inset(top: rows + 1), on: &grid)
        return inner.origin.moved(columns: text.caret.column - hidden)
    }

    private func draw(_ entry: PaletteEntry, in line: Rect, on grid: inout Grid) {
        let style = entry.refusal == nil ? theme.body : theme.faint
        let names = line.inset(left: 2, right: CellWidth.columns(of: entry.keyName) + 2)
        if entry.refusal != nil { grid.write("⊘", at: line.origin, style: style, clip: line) }
        grid.write(CellWidth.truncated(entry.name, columns: names.size.columns), at: names.origin, style: style)
        for place in entry.found where place < names.size.columns {
            let cell = Rect(column: names.origin.column + place, row: line.origin.row, columns: 1, rows: 1)
            grid.restyle(cell) { _ in theme.found }
        }
        drawRight(
            entry.keyName, upTo: line.columns.upperBound - 1, row: line.origin.row,
            style: entry.refusal == nil ? theme.key : theme.faint, on: &grid)
    }
}
