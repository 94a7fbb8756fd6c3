import CellGrid

/// What a key can do to the words of the composer.
enum ComposerCommand: Hashable, Sendable {
    case insert(String)
    case move(Movement)
    case select(Movement)
    case selectAll, mark
    case deleteBackward, deleteForward
    /// Take out what is selected, or else what lies between the caret and there; it goes into the kill ring.
    case killWordBackward, killWordForward, killLine, killSentence
    case cut, copy, yank, yankPop
    case undo, redo
    case find, replace, setTypography
}

/// Which key does what to the words of the composer.
enum ComposerKeymap {
    /// The keymap as nano, micro and a shell's line taught it.
    static let plain: [Key: ComposerCommand] = {
        var keys: [Key: ComposerCommand] = [
            .enter: .insert("\n"), Key(.enter, .shift): .insert("\n"), Key(.enter, .alt): .insert("\n"),
            .tab: .insert("\t"),
            .backspace: .deleteBackward, .control("h"): .deleteBackward, Key(.backspace, .shift): .deleteBackward,
            .delete: .deleteForward, .control("d"): .deleteForward,
            .control("w"): .killWordBackward, Key(.backspace, .alt): .killWordBackward,
            Key(.backspace, .control): .killWordBackward,
            .alt("d"): .killWordForward, Key(.delete, .control): .killWordForward, Key(.delete, .alt): .killWordForward,
            .control("k"): .killLine, .alt("k"): .killSentence,
            Key(.delete, .shift): .cut, .control("c"): .copy, .alt("w"): .copy, Key(.insert, .control): .copy,
            .control("y"): .yank, .control("v"): .yank, Key(.insert, .shift): .yank, .alt("y"): .yankPop,
            .alt("u"): .undo, .alt("z"): .undo, .control("_"): .undo, .alt("U"): .redo, .alt("Z"): .redo,
            .control(" "): .mark, .alt("A"): .selectAll,
            .alt("/"): .find, .alt("r"): .replace, .alt("q"): .setTypography,
        ]
        for (key, movement) in movements { keys[key] = .move(movement) }
        for (key, movement) in movements where key.code.isNamed {
            keys[Key(key.code, key.modifiers.union(.shift))] = .select(movement)
        }
        // With shift these select, though alone they move the manuscript.
        keys[Key(.home, [.control, .shift])] = .select(.textStart)
        keys[Key(.end, [.control, .shift])] = .select(.textEnd)
        keys[Key(.up, [.control, .shift])] = .select(.paragraphStart)
        keys[Key(.down, [.control, .shift])] = .select(.paragraphEnd)
        keys[Key(.pageUp, .shift)] = .select(.pageUp)
        keys[Key(.pageDown, .shift)] = .select(.pageDown)
        return keys
    }()

    private static let movements: [(Key, Movement)] = [
        (.left, .left), (.right, .right), (.up, .up), (.down, .down),
        (Key(.left, .control), .wordLeft), (.alt("b"), .wordLeft), (Key(.left, .alt), .wordLeft),
        (Key(.right, .control), .wordRight), (.alt("f"), .wordRight), (Key(.right, .alt), .wordRight),
        (.home, .lineStart), (.control("a"), .lineStart), (.end, .lineEnd), (.control("e"), .lineEnd),
        (.alt("a"), .sentenceStart), (.alt("e"), .sentenceEnd),
        (Key(.up, .alt), .paragraphStart), (.alt("{"), .paragraphStart),
        (Key(.down, .alt), .paragraphEnd), (.alt("}"), .paragraphEnd),
        (Key(.pageUp, .alt), .pageUp), (Key(.pageDown, .alt), .pageDown),
        (Key(.home, .alt), .textStart), (.alt("<"), .textStart), (Key(.end, .alt), .textEnd), (.alt(">"), .textEnd),
    ]

    static func command(for key: Key) -> ComposerCommand? {
        plain[key] ?? key.text.map { .insert(String($0)) }
    }
}

extension Key.Code {
    /// Whether it has a name, not a letter, so that shift means the key and not another letter.
    fileprivate var isNamed: Bool {
        if case .character = self { false } else { true }
    }
}
