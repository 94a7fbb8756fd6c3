import CellGrid
import DraftCore

extension Model {
    mutating func updateEditor(_ editor: Editor, key: Key) -> [Effect] {
        var editor = editor
        var effects = editor.link.effectsOfAnyKey
        if editor.search != nil {
            updateSearch(&editor, key)
            screen = .editor(editor)
            return effects
        }
        guard !answersReading(key, editor) else { return effects }
        let found = editor.find.map { updateFind($0, &editor, key) }
        if let taken = found ?? takeForSegment(key, &editor) {
            screen = .editor(editor)
            return effects + taken
        }
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
        case .function(3): openStatistics(editor)
        case .function(4): editor.isFocused.toggle()
        case .pageUp, .pageDown, Key(.home, .control), Key(.end, .control), Key(.up, .control), Key(.down, .control):
            scroll(&editor, by: key)
        case .escape where editor.composer.isSelecting: editor.composer.deselect()
        case .escape where isGuest:
            tell(Phrases.guestHasNoList)
        case .escape:
            screen = .editor(editor)
            return mayLeave() ? effects + showLibrary() : effects
        // By a link nobody writes: there is no composer.
        default: if !isGuest { effects += compose(&editor, key) }
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
        editor.chosen = nil
        guard !isGuest else { return [] }
        if let find = editor.find {
            paste(text, into: find, &editor)
            screen = .editor(editor)
            return []
        }
        let effects = compose(&editor, paste: text)
        screen = .editor(editor)
        return effects
    }

    /// What follows from any change of the text.
    mutating func edited(_ editor: inout Editor) -> [Effect] {
        if editor.isArmed {
            editor.isArmed = false
            tell(Phrases.disarmedByEdit)
        }
        // A revision is no next segment: the others go on seeing what was being written before it.
        return [keepWords(editor)] + (editor.revising == nil ? share(editor.composer.text, editor) : [])
    }

    func scroll(_ editor: inout Editor, by key: Key) {
        guard let replica = editor.replica else { return }
        let area = EditorLayout(size, editor, me: me).manuscript
        let layout = ManuscriptLayout(replica, columns: area.size.columns, measure: measure)
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
        case .press where choose(at: mouse, &editor): break
        default: point(mouse, in: &editor)
        }
        screen = .editor(editor)
    }
}

extension LinkState {
    /// Whoever presses a key is there, and wants to know now.
    fileprivate var effectsOfAnyKey: [Effect] {
        switch self {
        case .offline: [.retryLink]
        case .signInNeeded: [.lookForSignIn]
        case .connecting, .live, .polling, .readOnly: []
        }
    }
}
