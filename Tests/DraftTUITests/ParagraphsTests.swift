import DraftCore
import Testing

@testable import DraftTUI

@Suite struct ParagraphsTests {
    @Test(
        arguments: [
            ("", []), ("\n \n\t\n", []), ("one", ["one"]), ("one\ntwo", ["one\ntwo"]),
            ("one\n\ntwo\n", ["one", "two"]),
            ("\n\n  one  \n \t \n\ntwo", ["  one  ", "two"]), ("one\r\n\r\ntwo\rthree", ["one", "two\nthree"]),
        ] as [(String, [String])])
    func `lines that are blank part a text`(text: String, paragraphs: [String]) {
        let split = Paragraphs.split(text, limit: 100)
        #expect(split.paragraphs == paragraphs)
        #expect(split.dropped == 0)
    }

    @Test(
        arguments: [
            ("abcdef", 6, ["abcdef"]), ("abcdefg", 6, ["abcdef", "g"]), ("ab cd ef", 6, ["ab cd ", "ef"]),
            ("ab\ncdefg", 6, ["ab\n", "cdefg"]), ("漢字かな", 2, ["漢字", "かな"]), ("abc", 1, ["a", "b", "c"]),
        ] as [(String, Int, [String])])
    func `a long paragraph is cut after white space, else inside of a word`(text: String, limit: Int, pieces: [String])
    {
        #expect(Paragraphs.split(text, limit: limit).paragraphs == pieces)
    }

    @Test func `what may not stand in a segment is dropped and counted`() {
        let split = Paragraphs.split("a\u{1B}b\u{202E}c\n\n\u{0}", limit: 100)
        #expect(split.paragraphs == ["abc"])
        #expect(split.dropped == 3)
    }

    @Test(arguments: ["The lamp had been dark for a week.\nNobody\twould admit it. 漢字 e\u{301}\u{301}\u{301}"], 1...20)
    func `a cut loses nothing and keeps the limit`(text: String, limit: Int) {
        let pieces = Paragraphs.split(text, limit: limit).paragraphs
        #expect(pieces.joined() == text)
        #expect(pieces.filter { $0.isEmpty || $0.unicodeScalars.count > limit } == [])
    }
}
