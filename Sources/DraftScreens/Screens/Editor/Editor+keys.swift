import CellGrid
import DraftCore

extension Model {
    mutating func updateEditor(_ editor: Editor, key: Key) -> [Effect] {
        var editor = editor
        var effects: [Effect] = []
        switch editor.link {
        case .offline: effects.append(.retryLink)
        case .signInNeeded: effects.append(.lookForSignIn)
        case .connecting, .live, .polling, .readOnly: break
        }
        if editor.search != nil {
            updateSearch(&editor, key)
            screen = .editor(editor)
            return effects
        }
        guard !answersReading(key, editor) else { return effects }
        switch key {
        case .control("s"): effects += send(&editor)
        case .control("r"): effects += pass(&editor, to: nil)
        case .control("g"): effects += reclaim(&editor)
        case .control("t"): openPicker(editor)
        case .control("n"): openAddWriter(editor)
        case .control("f"): openSearch(&editor)
        case .control("x"): openExport(editor)
        case .control("o"): effects += toggleSharing(editor)
        case .function(2): editor.showsIDs.toggle()
        case .pageUp, .pageDown, Key(.home, .control), Key(.end, .control), Key(.up, .control), Key(.down, .control):
            scroll(&editor, by: key)
        case .escape where isGuest:
            tell(Phrases.guestHasNoList)
        case .escape:
            screen = .editor(editor)
            return mayLeave() ? effects + showLibrary() : effects
        default:
            effects += edit(&editor, key)
        }
        screen = .editor(editor)
        return effects
    }

    mutating func paste(_ text: String, into editor: Editor) -> [Effect] {
        var editor = editor
        if editor.search != nil {
            paste(text, intoSearch: &editor)
            screen = .editor(editor)
            return []
        }
        guard !isGuest else { return [] }
        let (clean, dropped) = SafeText.cleaned(text, for: .segment)
        editor.composer.insert(clean)
        let effects = edited(&editor)
        if dropped > 0 { tell(Phrases.dropped(dropped)) }
        screen = .editor(editor)
        return effects
    }

    private mutating func edit(_ editor: inout Editor, _ key: Key) -> [Effect] {
        // By a link nobody writes: there is no composer.
        guard !isGuest else { return [] }
        let before = editor.composer.characters
        switch key {
        case .enter, Key(.enter, .shift), Key(.enter, .alt): editor.composer.insert("\n")
        case .tab: editor.composer.insert("\t")
        case .backspace, .control("h"): editor.composer.deleteBackward()
        case .delete, .control("d"): editor.composer.deleteForward()
        case .control("w"), Key(.backspace, .alt), Key(.backspace, .control): editor.composer.deleteWordBackward()
        case .left: editor.composer.move(.left)
        case .right: editor.composer.move(.right)
        case Key(.left, .control), .alt("b"): editor.composer.move(.wordLeft)
        case Key(.right, .control), .alt("f"): editor.composer.move(.wordRight)
        case .up: moveVertically(&editor, by: -1)
        case .down: moveVertically(&editor, by: 1)
        case .home, .control("a"): moveInLine(&editor, toEnd: false)
        case .end, .control("e"): moveInLine(&editor, toEnd: true)
        default:
            guard let character = key.text else { return [] }
            editor.composer.insert(SafeText.cleaned(String(character), for: .segment).text)
        }
        return before == editor.composer.characters ? [] : edited(&editor)
    }

    /// What follows from any change of the text.
    private mutating func edited(_ editor: inout Editor) -> [Effect] {
        if editor.isArmed {
            editor.isArmed = false
            tell(Phrases.disarmedByEdit)
        }
        return [keepWords(editor)] + share(editor.composer.text, editor)
    }

    private func moveVertically(_ editor: inout Editor, by rows: Int) {
        let layout = ComposerLayout(
            editor.composer, columns: EditorLayout(size, editor, me: me).composerText.size.columns)
        let goal = editor.composer.goalColumn ?? layout.caret.column
        editor.composer.place(layout.position(row: layout.caret.row + rows, column: goal))
        editor.composer.goalColumn = goal
    }

    private func moveInLine(_ editor: inout Editor, toEnd: Bool) {
        let layout = ComposerLayout(
            editor.composer, columns: EditorLayout(size, editor, me: me).composerText.size.columns)
        editor.composer.place(layout.position(row: layout.caret.row, column: toEnd ? .max : 0))
    }

    func scroll(_ editor: inout Editor, by key: Key) {
        guard let replica = editor.replica else { return }
        let area = EditorLayout(size, editor, me: me).manuscript
        let layout = ManuscriptLayout(replica, columns: area.size.columns)
        switch key {
        case .pageUp: editor.scroll.move(by: -max(1, area.size.rows - 2), layout, rows: area.size.rows)
        case .pageDown: editor.scroll.move(by: max(1, area.size.rows - 2), layout, rows: area.size.rows)
        case Key(.up, .control): editor.scroll.move(by: -1, layout, rows: area.size.rows)
        case Key(.down, .control): editor.scroll.move(by: 1, layout, rows: area.size.rows)
        case Key(.home, .control): editor.scroll.toBeginning(layout, rows: area.size.rows)
        default: editor.scroll.follow()
        }
    }

    mutating func updateEditor(_ editor: Editor, mouse: Mouse) {
        var editor = editor
        switch mouse.action {
        case .scrollUp: for _ in 0..<3 { scroll(&editor, by: Key(.up, .control)) }
        case .scrollDown: for _ in 0..<3 { scroll(&editor, by: Key(.down, .control)) }
        default: return
        }
        screen = .editor(editor)
    }
}
