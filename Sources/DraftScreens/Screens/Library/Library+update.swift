import CellGrid
import DraftCore

extension Model {
    mutating func updateLibrary(_ library: Library, _ meaning: KeyMeaning) -> [Effect] {
        var library = library
        defer { reveal(library) }
        if look(in: &library, meaning) { return [] }
        switch meaning {
        case .action(.chooseUp): library.move(by: -1)
        case .action(.chooseDown): library.move(by: 1)
        case .action(.choosePageUp): library.move(by: -LibraryLayout(size).page)
        case .action(.choosePageDown): library.move(by: LibraryLayout(size).page)
        case .action(.chooseFirst): library.choose(0)
        case .action(.chooseLast): library.choose(.max)
        case .action(.accept):
            if let draft = library.opening { return open(draft) }
        case .action(.newDraft): overlay = .prompt(Prompt(purpose: .newDraft))
        // No keymap binds letters, and this one begins a search wherever there are lists.
        case .action(.filter), .text("/"): library.look(for: Composer())
        case .action(.sort): sort(&library)
        case .action(.servers): overlay = .servers(selection: 0)
        default: break
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
        let seen = keepSeen
        var library = Library(order: draftOrder)
        if case .editor(let editor) = screen { library.preferred = editor.id }
        screen = .library(library)
        overlay = nil
        return seen + [.closeDraft, .loadDrafts]
    }

    /// The program ends.
    var leaving: [Effect] { keepSeen + [.quit] }

    /// What is remembered of the draft that is left: how much of it the reader has had before their eyes.
    var keepSeen: [Effect] {
        guard case .editor(let editor) = screen, !isGuest, let draft = editor.replica?.confirmed else { return [] }
        return [.keepSeen(draft.id, segments: max(0, draft.segmentCount - editor.scroll.newBelow))]
    }
}
