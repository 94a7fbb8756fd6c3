import DraftCore

// What changes words that stand, and words that are being written, in other ways than by one more line.
extension Model {
    /// `/revise N`: the wording is read out, and what is written next takes its place.
    mutating func revise(numbered argument: String, _ editor: inout Editor) -> [Effect] {
        guard let (order, segment) = segment(numbered: argument, editor) else { return [] }
        let effects = beginRevision(of: segment, at: order, &editor)
        guard editor.revising?.id == segment.id else { return effects }
        notice = nil
        say(numbered(segment, at: order, editor), Phrases.revisingInLines)
        return effects
    }

    /// `/strike N`: the segment is read out, and the same line once more strikes it, unless it says something else by now.
    mutating func strike(numbered argument: String, _ editor: inout Editor) -> [Effect] {
        let asked = linear?.striking
        linear?.striking = nil
        guard let (order, segment) = segment(numbered: argument, editor) else { return [] }
        let isSure = asked == Linear.Wording(segment)
        let mayAsk = refusalToAmend(segment, at: order, editor) == nil && editor.revising?.id != segment.id
        let effects = strike(segment, at: order, isSure: isSure, &editor)
        guard mayAsk, !isSure else { return effects }
        notice = nil
        linear?.striking = Linear.Wording(segment)
        say(numbered(segment, at: order, editor), Phrases.strikeQuestion(order + 1))
        return effects
    }

    /// `/edit`: the words go to the writer's own editor.
    mutating func edit(_ editor: Editor) -> [Effect] {
        guard !isGuest else {
            tell(Phrases.guestMayNotWrite)
            return []
        }
        var editor = editor
        let effects = handOut(&editor)
        screen = .editor(editor)
        return effects
    }

    /// `/put`: what was dropped, struck or left last is added to what is being written.
    mutating func putIn() -> [Effect] {
        guard let text = killRing.newest else {
            tell(Phrases.nothingToYank)
            return []
        }
        let effects = write(text)
        if case .editor(let editor) = screen { readUnsent(editor) }
        return effects
    }

    /// `/spell`: tells the next misspelt word and what could be meant; with an answer it does what that says, and goes on.
    mutating func spell(_ argument: String, _ editor: Editor) -> [Effect] {
        guard !isGuest else {
            tell(Phrases.guestMayNotWrite)
            return []
        }
        var effects: [Effect] = []
        if !argument.isEmpty {
            guard case .spelling(var menu)? = overlay,
                let item = menu.items.firstIndex(where: { $0.answers(argument, menu) })
            else {
                say(Phrases.spellFirst)
                return []
            }
            menu.selection = item
            effects = choose(menu)
            if case .off = menu.items[item] { return effects }
        }
        overlay = nil
        guard case .editor(var current) = screen else { return effects }
        effects += spell(&current)
        screen = .editor(current)
        return effects
    }

    /// Reads the word out that is asked about, and what can be done about it.
    mutating func readSpelling() {
        guard case .spelling(let menu)? = overlay, let suggestions = menu.suggestions else { return }
        let listed = suggestions.enumerated().map { "\($0 + 1) \($1)" }.joined(separator: ", ")
        say(Phrases.misspelt(menu.word, listed))
        say(Phrases.spellAnswers(hasSuggestions: !suggestions.isEmpty))
    }

    private mutating func segment(numbered argument: String, _ editor: Editor) -> (order: Int, segment: Segment)? {
        guard let replica = editor.replica else {
            tell(Phrases.notOpenYet)
            return nil
        }
        guard let number = Int(argument), number > 0, let segment = replica.shownSegment(at: number - 1) else {
            say(Phrases.whichSegment)
            return nil
        }
        return (number - 1, segment)
    }
}

extension SpellingMenu.Item {
    /// Whether an answer in words means it.
    fileprivate func answers(_ answer: String, _ menu: SpellingMenu) -> Bool {
        switch self {
        case .replace(let word):
            Int(answer).map { menu.items.indices.contains($0 - 1) && menu.items[$0 - 1] == self } ?? (answer == word)
        case .learn: answer == "learn"
        case .ignore: answer == "ignore"
        case .off: answer == "off"
        }
    }
}
