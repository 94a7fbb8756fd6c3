import CellGrid
import DraftCore
import Testing

@testable import DraftScreens

@Suite struct ComposerFindTests {
    private var stage: Stage

    init() {
        stage = Stage(columns: 60, rows: 20)
        stage.opens()
        stage.type("The lamp, a lamp and LAMPS.")
        stage.press(.alt("<"))
    }

    private var found: Int? { stage.editor.composer.selection?.lowerBound }

    @Test mutating func `matches are found as one types, whatever their case, and counted`() {
        stage.press(.alt("/"))
        stage.type("lamp")
        #expect(found == 4)
        #expect(stage.screen.contains("1 of 3"))
        stage.press(.enter)
        #expect(found == 12)
        stage.press(.enter, .enter)
        #expect(found == 4)
        stage.press(.up)
        #expect(found == 21)
        #expect(stage.composer == "The lamp, a lamp and LAMPS.")
        stage.press(.escape)
        #expect(stage.editor.find == nil)
        #expect(stage.editor.composer.selectedText == "LAMP")
    }

    @Test mutating func `one match is replaced, then the next`() {
        stage.press(.alt("r"))
        stage.type("lamp")
        stage.press(.tab)
        stage.type("light")
        stage.press(.enter)
        #expect(stage.composer == "The light, a lamp and LAMPS.")
        #expect(stage.effects.contains(.keepWords(stage.composer, caret: 17)))
        stage.press(.enter)
        #expect(stage.composer == "The light, a light and LAMPS.")
        stage.press(.alt("u"))
        #expect(stage.composer == "The light, a lamp and LAMPS.")
    }

    @Test(arguments: ["", "x", "a longer lamp", "🇫🇷"]) func `all are replaced in one change`(_ text: String) {
        var stage = stage
        stage.press(.alt("r"))
        stage.type("lamp")
        stage.press(.tab)
        stage.type(text)
        stage.press(Key(.enter, .alt))
        #expect(stage.composer == "The \(text), a \(text) and \(text)S.")
        #expect(stage.notice == Phrases.replaced(3))
        stage.press(.escape, .alt("u"))
        #expect(stage.composer == "The lamp, a lamp and LAMPS.")
    }

    @Test mutating func `what is selected is looked for`() {
        stage.press(Key(.right, [.control, .shift]))
        stage.press(.alt("/"))
        #expect(stage.editor.find?.pattern.text == "The")
    }

    @Test mutating func `what is not there is said, and nothing is replaced`() {
        stage.press(.alt("r"))
        stage.send(.input(.paste("candle")))
        #expect(stage.screen.contains(Phrases.notFound))
        stage.press(.tab, .enter, Key(.enter, .alt))
        #expect(stage.composer == "The lamp, a lamp and LAMPS.")
        #expect(found == nil)
    }

    @Test func `a text that has to be made safe is not searched by wrong places`() {
        var composer = Composer()
        composer.insert("a\u{202E}lamp")
        var find = ComposerFind(isInReplacement: false, origin: 0)
        find.pattern.insert("lamp")
        #expect(find.matches(in: composer) == [])
    }

    @Test(arguments: [
        (#"He said "no.""#, "He said “no.”"), ("don't", "don’t"), ("'tis 'so'", "‘tis ‘so’"), ("the '90s", "the ’90s"),
        ("one--two", "one–two"), ("one---two", "one—two"), ("one - two", "one – two"), ("well-known", "well-known"),
        ("----", "----"), (#"("a")"#, "(“a”)"), (#"--"a""#, "–“a”"), ("-", "-"), ("a -", "a -"), ("", ""),
        (#""'a' b""#, "“‘a’ b”"), ("a\n\"b\"", "a\n“b”"), ("-- a --", "– a –"),
    ]) func `marks of a typewriter become those of a page`(_ typed: String, _ printed: String) {
        #expect(Typography.set(typed, after: nil) == printed)
    }

    @Test mutating func `they are set in what is selected alone, or in all, in one change`() {
        stage.press(.alt("A"))
        stage.type(#""a" "b""#)
        stage.press(.left, Key(.left, .shift), Key(.left, .shift), .alt("q"))
        #expect(stage.composer == #""a" “b""#)
        stage.press(.alt("q"))
        #expect(stage.composer == "“a” “b”")
        #expect(stage.editor.composer.caret == 4)
        stage.press(.alt("q"))
        #expect(stage.notice == Phrases.nothingToSet)
        stage.press(.alt("u"), .alt("u"))
        #expect(stage.composer == #""a" "b""#)
    }
}
