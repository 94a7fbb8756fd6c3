import DraftCore

// What a line does.
extension Model {
    mutating func obey(line: String) -> [Effect] {
        guard let command = LinearCommand(line) else { return obey(.send, "") }
        switch command {
        case .text(let text):
            return write(text)
        case .unknown(let name):
            say(Phrases.noSuchCommand(SafeText.escaped(name, for: .line)))
            return []
        case .verb(let verb, let argument):
            return obey(verb, argument)
        }
    }

    /// Adds a line to what is being written.
    mutating func write(_ text: String) -> [Effect] {
        guard case .editor(var editor) = screen else {
            say(Phrases.openFirst)
            return []
        }
        guard !isGuest else {
            tell(Phrases.guestMayNotWrite)
            return []
        }
        linear?.striking = nil
        let (clean, dropped) = SafeText.cleaned(text, for: .segment)
        if let revising = editor.revising, editor.composer.text == revising.original {
            // The first line of another wording takes the place of the wording that was read out.
            editor.composer.replace(0..<editor.composer.content.end, with: clean, at: now)
        } else {
            editor.composer.place(at: editor.composer.content.end)
            editor.composer.insert((editor.composer.isEmpty ? "" : "\n") + clean, at: now)
        }
        let effects = edited(&editor)
        if dropped > 0 { tell(Phrases.dropped(dropped)) }
        screen = .editor(editor)
        return effects
    }

    private mutating func obey(_ verb: LinearCommand.Verb, _ argument: String) -> [Effect] {
        // A question is answered by the next line or not at all.
        if verb != .strike { linear?.striking = nil }
        if verb != .spell { overlay = nil }
        switch verb {
        case .help:
            linear?.lines += Phrases.linearHelp
            return []
        case .quit:
            return mayLeave() ? leaving : []
        default:
            break
        }
        switch screen {
        case .library(let library): return obey(verb, argument, in: library)
        case .editor(let editor): return obey(verb, argument, in: editor)
        }
    }

    private mutating func obey(_ verb: LinearCommand.Verb, _ argument: String, in library: Library) -> [Effect] {
        switch verb {
        case .drafts:
            return [.loadDrafts]
        case .open:
            let number = Int(argument).map { $0 - 1 }
            let listed = number.flatMap { library.drafts?.indices.contains($0) == true ? library.drafts?[$0].id : nil }
            guard let id = listed ?? DraftID(argument.lowercased()) else {
                say(Phrases.noSuchDraft)
                return []
            }
            return open(id)
        case .new:
            return answer(Prompt(purpose: .newDraft), with: argument)
        default:
            say(Phrases.openFirst)
            return []
        }
    }

    private mutating func obey(_ verb: LinearCommand.Verb, _ argument: String, in editor: Editor) -> [Effect] {
        if verb.changes, let reading = readingOnly(editor) {
            warn(reading.refusal)
            return []
        }
        if let effects = compose(verb, argument, editor) { return effects }
        switch verb {
        case .take: return change(editor) { model, editor in model.reclaim(&editor) }
        case .private: return toggleSharing(editor)
        case .ids: return change(editor) { _, editor in editor.toggleIDs() }
        case .pass: return change(editor) { model, editor in model.pass(&editor, toNamed: argument) }
        case .add:
            openAddWriter(editor)
            return answerOpenPrompt(with: argument)
        case .export:
            openExport(editor)
            return answerOpenPrompt(with: argument.isEmpty ? nil : argument)
        case .goal:
            setGoal(argument)
            overlay = nil
            readStatistics(editor)
        case .text: readUnsent(editor)
        case .who: readMembers(editor)
        case .read: read(argument, editor)
        case .live: readLive(editor)
        case .search: search(argument, editor)
        case .stats: readStatistics(editor)
        case .drafts: return mayLeave() ? showLibrary() : []
        case .open, .new:
            guard mayLeave() else { return [] }
            let leaving = showLibrary()
            linear?.waiting.insert("/" + verb.rawValue + " " + argument, at: 0)
            return leaving
        default: break
        }
        return []
    }

    /// What a command does to words that are being written, or that stand; nil where it is about something else.
    private mutating func compose(
        _ verb: LinearCommand.Verb, _ argument: String, _ editor: Editor
    ) -> [Effect]? {
        switch verb {
        case .send:
            change(editor) { model, editor in
                editor.revising == nil ? model.send(&editor) : model.sendRevision(&editor)
            }
        case .undo: change(editor) { model, editor in model.undo(&editor) }
        case .redo: change(editor) { model, editor in model.redo(&editor) }
        case .drop: change(editor) { model, editor in model.drop(&editor) }
        case .put: putIn()
        case .edit: edit(editor)
        case .spell: spell(argument, editor)
        case .revise: change(editor) { model, editor in model.revise(numbered: argument, &editor) }
        case .strike: change(editor) { model, editor in model.strike(numbered: argument, &editor) }
        default: nil
        }
    }

    private mutating func change(
        _ editor: Editor, _ body: (inout Model, inout Editor) -> [Effect]
    ) -> [Effect] {
        var editor = editor
        let effects = body(&self, &editor)
        screen = .editor(editor)
        return effects
    }

    private mutating func pass(_ editor: inout Editor, toNamed name: String) -> [Effect] {
        guard !name.isEmpty else { return pass(&editor, to: nil) }
        let known = editor.draft?.candidates.map(\.userID) ?? []
        let named = known.first { $0.description == name } ?? known.first { [editor] in editor.name(of: $0) == name }
        guard let named else {
            tell(Phrases.nobodyOfThatName(SafeText.escaped(name, for: .line)))
            return []
        }
        return pass(&editor, to: named)
    }

    private mutating func undo(_ editor: inout Editor) -> [Effect] {
        guard editor.composer.undo() else {
            tell(Phrases.nothingToUndo)
            return []
        }
        return edited(&editor)
    }

    private mutating func redo(_ editor: inout Editor) -> [Effect] {
        guard editor.composer.redo() else {
            tell(Phrases.nothingToRedo)
            return []
        }
        return edited(&editor)
    }

    private mutating func drop(_ editor: inout Editor) -> [Effect] {
        guard editor.revising == nil else {
            if editor.revisedWords == nil { tell(Phrases.leftAsItWas) }
            return leaveRevision(&editor)
        }
        guard !editor.composer.isEmpty else {
            tell(Phrases.nothingUnsent)
            return []
        }
        killRing.keep(editor.composer.text)
        editor.composer.replace(0..<editor.composer.content.end, with: "", at: now)
        let effects = edited(&editor)
        tell(Phrases.droppedText)
        return effects
    }

    /// Answers what would be asked for in a box; without an answer it is what the box would propose.
    private mutating func answerOpenPrompt(with text: String?) -> [Effect] {
        guard case .prompt(let prompt)? = overlay else { return [] }
        return answer(prompt, with: text ?? prompt.line.text)
    }

    private mutating func answer(_ prompt: Prompt, with text: String) -> [Effect] {
        var answered = Prompt(purpose: prompt.purpose)
        answered.line.insert(SafeText.cleaned(text, for: .line).text)
        overlay = .prompt(answered)
        let effects = accept(answered)
        overlay = nil
        return effects
    }
}

extension LinearCommand.Verb {
    /// Whether it would change what others see.
    fileprivate var changes: Bool { [.send, .take, .private, .pass, .add].contains(self) }
}

extension Editor {
    fileprivate mutating func toggleIDs() -> [Effect] {
        showsIDs.toggle()
        return []
    }
}
