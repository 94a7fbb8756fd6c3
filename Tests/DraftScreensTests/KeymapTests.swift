import CellGrid
import DraftCore
import Testing

@testable import DraftScreens

@Suite struct KeymapTests {
    private static let keymaps = [Keymap.plain, .emacs, .vi]

    @Test(arguments: keymaps) func `no sequence of keys means two things where it counts`(_ keymap: Keymap) {
        for stack in KeyContext.stacks {
            let actions = Set(stack.flatMap(\.actions)).sorted { $0.rawValue < $1.rawValue }
            let bound = actions.flatMap { action in (keymap.keys[action] ?? []).map { (action, $0) } }
            for (index, (action, sequence)) in bound.enumerated() {
                for (other, taken) in bound[..<index] {
                    #expect(!taken.collides(with: sequence), "\(sequence.name): \(action) and \(other) in \(stack)")
                }
            }
        }
    }

    /// What terminals with a keyboard protocol of their own may send one day; nothing is had by them alone.
    private static let rare = ["ctrl-h", "shift-enter", "shift-backspace", "ctrl-backspace"]

    @Test(arguments: keymaps) func `a terminal sends every key of it`(_ keymap: Keymap) {
        for (action, sequences) in keymap.keys {
            #expect(!sequences.isEmpty)
            for sequence in sequences where keymap.name != "plain" || !Self.rare.contains(sequence.spelling) {
                for key in sequence.keys { #expect(key.reasonNotSent == nil, "\(action): \(sequence.spelling)") }
            }
        }
    }

    @Test(arguments: keymaps) func `every key is spelled so that it is read again`(_ keymap: Keymap) {
        for sequence in keymap.keys.values.joined() {
            #expect(KeySequence(sequence.spelling) == sequence, "\(sequence.spelling)")
            #expect(KeySequence(sequence.spelling.uppercased()) == sequence, "\(sequence.spelling)")
        }
    }

    @Test(arguments: keymaps) func `whatever can be done has a key or stands in the palette`(_ keymap: Keymap) {
        var stage = Stage()
        stage.opens()
        stage.model.keymap = keymap
        let palette = stage.model.entries(of: Palette()).map(\.action)
        #expect(Set(palette).count == palette.count)
        for action in Action.allCases where !palette.contains(action) {
            #expect(keymap.name(of: action) != nil, "\(action)")
        }
        for action in Action.allCases where action.needsKey || action == .palette || action == .help {
            #expect(keymap.name(of: action) != nil, "\(action)")
        }
    }

    @Test func `every action belongs somewhere and has words for the palette`() {
        let placed = Set(KeyContext.allCases.flatMap(\.actions))
        #expect(placed == Set(Action.allCases))
        for action in Action.allCases { #expect(action.title != action.rawValue, "\(action)") }
        #expect(Set(Action.allCases.map(\.title)).count == Action.allCases.count)
    }

    @Test(arguments: [
        ("ctrl-s", "^S"), ("C-s", nil), ("alt-f", "Alt F"), ("ALT-SHIFT-U", "Alt Shift U"), ("f4", "F4"),
        ("PgUp", "PgUp"), ("Enter", "Enter"), ("ctrl-x ctrl-s", "^X ^S"), ("^x k", "^X k"), ("ctrl-space", "^Space"),
        ("ctrl-/", "^_"), ("shift-tab", "Shift Tab"), ("ctrl-shift-home", "Ctrl Shift Home"), ("alt--", "Alt -"),
        ("", nil), ("ctrl-", nil), ("hyper-x", nil), ("f25", nil), ("f0", nil), ("ctrl-xx", nil), ("\u{7}", nil),
        ("meta-del", "Alt Delete"),
    ]) func `a key is spelled as people write it`(_ spelling: String, _ name: String?) {
        #expect(KeySequence(spelling)?.name == name)
    }

    @Test func `keys that follow each other mean one thing together`() {
        var stage = Stage()
        stage.opens()
        stage.model.keymap = .emacs
        stage.type("Words")
        stage.press(.control("x"))
        #expect(stage.composer == "Words")
        #expect(stage.screen.contains("^S send"))
        stage.press(.control("s"))
        #expect(stage.submitted.count == 1)
        #expect(stage.composer.isEmpty)
    }

    @Test func `a sequence that means nothing is said to, and one that is broken off is not`() {
        var stage = Stage()
        stage.opens()
        stage.model.keymap = .emacs
        stage.press(.control("x"), .character("z"))
        #expect(stage.notice == Phrases.meansNothing("^X z"))
        #expect(stage.composer.isEmpty)
        stage.press(.control("x"), .control("g"))
        #expect(stage.notice == nil)
        stage.type("a")
        #expect(stage.composer == "a")
    }

    @Test func `help, palette and key line tell the keys that are in force`() {
        var stage = Stage(rows: 60)
        stage.opens()
        stage.model.keymap = .emacs
        #expect(stage.screen.contains("^X ^S send"))
        stage.press(.function(1))
        #expect(stage.screen.contains("^X ^S"))
        #expect(!stage.screen.contains("^R "))
        stage.press(.escape, .alt("x"))
        stage.type("pass the")
        #expect(stage.screen.contains("^X ^P"))
    }

    @Test func `the list of drafts has the keys that are in force, and tells them`() {
        var shelf = LibraryShelf(drafts: DraftSummary.shelf)
        shelf.model.keymap = .emacs
        #expect(shelf.screen.contains("^S find"))
        shelf.press(.control("s"))
        shelf.type("zz")
        #expect(shelf.screen.contains("^G shows all drafts."))
        shelf.press(.control("g"), .alt("s"))
        #expect(shelf.library?.filter == nil)
        #expect(shelf.library?.order == .title)
        shelf.knows(["https://a.example", "https://b.example"])
        shelf.press(.control("x"), .control("b"), .control("n"))
        #expect(shelf.screen.contains("draft --server https://b.example"))
        #expect(shelf.screen.contains("Leave with ^X ^C, then run:"))
        shelf.press(.control("g"), .alt("x"))
        shelf.type("find drafts")
        shelf.press(.enter)
        #expect(shelf.library?.filter != nil)
    }

    @Test func `in the keymap of Emacs one writes as in Emacs`() {
        var stage = Stage()
        stage.opens()
        stage.model.keymap = .emacs
        stage.type("one two three")
        stage.press(.control("a"), .alt("f"), .control(" "), .alt("f"), .control("w"), .control("e"), .control("y"))
        #expect(stage.composer == "one three two")
        stage.press(.control("_"), .control("_"))
        #expect(stage.composer == "one two three")
        stage.press(.control(" "), .control("a"), .control("g"))
        #expect(!stage.editor.composer.isSelecting)
        stage.press(.control("x"), .control("c"))
        #expect(stage.effects.last == .quit)
    }

    @Test func `the sentences of the screen tell the keys that are in force`() throws {
        for (end, keys) in Phrases.endsWithKeys {
            #expect(Keymap.plain.worded(end) == end)
            for (name, _) in keys { #expect(end.contains(name), "\(end)") }
        }
        #expect(Keymap.emacs.worded(Phrases.composerHint) == "Write here, then ^X ^S sends it.")
        #expect(Keymap.emacs.worded(Phrases.closed("Gone.")) == "Gone. Your words stay here; ^X ^W exports them.")
        #expect(Keymap.vi.worded(Phrases.guestReads) == "A read-only link. Alt S finds, ^X exports, ^Q leaves.")
        #expect(Keymap.emacs.worded("“^S” ^X") == "“^S” ^X")
        let (keymap, _) = Keymap.plain.rebinding([("add-writer", [], 1)])
        #expect(keymap.worded(Phrases.nobodyToPassTo).hasSuffix("“add-writer” adds a writer."))
    }

    @Test(arguments: ScreenGoldenTests.sizes) func `a sequence has begun`(_ size: Size) throws {
        var stage = ScreenGoldenTests.lighthouse(size: size)
        stage.model.keymap = .emacs
        stage.press(.control("x"))
        try expectGolden(view(stage.model), "keymap-emacs-begun-\(size.columns)x\(size.rows)")
    }

    @Test(arguments: ScreenGoldenTests.sizes) func `the modal keymap`(_ size: Size) throws {
        var stage = ScreenGoldenTests.lighthouse(size: size)
        stage.model.keymap = .vi
        try expectGolden(view(stage.model), "keymap-vi-empty-\(size.columns)x\(size.rows)")
        stage.press(.character("i"))
        stage.type("It was addressed to the light.")
        stage.press(.escape, .character("v"), .character("b"))
        try expectGolden(view(stage.model), "keymap-vi-visual-\(size.columns)x\(size.rows)")
        stage.press(.escape, .character(":"), .character("p"))
        try expectGolden(view(stage.model), "keymap-vi-command-\(size.columns)x\(size.rows)")
        stage.press(.escape, .function(1), .function(1), .function(1))
        try expectGolden(view(stage.model), "keymap-vi-help-\(size.columns)x\(size.rows)")
    }
}
