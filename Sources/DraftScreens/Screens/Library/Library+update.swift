import CellGrid
import DraftCore

extension Model {
    mutating func updateLibrary(_ library: Library, _ meaning: KeyMeaning) -> [Effect] {
        var library = library
        switch meaning {
        case .action(.chooseUp): library.move(by: -1)
        case .action(.chooseDown): library.move(by: 1)
        case .action(.choosePageUp): library.move(by: -max(1, size.rows - 6))
        case .action(.choosePageDown): library.move(by: max(1, size.rows - 6))
        case .action(.chooseFirst): library.move(by: -library.selection)
        case .action(.chooseLast): library.move(by: library.drafts?.count ?? 0)
        case .action(.accept):
            if let draft = library.selected { return open(draft.id) }
        case .action(.newDraft):
            overlay = .prompt(Prompt(purpose: .newDraft))
        default:
            break
        }
        screen = .library(library)
        return []
    }

    /// There is no list but what is on this machine.
    mutating func show(_ copies: [DraftSummary], because reason: String, isWithheld: Bool = false) {
        guard case .library(var library) = screen else { return }
        library.show(copies)
        library.failure = reason
        library.isWithheld = isWithheld
        screen = .library(library)
    }

    mutating func open(_ id: DraftID) -> [Effect] {
        screen = .editor(Editor(id: id))
        overlay = nil
        return [.openDraft(id)]
    }

    mutating func showLibrary() -> [Effect] {
        var library = Library()
        if case .editor(let editor) = screen { library.preferred = editor.id }
        screen = .library(library)
        overlay = nil
        return [.closeDraft, .loadDrafts]
    }
}
