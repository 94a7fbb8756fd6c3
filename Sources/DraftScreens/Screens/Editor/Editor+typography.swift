import DraftCore

// Marks that are set while they are typed, where the settings ask for it. Each is a change of its own: taken back, it leaves
// what was typed.
extension Model {
    /// Sets the marks that the last typed character has decided.
    func setTypography(afterTyping text: String, in editor: inout Editor) {
        guard preferences.setsTypography, text.count == 1, let typed = text.first else { return }
        let caret = editor.composer.offset
        let content = editor.composer.content
        let start = caret - text.utf8.count
        guard start >= 0, content[start..<caret] == text else { return }
        let before = content.character(before: start)
        let beforeThat = before.flatMap { content.character(before: start - String($0).utf8.count) }
        switch (typed, before) {
        case ("\"", _), ("'", _):
            replace(start..<caret, with: Typography.set(text, after: before), in: &editor)
        case ("-", "-") where beforeThat != "-":
            replace(start - 1..<caret, with: "–", in: &editor)
        case ("-", "–"):
            replace(start - "–".utf8.count..<caret, with: "—", in: &editor)
        case (" ", "-") where beforeThat == " ":
            replace(start - 1..<caret, with: "– ", in: &editor)
        // An apostrophe before the digits of a year: ’90s.
        case (_, "‘") where typed.isNumber:
            replace(start - "‘".utf8.count..<caret, with: "’" + text, in: &editor)
        default: break
        }
    }

    private func replace(_ range: Range<Int>, with text: String, in editor: inout Editor) {
        if editor.composer.content[range] != text { editor.composer.replace(range, with: text, at: now) }
    }
}
