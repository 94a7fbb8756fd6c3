import CellGrid
import DraftCore

/// What follows from a message: the new model, and what is to be done outside.
public func update(_ model: inout Model, _ message: Message) -> [Effect] {
    switch message {
    case .input(let input):
        return model.take(input)
    case .draftsLoaded(let drafts):
        if case .library(var library) = model.screen {
            library.show(drafts)
            model.screen = .library(library)
        }
    case .draftsFailed(let reason, let copies):
        model.show(copies, because: reason)
    case .draftsWithheld(let advice, let copies):
        model.show(copies, because: advice, isWithheld: true)
    case .draftCreated(let id):
        return model.created(id)
    case .requestFailed(let reason):
        model.creationFailed(reason)
    case .exported(let path):
        model.exported(path)
    case .exportFailed(let reason):
        model.exportFailed(reason)
    case .session(let fact):
        guard case .editor(var editor) = model.screen else { return [] }
        // The only reference to the text: a second one would make every event copy all of it.
        model.screen = .library(Library())
        let effects = model.take(fact, &editor)
        model.screen = .editor(editor)
        return effects
    case .signedIn(let user, let leftover):
        return model.becomes(user, leftover)
    case .editedOutside(let result):
        return model.takeBack(result)
    case .spelling(let news):
        return model.take(news)
    case .rested:
        return model.rest()
    }
    return []
}

extension Model {
    /// Brings up to date what waits for a pause.
    fileprivate mutating func rest() -> [Effect] {
        guard case .editor(var editor) = screen else { return [] }
        editor.shownWords = editor.composer.wordCount
        screen = .editor(editor)
        return spellVisible(editor)
    }

    mutating func take(_ input: Input) -> [Effect] {
        switch input {
        case .resize(let size):
            self.size = size
            if case .editor(var editor) = screen {
                fit(&editor)
                screen = .editor(editor)
            }
        case .key(let key):
            notice = nil
            let wasWarned = hasWarnedOfLoss
            defer { if wasWarned { hasWarnedOfLoss = false } }
            return press(key)
        case .paste(let text):
            notice = nil
            hasWarnedOfLoss = false
            if case .prompt(let prompt)? = overlay {
                paste(text, into: prompt)
            } else if case .palette(let palette)? = overlay {
                paste(text, into: palette)
            } else if case .editor(let editor) = screen {
                if case .paste(let earlier)? = overlay { leaveOut(earlier) }
                overlay = nil
                return paste(text, into: editor)
            }
        case .mouse(let mouse):
            if case .palette(let palette)? = overlay {
                scroll(palette, by: mouse.action)
            } else if case .editor(let editor) = screen, overlay == nil {
                updateEditor(editor, mouse: mouse)
            }
        case .focus(let isHere):
            hasFocus = isHere
        case .line:
            break
        case .ended:
            return [.quit]
        }
        return []
    }

    private mutating func press(_ key: Key) -> [Effect] {
        switch (key, overlay) {
        case (.control("q"), _):
            return mayLeave() ? [.quit] : []
        case (.control("z"), _):
            return [.suspend]
        case (.control("l"), _):
            guard case .library = screen, overlay == nil else { return [.redraw] }
            return [.redraw, .loadDrafts]
        case (_, .help(let page)?):
            overlay = key == .function(1) && page + 1 < helpPages.count ? .help(page: page + 1) : nil
            return []
        case (_, .picker(let picker)?):
            return updatePicker(picker, key: key)
        case (_, .prompt(let prompt)?):
            return updatePrompt(prompt, key: key)
        case (_, .paste(let text)?):
            return updatePaste(text, key: key)
        case (_, .palette(let palette)?):
            return choose(in: palette, with: key).map { press($0) } ?? []
        case (_, .spelling(let menu)?):
            return updateSpelling(menu, key: key)
        case (_, .statistics(let scrolled)?):
            updateStatistics(scrolled, key)
            return []
        case (.control("p"), nil):
            overlay = .palette(Palette())
            return []
        case (.function(1), nil):
            overlay = .help(page: 0)
            return []
        case (_, nil):
            switch screen {
            case .library(let library): return updateLibrary(library, key: key)
            case .editor(let editor): return updateEditor(editor, key: key)
            }
        }
    }
}
