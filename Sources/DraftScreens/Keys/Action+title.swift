extension Action {
    /// What the palette calls it.
    var title: String { Self.titles[self] ?? rawValue }

    /// The same in a word or two, for the key line.
    var shortTitle: String {
        switch self {
        case .pass: "pass"
        case .passTo: "pass to…"
        case .quit: "leave"
        case .reclaim: "take the ring"
        case .shareWords: "show or hide words"
        case .yankPop: "put in what was before"
        default: rawValue.split(separator: "-").joined(separator: " ")
        }
    }

    private static let titles: [Action: String] = [
        .quit: "leave; your words are kept", .suspend: "go to the background of the shell",
        .redraw: "draw the screen anew", .help: "show the keys", .palette: "find an action by its name",
        .filter: "find drafts by letters of their titles",
        .sort: "sort by the last change, the title or what is unread",
        .servers: "show the servers that you have used",
        .newDraft: "begin a new draft", .chooseUp: "choose the one above", .chooseDown: "choose the one below",
        .chooseNext: "choose the next", .choosePageUp: "choose a page above",
        .choosePageDown: "choose a page below", .chooseFirst: "choose the first", .chooseLast: "choose the last",
        .accept: "open, or accept, what is chosen or typed", .cancel: "close what lies over the text",
        .send: "send what you have written", .pass: "pass the ring to the next writer",
        .passTo: "choose who gets the ring", .reclaim: "take the ring back (the draft's creator)",
        .addWriter: "add a writer (the draft's creator)",
        .shareWords: "show or hide your words while you write",
        .search: "find in the manuscript", .export: "export the manuscript to a file",
        .statistics: "show statistics: words by day and author, a goal",
        .outsideEditor: "write in your own editor ($VISUAL, $EDITOR)",
        .spell: "look at the spelling: the next misspelt word",
        .authors: "show or hide who wrote what", .focus: "show text and composer alone, and back",
        .chooseSegment: "choose a segment to copy, revise or strike",
        .sameAuthorPrevious: "go to the previous one of the same author",
        .sameAuthorNext: "go to the next one of the same author",
        .otherAuthorPrevious: "go back to another author", .otherAuthorNext: "go on to another author",
        .turnStart: "go to the beginning of the turn", .turnNext: "go to the next turn",
        .revise: "revise the chosen segment", .strike: "strike the chosen segment, when pressed twice",
        .showIDs: "show user ids instead of names, and back",
        .drafts: "back to your drafts; your words are kept",
        .readPageUp: "read up", .readPageDown: "read down", .readUp: "read a line up", .readDown: "read a line down",
        .readBeginning: "go to the beginning", .readNewest: "go to the newest",
        .nextMatch: "next match", .previousMatch: "previous match",
        .otherField: "change between what is looked for and what replaces it",
        .replaceAll: "replace all matches",
        .newLine: "begin a line", .tab: "put in a tab",
        .left: "move the caret left", .right: "move the caret right", .up: "move the caret up",
        .down: "move the caret down", .wordLeft: "move a word back", .wordRight: "move a word on",
        .lineStart: "go to the beginning of the line", .lineEnd: "go to the end of the line",
        .sentenceStart: "move a sentence back", .sentenceEnd: "move a sentence on",
        .paragraphStart: "move a paragraph back", .paragraphEnd: "move a paragraph on",
        .pageUp: "move a page up", .pageDown: "move a page down",
        .textStart: "go to the beginning of it all", .textEnd: "go to the end of it all",
        .selectLeft: "select to the left", .selectRight: "select to the right", .selectUp: "select a line up",
        .selectDown: "select a line down", .selectWordLeft: "select a word back",
        .selectWordRight: "select a word on", .selectLineStart: "select to the beginning of the line",
        .selectLineEnd: "select to the end of the line", .selectSentenceStart: "select a sentence back",
        .selectSentenceEnd: "select a sentence on", .selectParagraphStart: "select a paragraph back",
        .selectParagraphEnd: "select a paragraph on", .selectPageUp: "select a page up",
        .selectPageDown: "select a page down", .selectTextStart: "select to the beginning of it all",
        .selectTextEnd: "select to the end of it all", .selectAll: "select all",
        .mark: "begin or end a selection", .deselect: "let go what is selected",
        .deleteBackward: "delete the character before the caret",
        .deleteForward: "delete the character behind the caret",
        .killWordBackward: "delete the word before the caret",
        .killWordForward: "cut what is selected, or the word behind the caret",
        .killLine: "cut what is selected, or to the end of the line",
        .killSentence: "cut what is selected, or to the end of the sentence",
        .cut: "cut what is selected", .copy: "copy what is selected", .yank: "put in what was cut or copied",
        .yankPop: "then: what was cut before that", .undo: "take the last change back", .redo: "make it again",
        .find: "find in what you write", .replace: "find and replace in it",
        .setTypography: "set curved quotes and dashes",
    ]
}
