import CellGrid

/// What some keys do, as the help tells it.
struct KeyHelp {
    let actions: [Action]
    /// Which of the keys of each action are told, the first being 0.
    let ranks: [Int]
    /// What they do, in a phrase.
    let action: String
    /// The keys that no keymap has.
    let letters: String?

    init(_ actions: Action..., ranks: [Int] = [0], letters: String? = nil, does action: String) {
        self.actions = actions
        self.ranks = ranks
        self.action = action
        self.letters = letters
    }

    init(letters: String, does action: String) {
        actions = []
        ranks = []
        self.action = action
        self.letters = letters
    }

    /// The keys as they are in `keymap`; empty where the actions have none.
    func key(in keymap: Keymap) -> String {
        [bound(in: keymap), letters].compactMap(\.self).joined(separator: ", ")
    }

    private func bound(in keymap: Keymap) -> String? {
        let told = ranks.compactMap { rank in name(of: actions.compactMap { keymap.sequence(of: $0, at: rank) }) }
        if !told.isEmpty { return told.joined(separator: ", ") }
        return name(of: actions.compactMap { keymap.sequence(of: $0) })
    }

    /// Keys that differ in their last part alone are told in one breath: `Ctrl ↑ ↓`, `^A ^E`.
    private func name(of sequences: [KeySequence]) -> String? {
        guard let first = sequences.first else { return nil }
        let single = sequences.compactMap { $0.keys.count == 1 ? $0.keys.first : nil }
        guard single.count == sequences.count, single.count > 1, let modifiers = first.keys.first?.modifiers,
            single.allSatisfy({ $0.modifiers == modifiers })
        else { return sequences.map(\.name).joined(separator: ", ") }
        if single.allSatisfy(\.isNamed) {
            return Key.prefix(modifiers) + single.map(\.bareName).joined(separator: " ")
        }
        return single.map(\.name).joined(separator: modifiers == .control ? " " : ", ")
    }

    static let library = [
        KeyHelp(.chooseUp, .chooseDown, does: "choose a draft"),
        KeyHelp(.accept, does: "open it"),
        KeyHelp(.newDraft, does: "begin a new draft"),
        KeyHelp(.filter, letters: "/", does: "find drafts by letters of their titles"),
        KeyHelp(.sort, does: "sort by the last change, the title or what is unread"),
        KeyHelp(.servers, does: "show the servers that you have used"),
        KeyHelp(.redraw, does: "look again"),
        KeyHelp(.palette, does: "find an action by its name"),
        KeyHelp(.quit, does: "leave"),
    ]

    static let editor = [
        KeyHelp(.send, does: "send what you have written"),
        KeyHelp(.pass, does: "pass the ring to the next writer"),
        KeyHelp(.passTo, does: "choose who gets the ring"),
        KeyHelp(.reclaim, does: "take the ring back (the draft's creator)"),
        KeyHelp(.addWriter, does: "add a writer (the draft's creator)"),
        KeyHelp(.search, does: "find in the manuscript"),
        KeyHelp(.chooseSegment, ranks: [0, 1], does: "choose a segment to copy, revise or strike"),
        KeyHelp(.export, does: "export the manuscript to a file"),
        KeyHelp(.shareWords, does: "show or hide your words while you write"),
        KeyHelp(.palette, does: "find an action by its name"),
        KeyHelp(.redraw, does: "draw the screen anew"),
        KeyHelp(.showIDs, does: "show user ids instead of names, and back"),
        KeyHelp(.statistics, does: "show statistics: words by day and author, a goal"),
        KeyHelp(.focus, does: "show text and composer alone, and back"),
        KeyHelp(.authors, does: "show or hide who wrote what"),
        KeyHelp(.outsideEditor, does: "write in your own editor ($VISUAL, $EDITOR)"),
        KeyHelp(.spell, does: "look at the spelling: the next misspelt word"),
        KeyHelp(.readPageUp, .readPageDown, does: "read up and down"),
        KeyHelp(.readUp, .readDown, does: "read line by line"),
        KeyHelp(.readBeginning, .readNewest, does: "go to the beginning, the newest"),
        KeyHelp(.wordLeft, .wordRight, does: "move by words"),
        KeyHelp(.killWordBackward, does: "delete the word before the caret"),
        KeyHelp(.drafts, does: "back to your drafts; your words are kept"),
        KeyHelp(.quit, does: "leave; your words are kept"),
    ]
}
