import CellGrid
import DraftCore

/// One line that is asked for.
struct Prompt: Equatable, Sendable {
    enum Purpose: Equatable, Sendable {
        case newDraft
        case addWriter
        case export
    }

    let purpose: Purpose
    var line = Composer()
}

extension Model {
    mutating func updatePrompt(_ prompt: Prompt, key: Key) -> [Effect] {
        var prompt = prompt
        switch key {
        case .escape:
            overlay = nil
            return []
        case .enter:
            return accept(prompt)
        default:
            prompt.line.takeInLine(key)
        }
        overlay = .prompt(prompt)
        return []
    }

    mutating func paste(_ text: String, into prompt: Prompt) {
        var prompt = prompt
        prompt.line.insert(SafeText.cleaned(text, for: .line).text)
        overlay = .prompt(prompt)
    }

    private mutating func accept(_ prompt: Prompt) -> [Effect] {
        switch prompt.purpose {
        case .newDraft:
            guard !prompt.line.isBlank else {
                tell(Phrases.emptyTitle)
                return []
            }
            overlay = nil
            return [.createDraft(title: prompt.line.text, IdempotencyKey.random(using: &random))]
        case .addWriter:
            guard let user = UserID(prompt.line.text) else {
                tell(Phrases.badUserID)
                return []
            }
            overlay = nil
            guard case .editor(var editor) = screen else { return [] }
            let effects = submit(.addMember(user, .contributor), &editor)
            screen = .editor(editor)
            tell(Phrases.added(editor.name(of: user)))
            return effects
        case .export:
            return export(to: prompt.line.text)
        }
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
        grid.write(Phrases.promptKeys, at: inner.origin.moved(rows: 3), style: theme.faint, clip: inner)
        return inner.origin.moved(columns: text.caret.column - first)
    }

    private func label(of prompt: Prompt) -> String {
        switch prompt.purpose {
        case .newDraft: return Phrases.newDraftPrompt
        case .addWriter: return Phrases.addWriterPrompt
        case .export:
            guard case .editor(let editor) = screen, let replica = editor.replica, !replica.manuscript.isComplete else {
                return Phrases.exportPrompt
            }
            return Phrases.exportPartPrompt(replica.shownOrders.count, of: replica.visible.draft.segmentCount)
        }
    }
}
