import CellGrid
import DraftCore

/// One line that is asked for.
struct Prompt: Equatable, Sendable {
    enum Purpose: Equatable, Sendable {
        case newDraft
        case addWriter
    }

    let purpose: Purpose
    var line = Composer()

    var label: String {
        switch purpose {
        case .newDraft: Phrases.newDraftPrompt
        case .addWriter: Phrases.addWriterPrompt
        }
    }
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
        case .backspace, .control("h"): prompt.line.deleteBackward()
        case .delete: prompt.line.deleteForward()
        case .left: prompt.line.move(.left)
        case .right: prompt.line.move(.right)
        case .home: prompt.line.move(.textStart)
        case .end: prompt.line.move(.textEnd)
        default:
            if let character = key.text { prompt.line.insert(SafeText.cleaned(String(character), for: .line).text) }
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
        }
    }

    mutating func openAddWriter(_ editor: Editor) {
        guard editor.draft?.creatorID == me else {
            tell(Phrases.onlyCreatorAdds)
            return
        }
        overlay = .prompt(Prompt(purpose: .addWriter))
    }

    /// Draws the prompt; returns where the cursor stands.
    func draw(_ prompt: Prompt, on grid: inout Grid) -> Point? {
        let width = min(60, size.columns - 4)
        let inner = drawBox(title: prompt.label, rows: 3, columns: width, on: &grid)
        let text = ComposerLayout(prompt.line, columns: .max - 1)
        let first = max(0, text.caret.column - inner.size.columns + 1)
        grid.write(text.line(0), at: inner.origin.moved(columns: -first), style: theme.body, clip: inner)
        grid.write(Phrases.promptKeys, at: inner.origin.moved(rows: 2), style: theme.faint, clip: inner)
        return inner.origin.moved(columns: text.caret.column - first)
    }
}
