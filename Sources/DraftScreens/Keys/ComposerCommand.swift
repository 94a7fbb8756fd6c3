/// What a key can do to the words of the composer.
enum ComposerCommand: Hashable, Sendable {
    case insert(String)
    case move(Movement)
    case select(Movement)
    case selectAll, mark, deselect
    case deleteBackward, deleteForward
    /// Take out what is selected, or else what lies between the caret and there; it goes into the kill ring.
    case killWordBackward, killWordForward, killLine, killSentence
    case cut, copy, yank, yankPop
    case undo, redo
    case find, replace, setTypography
}

extension Action {
    /// What it does to the words of the composer; nil where it does nothing to them.
    var composerCommand: ComposerCommand? { Self.composerCommands[self] }

    private static let composerCommands: [Action: ComposerCommand] = [
        .newLine: .insert("\n"), .tab: .insert("\t"),
        .left: .move(.left), .right: .move(.right), .up: .move(.up), .down: .move(.down),
        .wordLeft: .move(.wordLeft), .wordRight: .move(.wordRight),
        .lineStart: .move(.lineStart), .lineEnd: .move(.lineEnd),
        .sentenceStart: .move(.sentenceStart), .sentenceEnd: .move(.sentenceEnd),
        .paragraphStart: .move(.paragraphStart), .paragraphEnd: .move(.paragraphEnd),
        .pageUp: .move(.pageUp), .pageDown: .move(.pageDown),
        .textStart: .move(.textStart), .textEnd: .move(.textEnd),
        .selectLeft: .select(.left), .selectRight: .select(.right), .selectUp: .select(.up),
        .selectDown: .select(.down), .selectWordLeft: .select(.wordLeft), .selectWordRight: .select(.wordRight),
        .selectLineStart: .select(.lineStart), .selectLineEnd: .select(.lineEnd),
        .selectSentenceStart: .select(.sentenceStart), .selectSentenceEnd: .select(.sentenceEnd),
        .selectParagraphStart: .select(.paragraphStart), .selectParagraphEnd: .select(.paragraphEnd),
        .selectPageUp: .select(.pageUp), .selectPageDown: .select(.pageDown),
        .selectTextStart: .select(.textStart), .selectTextEnd: .select(.textEnd),
        .selectAll: .selectAll, .mark: .mark, .deselect: .deselect,
        .deleteBackward: .deleteBackward, .deleteForward: .deleteForward,
        .killWordBackward: .killWordBackward, .killWordForward: .killWordForward, .killLine: .killLine,
        .killSentence: .killSentence, .cut: .cut, .copy: .copy, .yank: .yank, .yankPop: .yankPop,
        .undo: .undo, .redo: .redo, .find: .find, .replace: .replace, .setTypography: .setTypography,
    ]
}
