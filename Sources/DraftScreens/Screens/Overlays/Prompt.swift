import CellGrid
import DraftCore

/// One line that is asked for.
struct Prompt: Equatable, Sendable {
    enum Purpose: Equatable, Sendable {
        case newDraft
        case addWriter
        case export
        case goal
    }

    let purpose: Purpose
    var line = Composer()
}

extension Model {
    mutating func updatePrompt(_ prompt: Prompt, _ meaning: KeyMeaning) -> [Effect] {
        var prompt = prompt
        switch meaning {
        case .action(.cancel):
            overlay = prompt.purpose == .goal ? .statistics(scrolled: 0) : nil
            return []
        case .action(.accept):
            return accept(prompt)
        default:
            prompt.line.takeInLine(meaning)
        }
        overlay = .prompt(prompt)
        return []
    }

    mutating func paste(_ text: String, into prompt: Prompt) {
        var prompt = prompt
        prompt.line.insert(SafeText.cleaned(text, for: .line).text)
        overlay = .prompt(prompt)
    }

    mutating func accept(_ prompt: Prompt) -> [Effect] {
        switch prompt.purpose {
        case .newDraft:
            return createDraft(prompt.line.text)
        case .addWriter:
            guard let user = UserID(prompt.line.text) else {
                tell(Phrases.badUserID)
                return []
            }
            overlay = nil
            guard case .editor(var editor) = screen else { return [] }
            let effects = submit(.addMember(user, .contributor), &editor)
            screen = .editor(editor)
            tell(Phrases.adding(editor.name(of: user)))
            return effects
        case .export:
            return export(to: prompt.line.text)
        case .goal:
            setGoal(prompt.line.text)
            return []
        }
    }

    private mutating func createDraft(_ title: String) -> [Effect] {
        guard !title.allSatisfy(\.isWhitespace) else {
            tell(Phrases.emptyTitle)
            return []
        }
        // One at a time, so that a failure is known to be that title's.
        if let titleUnderway {
            tell(Phrases.stillCreating(titleUnderway))
            return []
        }
        overlay = nil
        titleUnderway = title
        return [.createDraft(title: title, IdempotencyKey.random(using: &random))]
    }

    /// The draft is there. A reader who has gone on meanwhile is told of it and stays where they are.
    mutating func created(_ id: DraftID) -> [Effect] {
        defer { titleUnderway = nil }
        guard case .library = screen else {
            tell(Phrases.created(titleUnderway))
            return []
        }
        guard isPrompting else { return open(id) }
        tell(Phrases.created(titleUnderway))
        return [.loadDrafts]
    }

    /// There is no draft; where nothing else is being typed, its title is asked for again as it was.
    mutating func creationFailed(_ reason: String) {
        defer { titleUnderway = nil }
        guard let titleUnderway else { return warn(reason) }
        guard case .library = screen, !isPrompting else { return warn(Phrases.notCreated(titleUnderway, reason)) }
        var prompt = Prompt(purpose: .newDraft)
        prompt.line.insert(titleUnderway)
        overlay = .prompt(prompt)
        warn(reason)
    }

    private var isPrompting: Bool {
        if case .prompt? = overlay { true } else { false }
    }

    mutating func openAddWriter(_ editor: Editor) {
        guard editor.draft?.creatorID == me else {
            tell(Phrases.onlyCreatorAdds)
            return
        }
        overlay = .prompt(Prompt(purpose: .addWriter))
    }

    /// Draws the prompt, and below its line what the reader was told last; returns where the cursor stands.
    func draw(_ prompt: Prompt, on grid: inout Grid) -> Point? {
        let width = min(60, size.columns - 4)
        let inner = drawBox(title: label(of: prompt), rows: 4, columns: width, on: &grid)
        let text = ComposerLayout(prompt.line, columns: .max - 1)
        let first = max(0, text.caret.column - inner.size.columns + 1)
        grid.write(text.line(0), at: inner.origin.moved(columns: -first), style: theme.body, clip: inner)
        if let notice {
            drawParagraph(notice.text, style: style(of: notice), in: inner.inset(top: 1, bottom: 1), on: &grid)
        }
        grid.write(keymap.worded(Phrases.promptKeys), at: inner.origin.moved(rows: 3), style: theme.faint, clip: inner)
        return inner.origin.moved(columns: text.caret.column - first)
    }

    private func label(of prompt: Prompt) -> String {
        switch prompt.purpose {
        case .newDraft: return Phrases.newDraftPrompt
        case .addWriter: return Phrases.addWriterPrompt
        case .goal: return Phrases.goalPrompt
        case .export:
            guard case .editor(let editor) = screen, let replica = editor.replica, !replica.manuscript.isComplete else {
                return Phrases.exportPrompt
            }
            return Phrases.exportPartPrompt(replica.shownOrders.count, of: replica.visible.draft.segmentCount)
        }
    }
}
