/// Where keys mean something. At any moment several contexts are in force, the first before the next.
enum KeyContext: CaseIterable, Sendable {
    case everywhere
    /// Wherever nothing lies over the screen.
    case screen
    case library
    /// While titles of the list are looked through.
    case filter
    /// What changes something for others.
    case ring
    case editor, composer
    /// Where a segment is chosen, and where one is revised; their keys come before those of the editor.
    case choosing, revising
    case search, find
    /// A text of one line.
    case line
    case help, prompt, picker, palette, paste, statistics, spelling, servers, details

    private static let reading: [Action] = [
        .readPageUp, .readPageDown, .readUp, .readDown, .readBeginning, .readNewest,
    ]

    private static let listing: [Action] = [
        .chooseUp, .chooseDown, .choosePageUp, .choosePageDown, .accept, .newDraft, .filter, .sort, .servers,
    ]

    /// What can be done there.
    var actions: [Action] {
        switch self {
        case .everywhere: [.quit, .suspend, .redraw]
        case .screen: [.help, .palette]
        case .library: Self.listing + [.chooseFirst, .chooseLast]
        case .filter: Self.listing + [.cancel]
        case .ring: [.send, .pass, .passTo, .reclaim, .addWriter, .shareWords]
        case .editor:
            [
                .search, .chooseSegment, .export, .showIDs, .statistics, .focus, .authors, .drafts, .outsideEditor,
                .spell,
            ] + Self.reading
        case .composer: Action.allCases.filter { $0.composerCommand != nil }
        case .choosing:
            [
                .chooseUp, .chooseDown, .choosePageUp, .choosePageDown, .chooseFirst, .chooseLast,
                .sameAuthorPrevious, .sameAuthorNext, .otherAuthorPrevious, .otherAuthorNext, .turnStart, .turnNext,
                .accept, .copy, .revise, .strike, .cancel,
            ]
        case .revising: [.cancel]
        case .search: [.accept, .nextMatch, .previousMatch, .search, .cancel] + Self.reading
        case .find:
            [.accept, .nextMatch, .previousMatch, .find, .otherField, .replaceAll, .undo, .redo, .cancel]
        case .line: [.left, .right, .lineStart, .lineEnd, .deleteBackward, .deleteForward]
        case .help: [.help]
        case .prompt: [.accept, .cancel, .chooseUp, .chooseDown, .chooseNext]
        case .paste: [.accept, .cancel]
        case .picker: [.chooseUp, .chooseDown, .chooseNext, .chooseFirst, .chooseLast, .accept, .cancel, .passTo]
        case .palette:
            [.chooseUp, .chooseDown, .chooseNext, .choosePageUp, .choosePageDown, .accept, .cancel, .palette]
        case .servers: [.chooseUp, .chooseDown, .chooseNext, .chooseFirst, .chooseLast, .accept, .cancel, .servers]
        case .statistics: [.chooseUp, .chooseDown, .accept, .cancel, .statistics]
        case .spelling: [.chooseUp, .chooseDown, .chooseNext, .chooseFirst, .chooseLast, .accept, .cancel, .spell]
        case .details:
            [
                .chooseUp, .chooseDown, .choosePageUp, .choosePageDown, .chooseFirst, .chooseLast, .accept, .cancel,
            ]
        }
    }

    /// The contexts that are in force together; in each list a key can mean one thing only.
    static let stacks: [[KeyContext]] = [
        libraryScreen, filtering, [.everywhere, .servers], editorScreen, choosingSegment, revisingSegment, searching,
        finding, [.everywhere, .help], [.everywhere, .prompt, .line], [.everywhere, .picker],
        [.everywhere, .palette, .line], [.everywhere, .paste], [.everywhere, .statistics], [.everywhere, .spelling],
        [.everywhere, .details],
    ]

    static let libraryScreen: [KeyContext] = [.everywhere, .screen, .library]
    static let filtering: [KeyContext] = [.everywhere, .screen, .filter, .line]
    static let editorScreen: [KeyContext] = [.everywhere, .screen, .ring, .editor, .composer]
    static let choosingSegment: [KeyContext] = [.everywhere, .screen, .ring, .choosing]
    static let revisingSegment: [KeyContext] = [.everywhere, .screen, .ring, .revising]
    static let searching: [KeyContext] = [.everywhere, .screen, .search, .line]
    static let finding: [KeyContext] = [.everywhere, .screen, .ring, .find, .line]
}

extension Model {
    /// What is in force at this moment.
    var keyContexts: [KeyContext] {
        switch overlay {
        case .help?: return [.everywhere, .help]
        case .picker?: return [.everywhere, .picker]
        case .prompt?: return [.everywhere, .prompt, .line]
        case .paste?: return [.everywhere, .paste]
        case .palette?: return [.everywhere, .palette, .line]
        case .servers?: return [.everywhere, .servers]
        case .statistics?: return [.everywhere, .statistics]
        case .spelling?: return [.everywhere, .spelling]
        case .details?: return [.everywhere, .details]
        case nil: break
        }
        switch screen {
        case .library(let library):
            return library.filter == nil ? KeyContext.libraryScreen : KeyContext.filtering
        case .editor(let editor):
            if editor.search != nil { return KeyContext.searching }
            if editor.find != nil { return KeyContext.finding }
            if editor.chosen != nil { return KeyContext.choosingSegment + [.editor, .composer] }
            return editor.revising == nil ? KeyContext.editorScreen : KeyContext.revisingSegment + [.editor, .composer]
        }
    }
}
