import CellGrid
import DraftCore
import Testing

@testable import DraftScreens

@Suite struct ComposerKillTests {
    private var stage: Stage

    init() {
        stage = Stage()
        stage.opens()
    }

    @Test(arguments: [
        ("one |two\nthree", Key.control("k"), "one |\nthree", "two"), ("one|\ntwo", .control("k"), "one|two", "\n"),
        ("one two|", .control("w"), "one |", "two"), ("|one two", .alt("d"), "| two", "one"),
        ("On|e. Two.", .alt("k"), "On| Two.", "e."), ("one t[w|o", .control("k"), "one t|o", "w"),
        ("one [two|", .control("w"), "one |", "two"), ("|漢字かな", .alt("d"), "|かな", "漢字"),
    ]) func `a kill goes into the ring`(_ before: String, _ key: Key, _ after: String, _ killed: String) {
        var (model, editor) = (stage.model, stage.editor)
        editor.composer = MarkedText.composer(before)
        _ = model.compose(&editor, model.keymap.meaning(of: [key], in: [.composer]))
        #expect(MarkedText.marked(editor.composer) == after)
        #expect(model.killRing.newest == killed)
    }

    @Test mutating func `kills that follow upon each other make one text, in its order`() {
        stage.type("one two three four")
        stage.press(.alt("b"), .control("w"), .control("k"), .control("w"))
        #expect(stage.composer == "one ")
        stage.press(.control("y"))
        #expect(stage.composer == "one two three four")
        stage.press(.control("w"), .left, .control("w"))
        #expect(stage.model.killRing.texts.suffix(2) == ["four", "three"])
    }

    @Test mutating func `yank-pop goes around the ring, and only right after a yank`() {
        for word in ["one", "two", "three"] {
            stage.type(word)
            stage.press(.control("a"), .control("k"))
            stage.press(.left)
        }
        stage.press(.control("y"))
        let yanked = (0..<4).map { _ in
            stage.press(.alt("y"))
            return stage.composer
        }
        #expect(yanked == ["two", "one", "three", "two"])
        stage.press(.left, .alt("y"))
        #expect(stage.composer == "two")
        #expect(stage.notice == Phrases.nothingYanked)
        stage.press(.alt("u"))
        #expect(stage.composer == "three")
    }

    @Test mutating func `words that come back end a yank`() {
        stage.type("one two")
        stage.press(.control("w"), .control("y"))
        stage.tell(.recovered(["Before."], droppedPasses: 0))
        stage.press(.alt("y"))
        #expect(stage.composer == "Before.\n\none two")
    }

    @Test(arguments: [Key.control("c"), .alt("w"), Key(.insert, .control)])
    func `what is copied is told to the terminal, and stays`(key: Key) {
        var stage = stage
        stage.type("one two")
        stage.press(Key(.left, [.control, .shift]), key)
        #expect(stage.effects == [.copy("two")])
        #expect(stage.composer == "one two")
        stage.press(.end, .control("y"))
        #expect(stage.composer == "one twotwo")
    }

    @Test mutating func `what is cut is told to the terminal, and goes`() {
        stage.type("one two")
        stage.press(Key(.left, [.control, .shift]), Key(.delete, .shift))
        #expect(stage.effects == [.copy("two"), .keepWords("one ", caret: 4), .shareWords("one ")])
    }

    @Test mutating func `with nothing selected nothing is copied`() {
        stage.type("one")
        stage.press(.control("c"))
        #expect(stage.effects.isEmpty)
        #expect(stage.notice == Phrases.nothingSelected)
    }

    @Test(arguments: ["x", "\n", "漢"]) func `what is typed takes the place of what is selected`(_ text: String) {
        var stage = stage
        stage.type("one two")
        stage.press(.alt("A"))
        stage.type(text)
        #expect(stage.composer == text)
    }

    @Test mutating func `a long paste asks; Enter puts it in`() {
        let long = String(repeating: "word ", count: 801)
        stage.type("So: ")
        stage.send(.input(.paste(long)))
        #expect(stage.composer == "So: ")
        #expect(stage.screen.contains(Phrases.pasteQuestion(4_005, lines: 1)))
        stage.press(.character("x"), .enter)
        #expect(stage.composer == "So: " + long)
        #expect(stage.effects.first == .keepWords("So: " + long, caret: 4_009))
    }

    @Test mutating func `a long paste that was left out is not lost`() {
        let long = String(repeating: "word\n", count: 801)
        stage.send(.input(.paste(long)))
        stage.press(.escape)
        #expect(stage.composer.isEmpty)
        #expect(stage.effects.isEmpty)
        stage.send(.input(.paste(long + "!")))
        stage.send(.input(.paste("short ")))
        #expect(stage.composer == "short ")
        stage.press(.control("y"))
        #expect(stage.composer == "short " + long + "!")
        stage.press(.alt("y"))
        #expect(stage.composer == "short " + long)
    }

    @Test mutating func `4,000 characters do not ask`() {
        stage.send(.input(.paste(String(repeating: "x", count: 4_000))))
        #expect(stage.composer.count == 4_000)
    }

    @Test func `the ring keeps thirty texts, and not too much of them`() {
        var ring = KillRing()
        for number in 0..<50 { ring.keep("\(number)") }
        #expect(ring.texts.count == 30)
        #expect(ring.newest == "49")
        ring.keep(String(repeating: "x", count: KillRing.budget + 1))
        #expect(ring.texts.count == 1)
    }
}
