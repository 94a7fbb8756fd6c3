import CellGrid
import DraftCore

/// What follows from a message: the new model, and what is to be done outside.
public func update(_ model: inout Model, _ message: Message) -> [Effect] {
    let before = model.foreground
    model.hasOnlyComposed = false
    let effects = model.take(message)
    model.settleVi()
    model.look()
    guard !model.hasOnlyComposed || before != model.foreground else { return effects }
    model.backdropVersion += 1
    return effects
}

extension Model {
    /// What a key that is about the text can change besides, and what then changes how the backdrop looks.
    fileprivate struct Foreground: Equatable {
        let notice: Notice?
        let overlay: Overlay?
        let isArmed: Bool
        let chosen: ChosenSegment?
        /// Where it stands why nothing can be written.
        let reason: PlaceOfReason?
    }

    fileprivate var foreground: Foreground {
        guard case .editor(let editor) = screen else {
            return Foreground(notice: notice, overlay: overlay, isArmed: false, chosen: nil, reason: nil)
        }
        return Foreground(
            notice: notice, overlay: overlay, isArmed: editor.isArmed, chosen: editor.chosen,
            reason: readingOnly(editor).map { _ in placeOfReason(editor) })
    }

    fileprivate mutating func take(_ message: Message) -> [Effect] {
        switch message {
        case .input(let input):
            return take(input)
        case .draftsLoaded(let drafts):
            if case .library(var library) = screen {
                library.show(drafts)
                screen = .library(library)
            }
        case .draftsFailed(let reason, let copies):
            show(copies, because: reason)
        case .draftsWithheld(let advice, let copies):
            show(copies, because: advice, isWithheld: true)
        case .draftCreated(let id, let missing):
            return created(id, without: missing)
        case .requestFailed(let reason):
            creationFailed(reason)
        case .exported(let path): exported(path)
        case .exportFailed(let reason): exportFailed(reason)
        case .wordings(let segment, let wordings): show(wordings, of: segment)
        case .session(let fact):
            guard case .editor(var editor) = screen else { return [] }
            // The only reference to the text: a second one would make every event copy all of it.
            screen = .library(Library())
            let effects = take(fact, &editor)
            screen = .editor(editor)
            return effects
        case .signedIn(let user, let leftover):
            return becomes(user, leftover)
        case .editedOutside(let result):
            return takeBack(result)
        case .spelling(let news):
            return take(news)
        case .rested:
            return rest()
        }
        return []
    }

    /// Brings up to date what waits for a pause.
    private mutating func rest() -> [Effect] {
        guard case .editor(var editor) = screen else { return [] }
        editor.shownWords = editor.composer.wordCount
        editor.forgetSeen(at: now)
        screen = .editor(editor)
        return spellVisible(editor)
    }

    mutating func take(_ input: Input) -> [Effect] {
        switch input {
        case .resize(let size):
            self.size = size
            if case .editor(var editor) = screen {
                fit(&editor)
                revealChosen(&editor)
                screen = .editor(editor)
            }
        case .key(let key):
            notice = nil
            let wasWarned = hasWarnedOfLoss
            defer { if wasWarned { hasWarnedOfLoss = false } }
            return takeAsVi(key) ?? press(key)
        case .paste(let text):
            notice = nil
            hasWarnedOfLoss = false
            keysBegun = []
            if case .prompt(let prompt)? = overlay {
                paste(text, into: prompt)
            } else if case .palette(let palette)? = overlay {
                paste(text, into: palette)
            } else if case .library(let library) = screen, overlay == nil {
                paste(text, into: library)
            } else if case .editor(let editor) = screen {
                if case .paste(let earlier)? = overlay { leaveOut(earlier) }
                overlay = nil
                return paste(text, into: editor)
            }
        case .mouse(let mouse):
            return take(mouse)
        case .focus(let focus):
            take(focus: focus)
        case .line:
            break
        case .ended:
            return leaving
        }
        return []
    }

    private mutating func take(_ mouse: Mouse) -> [Effect] {
        if case .palette(let palette)? = overlay {
            scroll(palette, by: mouse.action)
        } else if case .editor(let editor) = screen, overlay == nil {
            updateEditor(editor, mouse: mouse)
        } else if case .library(let library) = screen, overlay == nil {
            return updateLibrary(library, mouse: mouse)
        }
        return []
    }

    private mutating func press(_ key: Key) -> [Effect] {
        let keys = keysBegun + [key]
        let meaning = keymap.meaning(of: keys, in: keyContexts)
        let isBroken = meaning == .nothing && !keysBegun.isEmpty
        keysBegun = meaning == .beginning ? keys : []
        if isBroken {
            let isCancelled = keymap.meaning(of: [key], in: [.prompt]) == .action(.cancel)
            if !isCancelled { tell(Phrases.meansNothing(KeySequence(keys).name)) }
            return []
        }
        return take(meaning)
    }

    /// Does what keys mean, or what was chosen in the palette.
    mutating func take(_ meaning: KeyMeaning) -> [Effect] {
        switch (meaning, overlay) {
        case (.beginning, _): return []
        case (.action(.quit), _): return mayLeave() ? leaving : []
        case (.action(.suspend), _): return [.suspend]
        case (.action(.redraw), _):
            guard case .library = screen, overlay == nil else { return [.redraw] }
            return [.redraw, .loadDrafts]
        case (_, .help(let page)?):
            overlay = meaning == .action(.help) && page + 1 < helpPages.count ? .help(page: page + 1) : nil
        case (_, .picker(let picker)?): return updatePicker(picker, meaning)
        case (_, .prompt(let prompt)?): return updatePrompt(prompt, meaning)
        case (_, .paste(let text)?): return updatePaste(text, meaning)
        case (_, .palette(let palette)?): return choose(in: palette, with: meaning).map { take(.action($0)) } ?? []
        case (_, .spelling(let menu)?): return updateSpelling(menu, meaning)
        case (_, .statistics(let scrolled)?): updateStatistics(scrolled, meaning)
        case (_, .servers(let selection)?): return updateServers(selection, meaning)
        case (_, .details(let details)?): updateDetails(details, meaning)
        case (.action(.palette), nil): overlay = .palette(Palette())
        case (.action(.help), nil): overlay = .help(page: 0)
        case (_, nil):
            switch screen {
            case .library(let library): return updateLibrary(library, meaning)
            case .editor(let editor): return updateEditor(editor, meaning)
            }
        }
        return []
    }
}
