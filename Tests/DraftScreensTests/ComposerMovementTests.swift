import CellGrid
import DraftCore
import Testing

@testable import DraftScreens

/// `|` marks the caret, `[` the other end of a selection.
struct MarkedText {
    static func composer(_ marked: String, columns: Int = 40) -> Composer {
        var composer = Composer()
        composer.fit(columns: columns)
        composer.insert(String(marked.filter { $0 != "|" && $0 != "[" }))
        let plain = marked.filter { $0 != "[" }
        let caret = String(plain.prefix { $0 != "|" }).utf8.count
        if let anchor = marked.firstIndex(of: "[") {
            composer.place(at: String(marked[..<anchor].filter { $0 != "|" }).utf8.count)
            composer.select(to: caret)
        } else {
            composer.place(at: caret)
        }
        return composer
    }

    static func marked(_ composer: Composer) -> String {
        let (caret, end) = (composer.offset, composer.content.end)
        guard let selection = composer.selection else {
            return composer.content[0..<caret] + "|" + composer.content[caret..<end]
        }
        let (first, last) = caret == selection.lowerBound ? ("|", "[") : ("[", "|")
        return composer.content[0..<selection.lowerBound] + first + composer.content[selection] + last
            + composer.content[selection.upperBound..<end]
    }
}

@Suite struct ComposerMovementTests {
    @Test(arguments: [
        ("don|'t go", Movement.wordRight, "don't| go"), ("|don’t go", .wordRight, "don’t| go"),
        ("so don't| go", .wordLeft, "so |don't go"), ("one|, two", .wordRight, "one, two|"),
        ("one, |two", .wordLeft, "|one, two"), ("a |-- b", .wordRight, "a --| b"), ("a -- |b", .wordLeft, "a |-- b"),
        ("|well-known", .wordRight, "well|-known"), ("|3.14 and", .wordRight, "3.14| and"),
        ("1,000| x", .wordLeft, "|1,000 x"), ("'tis|", .wordLeft, "'|tis"),
        ("rock 'n' roll|", .wordLeft, "rock 'n' |roll"),
        ("|漢字かなカナabc", .wordRight, "漢字|かなカナabc"), ("漢字|かなカナabc", .wordRight, "漢字かな|カナabc"),
        ("漢字かなカナー|abc", .wordLeft, "漢字かな|カナーabc"), ("漢字。|仮名", .wordLeft, "|漢字。仮名"),
        ("|한국어 글", .wordRight, "한국어| 글"), ("a 👩‍👩‍👧🇫🇷| b", .wordLeft, "a |👩‍👩‍👧🇫🇷 b"),
        ("cafe\u{301}| au", .wordLeft, "|cafe\u{301} au"), ("|Ünïcödé über", .wordRight, "Ünïcödé| über"),
        ("one\n\n|two", .wordLeft, "|one\n\ntwo"), ("one|\n\ntwo", .wordRight, "one\n\ntwo|"), ("|", .wordRight, "|"),
        ("a_b c|", .wordLeft, "a_b |c"), ("|a_b c", .wordRight, "a_b| c"), ("(one)|", .wordLeft, "(|one)"),
    ]) func `words are what people take for words`(_ before: String, _ movement: Movement, _ after: String) {
        check(before, movement, after)
    }

    @Test(arguments: [
        ("One. Tw|o. Three.", Movement.sentenceStart, "One. |Two. Three."),
        ("One. |Two.", .sentenceStart, "|One. Two."), ("On|e. Two.", .sentenceEnd, "One.| Two."),
        ("One.| Two.", .sentenceEnd, "One. Two.|"),
        ("|He saw e.g. birds. Then", .sentenceEnd, "He saw e.g. birds.| Then"),
        ("|It is 3.14 long. No", .sentenceEnd, "It is 3.14 long.| No"),
        ("|“Who?” she asked.” Yes", .sentenceEnd, "“Who?”| she asked.” Yes"),
        ("|Really?! (Yes.) No", .sentenceEnd, "Really?!| (Yes.) No"),
        ("Really?!| (Yes.) No", .sentenceEnd, "Really?! (Yes.)| No"),
        ("|漢字。仮名！", .sentenceEnd, "漢字。|仮名！"), ("漢字。仮|名！", .sentenceStart, "漢字。|仮名！"),
        ("A title\nThe t|ext", .sentenceStart, "A title\n|The text"),
        ("A title\n|The text", .sentenceStart, "|A title\nThe text"),
        ("A |title\n\nThe text", .sentenceEnd, "A title|\n\nThe text"),
        ("A title|\n\nThe text", .sentenceEnd, "A title\n\nThe text|"),
        ("Wait… wh|at", .sentenceStart, "Wait… |what"), ("|", .sentenceStart, "|"), ("|", .sentenceEnd, "|"),
        ("  |", .sentenceStart, "|  "),
    ]) func `sentences end where a reader draws breath`(_ before: String, _ movement: Movement, _ after: String) {
        check(before, movement, after)
    }

    @Test(arguments: [
        ("one\n\ntw|o", Movement.paragraphStart, "one\n\n|two"), ("one\n\n|two", .paragraphStart, "|one\n\ntwo"),
        ("o|ne\n\ntwo", .paragraphEnd, "one|\n\ntwo"), ("one|\n\ntwo", .paragraphEnd, "one\n\ntwo|"),
        ("one\n|\n", .paragraphStart, "|one\n\n"), ("|\n\n", .paragraphEnd, "\n\n|"),
    ]) func `paragraphs are what line feeds part`(_ before: String, _ movement: Movement, _ after: String) {
        check(before, movement, after)
    }

    @Test(arguments: [
        ("the lamp had b|een dark", Movement.lineStart, "the lamp had |been dark"),
        ("the lamp h|ad been dark", .lineEnd, "the lamp had| been dark"),
        ("the la|mp had been dark", .down, "the lamp had been d|ark"),
        ("the lamp had been d|ark", .up, "the la|mp had been dark"), ("th|e lamp", .up, "|the lamp"),
        ("a\n漢|字\nabc", .down, "a\n漢字\nab|c"), ("one\nt|wo", .textStart, "|one\ntwo"),
        ("o|ne\ntwo", .textEnd, "one\ntwo|"),
    ]) func `lines are those that one sees`(_ before: String, _ movement: Movement, _ after: String) {
        check(before, movement, after, columns: 13)
    }

    @Test func `a page is as long as it is shown, and keeps the column`() {
        var composer = MarkedText.composer("a1\nb2\nc3\nd|4\ne5\nf6")
        composer.move(.pageUp, page: 2)
        #expect(MarkedText.marked(composer) == "a1\nb|2\nc3\nd4\ne5\nf6")
        composer.move(.pageDown, page: 3)
        #expect(MarkedText.marked(composer) == "a1\nb2\nc3\nd4\ne|5\nf6")
    }

    @Test(arguments: [
        ("one |two", Movement.wordRight, "one [two|"), ("one t[wo|", .left, "one t[w|o"),
        ("one [two|", .wordLeft, "one |two"),
        ("on[e| two", .wordLeft, "|on[e two"), ("|o[ne", .textEnd, "o[ne|"), ("a 👩‍👩‍👧| b", .left, "a |👩‍👩‍👧[ b"),
    ]) func `with shift the other end stays`(_ before: String, _ movement: Movement, _ after: String) {
        var composer = MarkedText.composer(before)
        composer.move(movement, selecting: true)
        #expect(MarkedText.marked(composer) == after)
    }

    @Test(arguments: [
        ("o[ne tw|o", Movement.left, "o|ne two"), ("o[ne tw|o", .right, "one tw|o"), ("o|ne tw[o", .right, "one tw|o"),
        ("o[ne tw|o", .textEnd, "one two|"),
    ]) func `without it the selection ends`(_ before: String, _ movement: Movement, _ after: String) {
        check(before, movement, after)
    }

    @Test func `the mark selects for terminals without shift`() {
        var stage = Stage()
        stage.opens()
        stage.type("one two")
        stage.press(.control(" "), .alt("b"))
        #expect(stage.editor.composer.selectedText == "two")
        stage.press(.control("k"), .alt("b"))
        #expect(stage.composer == "one ")
        #expect(stage.editor.composer.selection == nil)
    }

    private func check(_ before: String, _ movement: Movement, _ after: String, columns: Int = 40) {
        var composer = MarkedText.composer(before, columns: columns)
        composer.move(movement)
        #expect(MarkedText.marked(composer) == after)
    }
}
