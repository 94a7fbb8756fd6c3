import CellGrid
import DraftCore

// A long text that was pasted is put in only when the reader says so: the wrong clipboard is soon pasted.
extension Model {
    mutating func updatePaste(_ text: String, _ meaning: KeyMeaning) -> [Effect] {
        switch meaning {
        case .action(.accept):
            overlay = nil
            guard case .editor(var editor) = screen else { return [] }
            let effects = put(text, into: &editor)
            screen = .editor(editor)
            return effects
        case .action(.cancel):
            leaveOut(text)
        default:
            break
        }
        return []
    }

    /// It is not lost: the kill ring has it.
    mutating func leaveOut(_ text: String) {
        overlay = nil
        killRing.keep(text)
        tell(Phrases.pasteLeftOut)
    }

    func drawPaste(_ text: String, on grid: inout Grid) {
        let width = min(60, size.columns - 4)
        let inner = drawBox(title: Phrases.pasteTitle, rows: 4, columns: width, on: &grid)
        let lines = text.utf8.count { $0 == UInt8(ascii: "\n") } + (text.hasSuffix("\n") ? 0 : 1)
        let question = Phrases.pasteQuestion(text.unicodeScalars.count, lines: lines)
        drawParagraph(question, style: theme.body, in: inner.inset(bottom: 2), on: &grid)
        let keys = keymap.worded(Phrases.pasteKeys)
        grid.write(keys, at: inner.origin.moved(rows: 3), style: theme.faint, clip: inner)
    }
}
