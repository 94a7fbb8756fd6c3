import CellGrid
import DraftCore

/// What is asked for: one line, or two.
struct Prompt: Equatable, Sendable {
    enum Purpose: Equatable, Sendable {
        case newDraft
        case addWriter
        case export
        case goal
    }

    let purpose: Purpose
    var first = Composer()
    /// The members of a new draft; nothing else has a second line.
    var second = Composer()
    var isInSecond = false

    /// The line that is being written.
    var line: Composer {
        get { isInSecond ? second : first }
        set { if isInSecond { second = newValue } else { first = newValue } }
    }
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
        case .action(.chooseUp), .action(.chooseDown), .action(.chooseNext):
            prompt.isInSecond = prompt.purpose == .newDraft && !prompt.isInSecond
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
            return createDraft(prompt.first.text, with: prompt.second.text)
        case .addWriter:
            guard let user = UserID(prompt.line.text) else {
                tell(Phrases.badUserID)
                return []
            }
            overlay = nil
            guard case .editor(var editor) = screen else { return [] }
            if !editor.missing.isEmpty { editor.missing.removeFirst() }
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

    mutating func openAddWriter(_ editor: Editor) {
        guard editor.draft?.creatorID == me else {
            tell(Phrases.onlyCreatorAdds)
            return
        }
        var prompt = Prompt(purpose: .addWriter)
        // Whoever could not be added is tried again.
        if let user = editor.missing.first { prompt.line.insert(user.description) }
        overlay = .prompt(prompt)
    }

    /// Draws the prompt, and below its lines what the reader was told last; returns where the cursor stands.
    func draw(_ prompt: Prompt, on grid: inout Grid) -> Point? {
        let hasSecond = prompt.purpose == .newDraft
        let rows = hasSecond ? 6 : 4
        let inner = drawBox(title: label(of: prompt), rows: rows, columns: min(60, size.columns - 4), on: &grid)
        var cursor = draw(prompt.first, in: inner, on: &grid)
        if hasSecond {
            grid.write(Phrases.newDraftMembers, at: inner.origin.moved(rows: 1), style: theme.faint, clip: inner)
            let second = draw(prompt.second, in: inner.inset(top: 2), on: &grid)
            if prompt.isInSecond { cursor = second }
        }
        if let notice {
            let area = inner.inset(top: rows - 3, bottom: 1)
            drawParagraph(notice.text, style: style(of: notice), in: area, on: &grid)
        }
        let keys = keymap.worded(hasSecond ? Phrases.newDraftKeys : Phrases.promptKeys)
        grid.write(keys, at: inner.origin.moved(rows: rows - 1), style: theme.faint, clip: inner)
        return cursor
    }

    /// Draws a line so that its caret is seen; returns where that stands.
    private func draw(_ line: Composer, in area: Rect, on grid: inout Grid) -> Point {
        let text = ComposerLayout(line, columns: .max - 1)
        let hidden = max(0, text.caret.column - area.size.columns + 1)
        grid.write(text.line(0), at: area.origin.moved(columns: -hidden), style: theme.body, clip: area)
        return area.origin.moved(columns: text.caret.column - hidden)
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
