import CellGrid
import DraftCore

// What keys and pastes do to the words that are being written.
extension Model {
    /// So many characters may be pasted without a question.
    static let largePaste = 4_000

    /// Carries out what keys mean to the composer.
    mutating func compose(_ editor: inout Editor, _ meaning: KeyMeaning) -> [Effect] {
        guard let command = meaning.composerCommand else { return [] }
        hasOnlyComposed = true
        fit(&editor)
        let last = killRing.last
        let revision = editor.composer.revision
        var effects: [Effect] = []
        switch command {
        case .insert(let text):
            editor.composer.insert(SafeText.cleaned(text, for: .segment).text, as: .typing, at: now)
            setTypography(afterTyping: text, in: &editor)
        case .move(let movement): editor.composer.move(movement, page: page(editor))
        case .select(let movement): editor.composer.move(movement, selecting: true, page: page(editor))
        case .selectAll: editor.composer.select(0..<editor.composer.content.end)
        case .mark: editor.composer.toggleMark()
        case .deselect: editor.composer.deselect()
        case .deleteBackward: editor.composer.deleteBackward(at: now)
        case .deleteForward: editor.composer.deleteForward(at: now)
        case .killWordBackward: kill(editor.composer.reach(of: .wordLeft), .backward, &editor)
        case .killWordForward: kill(editor.composer.reach(of: .wordRight), .forward, &editor)
        case .killLine: kill(editor.composer.restOfLine, .forward, &editor)
        case .killSentence: kill(editor.composer.reach(of: .sentenceEnd), .forward, &editor)
        case .cut, .copy: effects = copy(&editor, cutting: command == .cut)
        case .yank: yank(&editor)
        case .yankPop: yankOther(&editor)
        case .undo: if !editor.composer.undo() { tell(Phrases.nothingToUndo) }
        case .redo: if !editor.composer.redo() { tell(Phrases.nothingToRedo) }
        case .find: openFind(&editor, replacing: false)
        case .replace: openFind(&editor, replacing: true)
        case .setTypography: setTypography(&editor)
        }
        // A command that does nothing to the ring comes between two that do.
        if killRing.last == last, !command.goesOn(from: last) { killRing.interrupt() }
        effects += revision == editor.composer.revision ? [] : edited(&editor)
        reveal(&editor)
        return effects
    }

    /// Puts a pasted text in, or asks first if it is long.
    mutating func compose(_ editor: inout Editor, paste text: String) -> [Effect] {
        let (clean, dropped) = SafeText.cleaned(text, for: .segment)
        guard clean.unicodeScalars.count <= Self.largePaste else {
            overlay = .paste(clean)
            if dropped > 0 { tell(Phrases.dropped(dropped)) }
            return []
        }
        let effects = put(clean, into: &editor)
        if dropped > 0 { tell(Phrases.dropped(dropped)) }
        return effects
    }

    /// Puts a text in at the caret.
    mutating func put(_ text: String, into editor: inout Editor) -> [Effect] {
        killRing.interrupt()
        guard !text.isEmpty else { return [] }
        fit(&editor)
        editor.composer.insert(text, at: now)
        reveal(&editor)
        return edited(&editor)
    }

    /// Breaks the composer's lines as they are shown.
    func fit(_ editor: inout Editor) {
        editor.composer.fit(columns: EditorLayout.textColumns(size))
    }

    /// Has the lines around the caret shown; they stay as they are while it moves among them.
    func reveal(_ editor: inout Editor) {
        let area = EditorLayout(size, editor, me: me).composerText
        editor.composer.top = ComposerLayout(editor.composer, columns: area.size.columns).top(rows: area.size.rows)
    }

    private func page(_ editor: Editor) -> Int {
        max(1, EditorLayout(size, editor, me: me).composerText.size.rows - 1)
    }

    private mutating func setTypography(_ editor: inout Editor) {
        let composer = editor.composer
        let range = composer.selection ?? 0..<composer.content.end
        let before = composer.content.character(before: range.lowerBound)
        let plain = composer.content[range]
        let printed = Typography.set(plain, after: before)
        guard printed != plain else {
            tell(Phrases.nothingToSet)
            return
        }
        let head = composer.content[range.lowerBound..<max(range.lowerBound, composer.offset)]
        editor.composer.replace(range, with: printed, at: now)
        editor.composer.place(at: range.lowerBound + Typography.set(head, after: before).utf8.count)
    }
}

// The kill ring.
extension Model {
    private mutating func kill(_ range: Range<Int>, _ direction: KillRing.Direction, _ editor: inout Editor) {
        let selection = editor.composer.selection
        if selection != nil { killRing.interrupt() }
        let range = selection ?? range
        guard !range.isEmpty else { return }
        killRing.kill(editor.composer.content[range], direction, at: editor.composer.revision)
        editor.composer.replace(range, with: "", at: now)
    }

    /// What is cut or copied by name goes to the terminal's clipboard too.
    private mutating func copy(_ editor: inout Editor, cutting: Bool) -> [Effect] {
        guard let text = editor.composer.selectedText, let range = editor.composer.selection else {
            tell(Phrases.nothingSelected)
            return []
        }
        killRing.keep(text)
        if cutting {
            editor.composer.replace(range, with: "", at: now)
        } else {
            editor.composer.deselect()
            tell(Phrases.copied)
        }
        return [.copy(text)]
    }

    private mutating func yank(_ editor: inout Editor) {
        guard let text = killRing.newest else {
            tell(Phrases.nothingToYank)
            return
        }
        let range = editor.composer.selection ?? editor.composer.offset..<editor.composer.offset
        put(text, in: range, depth: 0, &editor)
    }

    /// Puts the text before in the place of the one that was just put in.
    private mutating func yankOther(_ editor: inout Editor) {
        guard case .yank(let range, let depth, editor.composer.revision) = killRing.last,
            let text = killRing.text(at: depth + 1)
        else {
            tell(Phrases.nothingYanked)
            return
        }
        put(text, in: range, depth: depth + 1, &editor)
    }

    private mutating func put(_ text: String, in range: Range<Int>, depth: Int, _ editor: inout Editor) {
        editor.composer.replace(range, with: text, at: now)
        let put = range.lowerBound..<range.lowerBound + text.utf8.count
        killRing.noteYank(put, depth: depth, revision: editor.composer.revision)
    }
}

extension KeyMeaning {
    var composerCommand: ComposerCommand? {
        switch self {
        case .action(let action): action.composerCommand
        case .text(let character): .insert(String(character))
        case .beginning, .nothing: nil
        }
    }
}

extension ComposerCommand {
    /// Whether the kill ring's last command is still the last one where this leaves the ring as it was.
    fileprivate func goesOn(from last: KillRing.Last) -> Bool {
        switch (self, last) {
        case (.killWordBackward, .kill), (.killWordForward, .kill), (.killLine, .kill), (.killSentence, .kill): true
        case (.yank, .yank), (.yankPop, .yank): true
        default: false
        }
    }
}
