import CellGrid
import DraftCore

extension Model {
    mutating func updateEditor(_ editor: Editor, _ meaning: KeyMeaning) -> [Effect] {
        var editor = editor
        var effects = editor.link.effectsOfAnyKey
        if editor.search != nil {
            updateSearch(&editor, meaning)
            screen = .editor(editor)
            return effects
        }
        guard !answersReading(meaning, editor) else { return effects }
        let found = editor.find.map { updateFind($0, &editor, meaning) }
        if let taken = found ?? takeForSegment(meaning, &editor) {
            screen = .editor(editor)
            return effects + taken
        }
        switch meaning {
        case .action(.send): effects += send(&editor)
        case .action(.pass): effects += pass(&editor, to: nil)
        case .action(.reclaim): effects += reclaim(&editor)
        case .action(.passTo): openPicker(editor)
        case .action(.addWriter): openAddWriter(editor)
        case .action(.search): openSearch(&editor)
        case .action(.export): openExport(editor)
        case .action(.shareWords): effects += toggleSharing(editor)
        case .action(.showIDs): editor.showsIDs.toggle()
        case .action(.statistics): openStatistics(editor)
        case .action(.focus): editor.isFocused.toggle()
        case .action(.authors): showsAuthors.toggle()
        case .action(let action) where action.isReading: scroll(&editor, by: action)
        case .action(.drafts) where editor.composer.isSelecting: editor.composer.deselect()
        case .action(.drafts) where isGuest: tell(Phrases.guestHasNoList)
        case .action(.drafts):
            screen = .editor(editor)
            return mayLeave() ? effects + showLibrary() : effects
        default:
            // By a link nobody writes: there is no composer.
            if !isGuest { effects += useTool(meaning, &editor) ?? compose(&editor, meaning) }
        }
        screen = .editor(editor)
        return effects
    }

    /// What else can be done with the words; nil where that is no matter of a tool.
    private mutating func useTool(_ meaning: KeyMeaning, _ editor: inout Editor) -> [Effect]? {
        switch meaning {
        case .action(.outsideEditor): handOut(&editor)
        case .action(.spell): spell(&editor)
        default: nil
        }
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

    func scroll(_ editor: inout Editor, by action: Action) {
        guard let replica = editor.replica else { return }
        let area = EditorLayout(size, editor, me: me).manuscript
        let layout = ManuscriptLayout(replica, columns: area.size.columns, measure: measure)
        switch action {
        case .readPageUp: editor.scroll.move(by: -max(1, area.size.rows - 2), layout, rows: area.size.rows)
        case .readPageDown: editor.scroll.move(by: max(1, area.size.rows - 2), layout, rows: area.size.rows)
        case .readUp: editor.scroll.move(by: -1, layout, rows: area.size.rows)
        case .readDown: editor.scroll.move(by: 1, layout, rows: area.size.rows)
        case .readBeginning: editor.scroll.toBeginning(layout, rows: area.size.rows)
        default: editor.scroll.follow()
        }
    }

    mutating func updateEditor(_ editor: Editor, mouse: Mouse) {
        var editor = editor
        switch mouse.action {
        case .scrollUp: for _ in 0..<3 { scroll(&editor, by: .readUp) }
        case .scrollDown: for _ in 0..<3 { scroll(&editor, by: .readDown) }
        case .press where choose(at: mouse, &editor): break
        default: point(mouse, in: &editor)
        }
        screen = .editor(editor)
    }
}

extension Action {
    /// Whether it moves the manuscript.
    var isReading: Bool {
        switch self {
        case .readPageUp, .readPageDown, .readUp, .readDown, .readBeginning, .readNewest: true
        default: false
        }
    }
}

extension LinkState {
    /// Whoever presses a key is there, and wants to know now.
    var effectsOfAnyKey: [Effect] {
        switch self {
        // Somebody may have been made a member again.
        case .offline, .readOnly: [.retryLink]
        case .signInNeeded: [.lookForSignIn]
        case .connecting, .live, .polling: []
        }
    }
}
