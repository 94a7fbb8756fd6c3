import Testing

@testable import DraftScreens

@Suite struct TextPatternTests {
    /// What was found, as the text that stands there.
    private func found(_ pattern: String, in text: String) -> [String] {
        guard var search = TextPattern(pattern) else { return [] }
        let ranges = search.ranges(in: text)
        #expect(search.count(in: text) == ranges.count)
        return ranges.map { String(decoding: Array(text.utf8)[$0], as: UTF8.self) }
    }

    @Test(
        arguments: [
            ("lamp", "The Lamp, a LAMP", ["Lamp", "LAMP"]), ("aa", "aaaaa", ["aa", "aa"]), ("aab", "aaab", ["aab"]),
            ("x", "", []), ("abcabd", "abcabcabd", ["abcabd"]), ("ЛАМПА", "лампа и Лампа", ["лампа", "Лампа"]),
            ("ΣΟΦΟΣ", "σοφος", ["σοφος"]), ("strasse", "Straße", ["Straße"]), ("STRAẞE", "straße", ["straße"]),
            ("fi", "ﬁne", ["ﬁ"]), ("k", "\u{212A}", ["\u{212A}"]),
            (
                "two words", "Two\nwords two\u{A0}words",
                [
                    "Two\nwords", "two\u{A0}words",
                ]
            ),
        ] as [(String, String, [String])])
    func `case and the kind of white space do not count`(pattern: String, text: String, matches: [String]) {
        #expect(found(pattern, in: text) == matches)
    }

    @Test(
        arguments: [
            ("é", "e\u{301} é É E\u{301} e", ["e\u{301}", "é", "É", "E\u{301}"]),
            ("e\u{301}", "café", ["é"]), ("e", "e\u{301}", []), ("cafe", "cafe\u{301}", []),
            ("\u{1112}\u{1161}\u{11AB}", "한", ["한"]), ("하", "\u{1112}\u{1161}\u{11AB}", []),
            ("a\u{323}\u{307}", "a\u{307}\u{323}", ["a\u{307}\u{323}"]), ("\u{212B}", "å", ["å"]),
            ("👩", "👩‍👩‍👧 👩", ["👩"]), ("🇫🇷", "🇩🇪🇫🇷", ["🇫🇷"]), ("🇪🇫", "🇩🇪🇫🇷", []), ("ष", "क्ष", []),
        ] as [(String, String, [String])])
    func `characters are compared whole, however they are composed`(pattern: String, text: String, matches: [String]) {
        #expect(found(pattern, in: text) == matches)
    }

    @Test func `what may not be shown is found as it is shown`() {
        var search = TextPattern("z")!
        #expect(search.ranges(in: "a\u{1B}z") == [9..<10])
        var escape = TextPattern("<u+001b>")!
        #expect(escape.ranges(in: "a\u{1B}b") == [1..<9])
        #expect(escape.count(in: "\u{1B}\r\n\u{1B}") == 2)
    }

    @Test func `an empty text is no pattern`() {
        #expect(TextPattern("") == nil)
    }

    /// Every way by which it may be found, compared with the plainest one.
    @Test(arguments: 1...300) func `random texts are searched as characters are compared`(_ seed: UInt64) {
        var random = RandomSource(seed: seed)
        let pieces = [
            "a", "A", "b", "é", "e\u{301}", "漢", "👩", "\u{200D}", "я", "Я", " ", "\u{301}", "\u{1112}", "\u{1161}", "𝒳",
        ]
        func text(_ length: Int) -> String {
            (0..<length).map { _ in pieces.randomElement(using: &random)! }.joined()
        }
        let (pattern, text) = (text(Int.random(in: 1...3, using: &random)), text(60))
        let wanted = pattern.map { $0.lowercased() }
        let characters = text.map { $0.lowercased() }
        var count = 0
        var index = 0
        while index + wanted.count <= characters.count {
            let isMatch = Array(characters[index..<index + wanted.count]) == wanted
            count += isMatch ? 1 : 0
            index += isMatch ? wanted.count : 1
        }
        #expect(found(pattern, in: text).count == count, "seed \(seed)")
    }
}
