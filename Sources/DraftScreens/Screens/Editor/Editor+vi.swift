import CellGrid
import DraftCore

// The modal keymap in the composer.
extension Model {
    /// Whether the composer's letters are vi's.
    private var isModal: Bool {
        guard keymap.isModal, overlay == nil, !isGuest, case .editor(let editor) = screen else { return false }
        return editor.search == nil && editor.find == nil
    }

    /// What vi makes of a key; nil where the key is not for it.
    mutating func takeAsVi(_ key: Key) -> [Effect]? {
        guard isModal, keysBegun.isEmpty, case .editor(var editor) = screen, !isOfSegment(key, editor) else {
            return nil
        }
        if vi.mode == .insert {
            guard key == .escape else { return nil }
            vi.leaveInsert(&editor.composer)
            screen = .editor(editor)
            hasOnlyComposed = true
            return []
        }
        guard ViMode.means(key), key.text != nil || key == .escape || vi.command != nil || !isBound(key) else {
            vi.forget()
            return nil
        }
        editor.chosen = nil
        killRing.interrupt()
        fit(&editor)
        let revision = editor.composer.revision
        var effects: [Effect] = []
        let outcome = vi.take(key, &editor.composer, &killRing, at: now)
        if case .searchAgain(let backward) = outcome { searchAgain(backward: backward, &editor) }
        if revision != editor.composer.revision { effects += edited(&editor) }
        reveal(&editor)
        screen = .editor(editor)
        switch outcome {
        case .action(let action): return effects + take(.action(action))
        case .copied(let text): effects.append(.copy(text))
        case .told(let text): tell(text)
        case .nothing, .searchAgain: break
        }
        hasOnlyComposed = true
        return editor.link.effectsOfAnyKey + effects
    }

    /// Whether a key is about the segment that is chosen, or ends its revision, whatever vi makes of it otherwise.
    private func isOfSegment(_ key: Key, _ editor: Editor) -> Bool {
        if editor.chosen != nil { return key.text == nil }
        return editor.revising != nil && key == .escape && vi.mode == .normal && vi.begun.isEmpty && vi.command == nil
    }

    /// Whether somebody has bound a key with a name to what is not the composer's.
    private func isBound(_ key: Key) -> Bool {
        keymap.meaning(of: [key], in: KeyContext.editorScreen.filter { $0 != .composer }) != .nothing
    }

    /// Whatever has happened, the caret stands where vi has it.
    mutating func settleVi() {
        guard isModal, vi.mode != .insert, case .editor(var editor) = screen else { return }
        vi.settle(&editor.composer)
        screen = .editor(editor)
    }

    /// `n` and `N`.
    private mutating func searchAgain(backward: Bool, _ editor: inout Editor) {
        guard !vi.pattern.isEmpty else { return tell(Phrases.nothingLookedFor) }
        var find = ComposerFind(isInReplacement: false, origin: editor.composer.offset)
        find.pattern.insert(vi.pattern)
        let matches = find.matches(in: editor.composer)
        guard !matches.isEmpty else { return tell(Phrases.notFound) }
        editor.composer.selectNext(of: matches, backward: backward)
        goToMatch(&editor)
    }

    /// The search in the composer is over: in the modal keymap the caret goes onto the match.
    mutating func endFind(_ find: ComposerFind, _ editor: inout Editor) {
        editor.find = nil
        guard keymap.isModal else { return }
        vi.pattern = find.pattern.text
        if vi.mode != .insert { goToMatch(&editor) }
    }

    private func goToMatch(_ editor: inout Editor) {
        if let match = editor.composer.selection { editor.composer.place(at: match.lowerBound) }
    }

    /// What stands where nothing is written yet.
    var composerHint: String {
        keymap.worded(isModal && vi.mode != .insert ? Phrases.viComposerHint : Phrases.composerHint)
    }

    /// The mode, and what has been typed of a command, to stand before the count of words.
    var modeText: String {
        guard isModal else { return "" }
        let mode =
            switch vi.mode {
            case .normal: Phrases.viNormal
            case .insert: Phrases.viInsert
            case .visual: Phrases.viVisual
            }
        return (vi.begun.isEmpty ? "" : vi.begun + " · ") + mode + " · "
    }

    /// The keys that come before the others in a mode; nil where the others are of no use in it.
    func viKeys(_ entries: [KeyLine.Entry]) -> [KeyLine.Entry] {
        guard isModal else { return entries }
        switch vi.mode {
        case .normal: return [KeyLine.Entry(nil, "write", key: "i")] + entries
        case .insert: return [KeyLine.Entry(nil, "commands", key: "Esc")] + entries.filter { $0.does != .cancel }
        case .visual:
            return [
                KeyLine.Entry(nil, "copy", key: "y"), KeyLine.Entry(nil, "cut", key: "d"),
                KeyLine.Entry(nil, "let go", key: "Esc"), KeyLine.Entry(.help, "help"),
            ]
        }
    }
}
