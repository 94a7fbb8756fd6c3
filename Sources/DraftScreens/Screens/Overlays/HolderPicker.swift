import CellGrid
import DraftCore

/// Chooses who gets the ring.
struct HolderPicker: Equatable, Sendable {
    /// Everybody who may have it.
    let candidates: [UserID]
    var selection = 0

    mutating func move(by rows: Int) {
        selection = min(max(0, selection + rows), candidates.count - 1)
    }
}

extension Model {
    mutating func openPicker(_ editor: Editor) {
        guard let draft = editor.draft else { return }
        guard draft.ring.holder == me else {
            tell(Phrases.notYourRing)
            return
        }
        let candidates = draft.candidates.map(\.userID)
        guard !candidates.isEmpty else {
            tell(Phrases.nobodyToPassTo)
            return
        }
        let next = candidates.firstIndex { $0 == editor.nextHolder } ?? 0
        overlay = .picker(HolderPicker(candidates: candidates, selection: next))
    }

    mutating func updatePicker(_ picker: HolderPicker, _ meaning: KeyMeaning) -> [Effect] {
        var picker = picker
        switch meaning {
        case .action(.chooseUp): picker.move(by: -1)
        case .action(.chooseDown), .action(.chooseNext): picker.move(by: 1)
        case .action(.chooseFirst): picker.move(by: -picker.candidates.count)
        case .action(.chooseLast): picker.move(by: picker.candidates.count)
        case .action(.accept):
            overlay = nil
            guard case .editor(var editor) = screen, picker.candidates.indices.contains(picker.selection) else {
                return []
            }
            let effects = pass(&editor, to: picker.candidates[picker.selection])
            screen = .editor(editor)
            return effects
        case .action(.cancel), .action(.passTo):
            overlay = nil
            return []
        case .text(let letter): choose(letter, in: &picker)
        default: break
        }
        overlay = .picker(picker)
        return []
    }

    /// Goes to the next writer whose name begins with `letter`, around at the end.
    private func choose(_ letter: Character, in picker: inout HolderPicker) {
        let later = picker.candidates.indices.dropFirst(picker.selection + 1)
        let around = Array(later) + Array(picker.candidates.indices.prefix(picker.selection + 1))
        let match = around.first { pickerText(picker.candidates[$0]).lowercased().hasPrefix(letter.lowercased()) }
        picker.selection = match ?? picker.selection
    }

    func draw(_ picker: HolderPicker, on grid: inout Grid) {
        let rows = min(picker.candidates.count, max(1, size.rows - 8))
        let inner = drawBox(title: Phrases.pickerTitle, rows: rows + 2, columns: min(44, size.columns - 4), on: &grid)
        let first = max(0, picker.selection - rows + 1)
        for (offset, user) in picker.candidates[first...].prefix(rows).enumerated() {
            let line = Rect(
                column: inner.origin.column, row: inner.origin.row + offset, columns: inner.size.columns, rows: 1)
            grid.write(pickerText(user), at: line.origin.moved(columns: 1), style: theme.author(user), clip: line)
            if first + offset == picker.selection { grid.restyle(line) { $0.with(theme.selected.attributes) } }
        }
        let keys = keymap.worded(Phrases.pickerKeys)
        grid.write(keys, at: inner.origin.moved(rows: rows + 1), style: theme.faint, clip: inner)
    }

    private func pickerText(_ user: UserID) -> String {
        guard case .editor(let editor) = screen else { return user.description }
        let name = editor.name(of: user)
        return name == user.description ? name : "\(name) (\(user))"
    }
}
