/// What a key can be bound to. The names are those of the configuration file, and are kept.
enum Action: String, CaseIterable, Sendable {
    case quit, suspend, redraw
    case help, palette

    // The list of drafts, and whatever else is chosen from.
    case filter, sort, servers
    case newDraft = "new-draft"
    case chooseUp = "choose-up"
    case chooseDown = "choose-down"
    case chooseNext = "choose-next"
    case choosePageUp = "choose-page-up"
    case choosePageDown = "choose-page-down"
    case chooseFirst = "choose-first"
    case chooseLast = "choose-last"
    case accept, cancel

    // What others see of it.
    case send, pass, reclaim
    case passTo = "pass-to"
    case addWriter = "add-writer"
    case shareWords = "share-words"

    // The manuscript.
    case search, export, statistics, drafts, authors, spell, focus
    case outsideEditor = "outside-editor"
    case showIDs = "show-ids"
    case readPageUp = "read-page-up"
    case readPageDown = "read-page-down"
    case readUp = "read-up"
    case readDown = "read-down"
    case readBeginning = "read-beginning"
    case readNewest = "read-newest"

    // A segment of it.
    case chooseSegment = "choose-segment"
    case sameAuthorPrevious = "same-author-previous"
    case sameAuthorNext = "same-author-next"
    case otherAuthorPrevious = "other-author-previous"
    case otherAuthorNext = "other-author-next"
    case turnStart = "turn-start"
    case turnNext = "turn-next"
    case revise, strike

    // Looking for a text.
    case nextMatch = "next-match"
    case previousMatch = "previous-match"
    case otherField = "other-field"
    case replaceAll = "replace-all"

    // The words that are being written.
    case newLine = "new-line"
    case tab
    case left, right, up, down
    case wordLeft = "word-left"
    case wordRight = "word-right"
    case lineStart = "line-start"
    case lineEnd = "line-end"
    case sentenceStart = "sentence-start"
    case sentenceEnd = "sentence-end"
    case paragraphStart = "paragraph-start"
    case paragraphEnd = "paragraph-end"
    case pageUp = "page-up"
    case pageDown = "page-down"
    case textStart = "text-start"
    case textEnd = "text-end"
    case selectLeft = "select-left"
    case selectRight = "select-right"
    case selectUp = "select-up"
    case selectDown = "select-down"
    case selectWordLeft = "select-word-left"
    case selectWordRight = "select-word-right"
    case selectLineStart = "select-line-start"
    case selectLineEnd = "select-line-end"
    case selectSentenceStart = "select-sentence-start"
    case selectSentenceEnd = "select-sentence-end"
    case selectParagraphStart = "select-paragraph-start"
    case selectParagraphEnd = "select-paragraph-end"
    case selectPageUp = "select-page-up"
    case selectPageDown = "select-page-down"
    case selectTextStart = "select-text-start"
    case selectTextEnd = "select-text-end"
    case selectAll = "select-all"
    case mark, deselect
    case deleteBackward = "delete-backward"
    case deleteForward = "delete-forward"
    case killWordBackward = "kill-word-backward"
    case killWordForward = "kill-word-forward"
    case killLine = "kill-line"
    case killSentence = "kill-sentence"
    case cut, copy, yank
    case yankPop = "yank-pop"
    case undo, redo, find, replace
    case setTypography = "set-typography"
}

extension Action {
    /// Those that change what others see.
    var isForOthers: Bool { KeyContext.ring.actions.contains(self) }

    /// Whether no keymap may leave it without a key: what the program is for, and what leads out of everything.
    var needsKey: Bool { [.quit, .send, .pass, .accept, .cancel].contains(self) }
}
