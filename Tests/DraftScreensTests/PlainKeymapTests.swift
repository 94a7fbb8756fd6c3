import CellGrid
import DraftCore
import Testing

@testable import DraftScreens

/// The composer's keys in the plain keymap.
enum ComposerKeymap {
    static let plain: [Key: ComposerCommand] = {
        var keys: [Key: ComposerCommand] = [:]
        for action in KeyContext.composer.actions {
            for sequence in Keymap.plain.keys[action] ?? [] { keys[sequence.keys[0]] = action.composerCommand }
        }
        return keys
    }()
}

extension KeyLine.Entry {
    var keyName: String { key ?? does.flatMap { Keymap.plain.name(of: $0) } ?? "" }
}

extension Model {
    func refusal(of key: Key, _ editor: Editor) -> String? {
        guard case .action(let action) = keymap.meaning(of: [key], in: keyContexts) else { return nil }
        return refusal(of: action, editor)
    }
}

/// Nobody's fingers are to learn anew: the plain keymap is told here a second time.
@Suite struct PlainKeymapTests {
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

    private static let composer: [Key: ComposerCommand] = {
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
            Key(.home, [.control, .shift]): .select(.textStart), Key(.end, [.control, .shift]): .select(.textEnd),
            Key(.up, [.control, .shift]): .select(.paragraphStart),
            Key(.down, [.control, .shift]): .select(.paragraphEnd),
            Key(.pageUp, .shift): .select(.pageUp), Key(.pageDown, .shift): .select(.pageDown),
        ]
        for (key, movement) in movements {
            keys[key] = .move(movement)
            if key.isNamed { keys[Key(key.code, key.modifiers.union(.shift))] = .select(movement) }
        }
        return keys
    }()

    @Test func `the keys of the composer are what they were`() {
        #expect(ComposerKeymap.plain == Self.composer)
    }

    private static let editor: [(Key, Action)] = [
        (.control("s"), .send), (.control("r"), .pass), (.control("g"), .reclaim), (.control("t"), .passTo),
        (.control("n"), .addWriter), (.control("f"), .search), (.control("x"), .export), (.control("o"), .shareWords),
        (.function(2), .showIDs), (.function(3), .statistics), (.pageUp, .readPageUp), (.pageDown, .readPageDown),
        (Key(.home, .control), .readBeginning), (Key(.end, .control), .readNewest), (Key(.up, .control), .readUp),
        (Key(.down, .control), .readDown), (.escape, .drafts), (.control("q"), .quit), (.control("z"), .suspend),
        (.control("l"), .redraw), (.control("p"), .palette), (.function(1), .help),
    ]

    @Test(arguments: editor) func `the keys of the editor are what they were`(key: Key, action: Action) {
        #expect(Keymap.plain.meaning(of: [key], in: KeyContext.editorScreen) == .action(action))
    }

    @Test(
        arguments: [
            (.search, .enter, .accept), (.search, .down, .nextMatch), (.search, .control("f"), .search),
            (.search, .up, .previousMatch), (.search, Key(.enter, .shift), .previousMatch), (.search, .escape, .cancel),
            (.find, .tab, .otherField), (.find, .backtab, .otherField), (.find, Key(.enter, .alt), .replaceAll),
            (.find, .alt("a"), .replaceAll), (.find, .alt("/"), .find), (.find, .alt("u"), .undo),
            (.find, .escape, .cancel), (.line, .backspace, .deleteBackward), (.line, .control("h"), .deleteBackward),
            (.line, .delete, .deleteForward), (.line, .left, .left), (.line, .right, .right),
            (.line, .home, .lineStart),
            (.line, .end, .lineEnd), (.picker, .tab, .chooseNext), (.picker, .home, .chooseFirst),
            (.picker, .end, .chooseLast), (.picker, .control("t"), .passTo), (.palette, .control("p"), .palette),
            (.palette, .pageUp, .choosePageUp), (.palette, .tab, .chooseNext), (.palette, .escape, .cancel),
            (.paste, .enter, .accept), (.paste, .escape, .cancel), (.statistics, .function(3), .statistics),
            (.statistics, .up, .chooseUp), (.prompt, .enter, .accept), (.prompt, .escape, .cancel),
            (.library, .control("n"), .newDraft), (.library, .home, .chooseFirst),
            (.library, .pageDown, .choosePageDown),
            (.library, .control("f"), .filter), (.library, .control("s"), .sort), (.library, .control("o"), .servers),
            (.filter, .control("f"), .filter), (.filter, .escape, .cancel), (.servers, .control("o"), .servers),
            (.prompt, .tab, .chooseNext),
            (.library, .enter, .accept), (.help, .function(1), .help),
        ] as [(KeyContext, Key, Action)])
    func `the keys of everything else are what they were`(context: KeyContext, key: Key, action: Action) {
        #expect(Keymap.plain.meaning(of: [key], in: [context]) == .action(action))
    }
}
