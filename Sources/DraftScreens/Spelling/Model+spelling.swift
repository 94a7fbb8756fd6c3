import CellGrid
import DraftCore

// The spelling of what is being written.
extension Model {
    /// `F7`: begins to look at the spelling, or goes to the next word that is misspelt.
    mutating func spell(_ editor: inout Editor) -> [Effect] {
        guard !isGuest else { return [] }
        switch spelling.phase {
        case .off:
            spelling.phase = .beginning
            return [.spell(.begin(language: spellingLanguage))]
        case .beginning:
            return []
        case .on:
            let text = editor.composer.content
            let words = text.spelledWords(in: 0..<text.end).map { text[$0] }
            spelling.isSeeking = true
            let unknown = spelling.ask(words)
            return unknown.isEmpty && spelling.asked.isEmpty ? seek(&editor) : [.spell(.check(unknown))]
        }
    }

    /// Has the words looked up that are seen and are new.
    mutating func spellVisible(_ editor: Editor) -> [Effect] {
        guard spelling.phase == .on, !isGuest else { return [] }
        let content = editor.composer.content
        let words = spelling.ask(content.spelledWords(in: visibleText(editor)).map { content[$0] })
        return words.isEmpty ? [] : [.spell(.check(words))]
    }

    mutating func take(_ news: SpellingNews) -> [Effect] {
        guard case .editor(var editor) = screen else {
            switch news {
            case .ready: spelling.phase = .on
            case .failed: spelling = Spelling()
            case .checked(let verdicts): spelling.learn(verdicts)
            case .suggestions: break
            }
            spelling.isSeeking = false
            return []
        }
        var effects: [Effect] = []
        switch news {
        case .ready:
            spelling.phase = .on
            if isLinear {
                // Nobody sees a line below a word: what is wrong is told.
                effects = spell(&editor)
            } else {
                tell(Phrases.spellingIsOn)
                effects = spellVisible(editor)
            }
        case .failed(let reason):
            spelling = Spelling()
            warn(Phrases.noSpelling(reason))
        case .checked(let verdicts):
            spelling.learn(verdicts)
            if spelling.isSeeking, spelling.asked.isEmpty { effects = seek(&editor) }
        case .suggestions(let word, let suggestions):
            if case .spelling(var menu)? = overlay, menu.word == word {
                menu.suggestions = suggestions.prefix(SpellingMenu.limit).map { SafeText.cleaned($0, for: .line).text }
                overlay = .spelling(menu)
            }
        }
        screen = .editor(editor)
        return effects
    }

    /// The places of the misspelt words that are seen.
    func misspelt(_ editor: Editor) -> [Range<Int>] {
        guard spelling.phase == .on else { return [] }
        let content = editor.composer.content
        return content.spelledWords(in: visibleText(editor)).filter { spelling.isMisspelt(content[$0]) }
    }

    /// Goes to the word at the caret or the next one that is misspelt, around at the end, and opens the menu there.
    private mutating func seek(_ editor: inout Editor) -> [Effect] {
        spelling.isSeeking = false
        let content = editor.composer.content
        let wrong = content.spelledWords(in: 0..<content.end).filter { spelling.isMisspelt(content[$0]) }
        let caret = editor.composer.offset
        guard overlay == nil, let place = wrong.first(where: { $0.upperBound >= caret }) ?? wrong.first else {
            if overlay == nil { tell(Phrases.nothingMisspelt) }
            return []
        }
        fit(&editor)
        editor.composer.place(at: place.upperBound)
        reveal(&editor)
        let word = content[place]
        overlay = .spelling(SpellingMenu(word: word, place: place))
        return [.spell(.suggest(word))]
    }

    private func visibleText(_ editor: Editor) -> Range<Int> {
        let area = EditorLayout(size, editor, me: me).composerText
        let layout = ComposerLayout(editor.composer, columns: area.size.columns)
        return layout.text(ofRows: area.size.rows, from: layout.top(rows: area.size.rows))
    }
}
