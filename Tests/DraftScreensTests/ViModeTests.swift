import CellGrid
import DraftCore
import Testing

@testable import DraftScreens

/// The modal keymap, by what is pressed and what stands there then.
@Suite struct ViModeTests {
    /// `|` marks the caret, which stands on what follows; ⎋ is Esc, ⏎ Enter, ⌫ Backspace, ® `^R`.
    private func stage(_ marked: String, columns: Int = 80) -> Stage {
        var stage = Stage(columns: columns)
        stage.opens()
        stage.model.keymap = .vi
        let parts = marked.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
        stage.press(.character("i"))
        if !parts.joined().isEmpty { stage.send(.input(.paste(parts.joined()))) }
        stage.press(.escape)
        guard case .editor(var editor) = stage.model.screen else { return stage }
        editor.composer.place(parts[0].count)
        stage.model.screen = .editor(editor)
        return stage
    }

    private static let named: [Character: Key] = [
        "⎋": .escape, "⏎": .enter, "⌫": .backspace, "®": .control("r"), "→": .right, "←": .left, "↓": .down,
    ]

    private func marked(_ stage: Stage) -> String {
        let composer = stage.editor.composer
        let characters = composer.characters.map { String($0) }
        return characters[..<composer.caret].joined() + "|" + characters[composer.caret...].joined()
    }

    private func expect(_ before: String, _ keys: String, _ after: String) {
        var stage = stage(before)
        for letter in keys { stage.press(Self.named[letter] ?? .character(letter)) }
        #expect(marked(stage) == after, "\(before.debugDescription) \(keys)")
    }

    @Test(arguments: [
        ("on|e two", "h", "o|ne two"), ("|one", "h", "|one"), ("on|e", "l", "on|e"), ("|one", "9l", "on|e"),
        ("|one two", "w", "one |two"), ("|one two, 3", "2w", "one two|, 3"), ("one |two", "b", "|one two"),
        ("on|e", "b", "|one"), ("|one two", "e", "on|e two"), ("on|e two", "e", "one tw|o"), ("|one", "w", "on|e"),
        ("one\n|  two", "^", "one\n  |two"), ("one tw|o", "0", "|one two"), ("|one\ntwo", "$", "on|e\ntwo"),
        ("one\ntwo\nth|ree", "gg", "|one\ntwo\nthree"), ("|one\n two", "G", "one\n |two"),
        ("|one\ntwo\nthree", "2G", "one\n|two\nthree"), ("o|ne\n\nthree", "j", "one\n|\nthree"),
        ("o|ne\n\nthree", "2j", "one\n\nt|hree"), ("o|ne\n\nthree", "jj", "one\n\nt|hree"),
        ("one\ntw|o", "k", "on|e\ntwo"),
        ("|one\ntwo\n\nthree", "}", "one\ntwo\n|\nthree"), ("one\n\ntw|o", "{", "one\n|\ntwo"),
        ("|one", "}", "on|e"), ("|don't", "w", "don|'t"), ("|漢字かな", "w", "漢字|かな"), ("|a👩‍👩‍👧b", "l", "a|👩‍👩‍👧b"),
        ("one|\n", "j", "one\n|"), ("|one two", "→→", "on|e two"), ("o|ne", "⌫", "|one"),
        ("on|e\ntwo", "⏎", "one\ntw|o"), ("|", "hjklwbe0^$ggG{}", "|"), ("one\n\n|two", "b", "one\n|\ntwo"),
        ("|one\n\ntwo", "w", "one\n|\ntwo"),
    ]) func `a motion moves the caret`(_ before: String, _ keys: String, _ after: String) {
        expect(before, keys, after)
    }

    @Test(arguments: [
        ("on|e two", "ix⎋", "on|xe two"), ("on|e", "ax⎋", "one|x"), ("on|e", "Ax⎋", "one|x"),
        ("  on|e", "Ix⎋", "  |xone"), ("|one\ntwo", "ox⎋", "one\n|x\ntwo"), ("one\nt|wo", "Ox⎋", "one\n|x\ntwo"),
        ("|", "ihello⎋", "hell|o"), ("|", "i⎋", "|"), ("one", "i⏎⎋", "\n|one"), ("|one", "i→→x⎋", "on|xe"),
    ]) func `words are written until Esc`(_ before: String, _ keys: String, _ after: String) {
        expect(before.contains("|") ? before : "|" + before, keys, after)
    }

    @Test(arguments: [
        ("o|ne", "x", "o|e"), ("on|e", "x", "o|n"), ("|one", "2x", "|e"), ("|one", "9x", "|"), ("on|e", "X", "o|e"),
        ("|", "x", "|"), ("|one two", "dw", "|two"), ("one |two", "dw", "one| "), ("|one\ntwo", "dw", "|\ntwo"),
        ("|one two three", "d2w", "|three"), ("|one two three", "2dw", "|three"), ("one |two", "d$", "one| "),
        ("one |two", "D", "one| "), ("one| two", "d0", "| two"), ("one\nt|wo\nthree", "dd", "one\n|three"),
        ("one\nt|wo", "dd", "|one"), ("|one", "dd", "|"), ("|one\ntwo\nthree", "2dd", "|three"),
        ("|one\ntwo\nthree", "dj", "|three"), ("one\ntw|o\nthree", "dG", "|one"), ("one\nt|wo\nthree", "dgg", "|three"),
        ("one t|wo", "db", "one |wo"), ("|one two", "de", "| two"), ("|one two", "cwx⎋", "|x two"),
        ("one\nt|wo\nx", "ccy⎋", "one\n|y\nx"), ("one |two", "Cx⎋", "one |x"), ("|one\n\ntwo", "d}", "|\n\ntwo"),
        ("|one", "dk", "|one"), ("|one", "d⎋x", "|ne"), ("|one", "dx", "|one"), ("|one\n  two", "dw", "|\n  two"),
    ]) func `an operator takes out what a motion passes over`(_ before: String, _ keys: String, _ after: String) {
        expect(before, keys, after)
    }

    @Test(arguments: [
        ("|one two", "dwP", "one| two"), ("|one two", "dwp", "tone| wo"), ("o|ne\ntwo", "ddp", "two\n|one"),
        ("one\nt|wo", "ddP", "|two\none"), ("|one\ntwo", "yyp", "one\n|one\ntwo"),
        ("|one\ntwo", "Yjp", "one\ntwo\n|one"),
        ("|one", "yy2p", "one\n|one\none"), ("|ab", "xp", "b|a"), ("|one two", "ywwP", "one one| two"),
        ("|", "p", "|"), ("|one", "x3p", "noo|oe"), ("one\ntw|o", "y0p", "one\ntt|wwo"),
    ]) func `what was taken out is put in`(_ before: String, _ keys: String, _ after: String) {
        expect(before, keys, after)
    }

    @Test(arguments: [
        ("|one two", "vd", "|ne two"), ("|one two", "ved", "| two"), ("one t|wo", "vbd", "one |o"),
        ("|one two", "vwd", "|wo"), ("|one two", "vey$p", "one twoon|e"), ("|one\ntwo", "vjd", "|wo"),
        ("|one two", "ve⎋x", "on| two"), ("|one", "vv", "|one"), ("|one two", "vecx⎋", "|x two"), ("|", "vd", "|"),
        ("one| two", "vhhd", "o|two"), ("|one", "v$d", "|"), ("o|ne", "v9hd", "|e"),
    ]) func `what is selected is taken`(_ before: String, _ keys: String, _ after: String) {
        expect(before, keys, after)
    }

    @Test(arguments: [
        ("|one two", "dwu", "|one two"), ("|one two", "dwu®", "|two"), ("|abc", "xxx2u", "|bc"), ("|one", "u", "|"),
        ("|one", "dduu", "|"),
    ]) func `changes are taken back`(_ before: String, _ keys: String, _ after: String) {
        expect(before, keys, after)
    }

    @Test(arguments: [
        ("|one two one", "/tw⏎x", "one |wo one"), ("|one two one", "/one⏎", "|one two one"),
        ("one |two one", "/one⏎n", "|one two one"), ("|a b a b a", "/a⏎n", "a b |a b a"),
        ("|a b a b a", "/a⏎nN", "|a b a b a"), ("|one", "/x⏎", "|one"), ("|one", "n", "|one"),
    ]) func `a text is looked for`(_ before: String, _ keys: String, _ after: String) {
        expect(before, keys, after)
    }

    @Test func `the colon sends, passes and leaves`() {
        var stage = stage("|Words")
        stage.type(":w\n")
        #expect(stage.submitted.count == 1)
        #expect(stage.composer.isEmpty)
        stage.type(":pass\n")
        #expect(stage.submitted.map(\.action) == [.pass(to: ben)])
        stage.type(":statistics\n")
        #expect(stage.model.overlay == .statistics(scrolled: 0))
        stage.press(.escape)
        stage.type(":nonsense\n")
        #expect(stage.notice == Phrases.viNoCommand("nonsense"))
        stage.type(":q")
        #expect(stage.screen.contains(":q"))
        stage.press(.escape, .enter)
        #expect(!stage.effects.contains(.quit))
        stage.type(":q\n")
        #expect(stage.effects.last == .quit)
    }

    @Test func `the mode stands in the key line, and what was begun`() {
        var stage = stage("|one two")
        #expect(stage.screen.contains("NORMAL"))
        stage.press(.character("2"), .character("d"))
        #expect(stage.screen.contains("2d · NORMAL"))
        stage.press(.escape, .character("v"))
        #expect(stage.screen.contains("VISUAL"))
        stage.press(.escape, .character("i"))
        #expect(stage.screen.contains("INSERT"))
        #expect(stage.screen.contains("Esc commands"))
    }

    @Test func `keys with Ctrl do the same in every mode, and Esc never leaves the draft`() {
        var stage = stage("|one")
        for _ in 0..<3 { stage.press(.escape) }
        guard case .editor = stage.model.screen else { return #expect(Bool(false)) }
        stage.press(.control("s"))
        #expect(stage.submitted.count == 1)
        stage.press(.control("q"))
        #expect(stage.effects.last == .quit)
    }

    @Test func `a key with a name goes to what it was bound to, in every mode`() {
        var stage = stage("|one")
        (stage.model.keymap, _) = Keymap.vi.rebinding([("send", ["home"], 1)])
        stage.press(.home)
        #expect(stage.submitted.count == 1)
        stage.type("itwo")
        stage.press(.home)
        #expect(stage.submitted.count == 1)
        #expect(stage.composer.isEmpty)
    }

    @Test func `a key of vi looks for the server too`() {
        var stage = stage("|one two")
        stage.tell(.link(.offline("")))
        stage.press(.character("w"))
        #expect(stage.effects == [.retryLink])
    }

    @Test func `what is copied goes to the clipboard of the terminal`() {
        var stage = stage("|one two")
        stage.press(.character("y"), .character("w"))
        #expect(stage.effects == [.copy("one ")])
    }

    @Test func `a search in the manuscript, a prompt and the palette take letters as letters`() {
        var stage = stage("|one")
        stage.press(.alt("s"))
        stage.type("dd")
        #expect(stage.composer == "one")
        stage.press(.escape, .control("p"))
        stage.type("x")
        #expect(stage.composer == "one")
        #expect(stage.model.overlay != nil)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `whatever is pressed, all can be taken back`(seed: UInt64) {
        for number in 0..<100 {
            let seed = seed &* 1_000 &+ UInt64(number)
            var random = RandomSource(seed: seed)
            var stage = stage("|", columns: 44)
            for _ in 0..<Int.random(in: 5...60, using: &random) {
                press(random: &random, in: &stage)
                guard invariantHolds(stage) else {
                    Issue.record("seed \(seed): \(marked(stage).debugDescription)")
                    return
                }
            }
            if seed.isMultiple(of: 4) { _ = view(stage.model) }
            stage.press(.escape, .escape, .escape)
            var rounds = 0
            repeat {
                stage.press(.character("u"))
                rounds += 1
            } while stage.notice != Phrases.nothingToUndo && rounds < 1_000
            #expect(stage.composer.isEmpty, "seed \(seed)")
        }
    }

    private static let letters = Array("hjklwbe0^$gG{}iaIAoOxXdydcDCpPuvnN123⎋⎋⎋⏎⌫®→←↓YVzq e.'漢👩\u{301}:")

    private func press(random: inout RandomSource, in stage: inout Stage) {
        switch Int.random(in: 0..<20, using: &random) {
        case 0:
            stage.send(.input(.paste(["one two. Three\n\nfour", "漢字 e\u{301}\n", "🇫🇷"].randomElement(using: &random)!)))
        case 1: stage.waits(milliseconds: 2_000)
        case 2: stage.press(Key(.right, .shift))
        default:
            let letter = Self.letters.randomElement(using: &random)!
            stage.press(Self.named[letter] ?? .character(letter))
        }
    }

    private func invariantHolds(_ stage: Stage) -> Bool {
        let composer = stage.editor.composer
        let line = composer.content.paragraph(around: composer.offset)
        guard composer.offset == composer.content.boundary(upTo: composer.offset) else { return false }
        switch stage.model.vi.mode {
        case .insert: return true
        case .normal: return composer.selection == nil && (line.isEmpty || composer.offset < line.upperBound)
        case .visual: return composer.selection != nil
        }
    }
}
