import CellGrid
import DraftCore
import Testing

@testable import DraftScreens

extension Composer {
    var characters: [Character] { Array(text) }
}

@Suite struct ComposerTests {
    /// `|` marks the caret.
    private func composer(_ marked: String) -> Composer {
        let parts = marked.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
        var composer = Composer()
        composer.insert(parts.joined())
        composer.place(parts[0].count)
        return composer
    }

    private func marked(_ composer: Composer) -> String {
        let characters = composer.characters.map { String($0) }
        return characters[..<composer.caret].joined() + "|" + characters[composer.caret...].joined()
    }

    @Test(arguments: [
        ("on|e two", Movement.left, "o|ne two"), ("|one", .left, "|one"), ("one|", .right, "one|"),
        ("one tw|o", .wordLeft, "one |two"), ("one |two", .wordLeft, "|one two"), ("on|e two", .wordRight, "one| two"),
        ("one| two", .wordRight, "one two|"), ("a👩‍👩‍👧|b", .left, "a|👩‍👩‍👧b"), ("on|e", .textStart, "|one"),
        ("on|e", .textEnd, "one|"),
    ]) func `the caret moves by what people count`(_ before: String, _ movement: Movement, _ after: String) {
        var composer = composer(before)
        composer.move(movement)
        #expect(marked(composer) == after)
    }

    @Test(arguments: [
        ("on|e", "o|e"), ("|one", "|one"), ("👩‍👩‍👧|x", "|x"), ("e\u{301}|", "|"), ("a\n|b", "a|b"),
    ]) func `backspace takes one character`(_ before: String, _ after: String) {
        var composer = composer(before)
        composer.deleteBackward()
        #expect(marked(composer) == after)
    }

    @Test(arguments: [("one two|", "one |"), ("one |", "|"), ("one two |x", "one |x"), ("|x", "|x")])
    func `the word before the caret is deleted`(_ before: String, _ after: String) {
        var composer = composer(before)
        composer.replace(composer.reach(of: .wordLeft), with: "")
        #expect(marked(composer) == after)
    }

    @Test func `a mark joins the letter before it`() {
        var composer = composer("cafe|!")
        composer.insert("\u{301}")
        #expect(composer.characters.count == 5)
        #expect(marked(composer) == "cafe\u{301}|!")
    }

    @Test func `taking out what stood between may join the neighbours`() {
        var composer = Composer()
        composer.insert("e")
        composer.insert("x")
        composer.insert("\u{301}!")
        composer.place(1)
        #expect(composer.characters.count == 3)
        composer.deleteForward()
        #expect(composer.characters == Array("e!"))
    }

    @Test func `text put above leaves the caret among its words`() {
        var composer = composer("thi|rd")
        composer.putAbove("first")
        #expect(marked(composer) == "first\n\nthi|rd")
    }

    @Test(arguments: 1...200) func `random edits keep caret and clusters`(_ seed: UInt64) {
        var random = RandomSource(seed: seed)
        let pieces = ["a", " ", "\n", "漢", "e", "\u{301}", "\u{200D}", "👩", "🇫", "🇷", "word ", "\u{1112}", "\u{1161}"]
        var composer = Composer()
        for _ in 0..<60 {
            switch Int.random(in: 0..<8, using: &random) {
            case 0: composer.deleteBackward()
            case 1: composer.deleteForward()
            case 2: composer.move(.left)
            case 3: composer.move(.wordRight)
            case 4: composer.place(Int.random(in: -3..<40, using: &random))
            default: composer.insert(pieces.randomElement(using: &random) ?? "")
            }
            #expect((0...composer.characters.count).contains(composer.caret), "seed \(seed)")
            let before = composer.text.utf8.prefix(composer.offset)
            #expect(String(Substring(before)).count == composer.caret, "seed \(seed)")
            #expect(composer.scalarCount == composer.text.unicodeScalars.count, "seed \(seed)")
            #expect(composer.wordCount == WordRule.count(composer.text), "seed \(seed)")
            #expect(composer.content.boundary(upTo: composer.offset) == composer.offset, "seed \(seed)")
        }
    }

    @Test func `up and down keep the column through a short line`() {
        var stage = Stage(columns: 60, rows: 20)
        stage.opens()
        stage.type("a long first line\nx\nanother long line")
        let column = stage.editor.composer.caret
        stage.press(.up)
        #expect(marked(stage.editor.composer) == "a long first line\nx|\nanother long line")
        stage.press(.down)
        #expect(stage.editor.composer.caret == column)
    }
}
