import CollabTesting
import DraftCore
import Testing

@Suite struct SafeTextTests {
    private static let everywhere: [ClosedRange<UInt32>] = [
        0x00...0x08, 0x0B...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069, 0xFDD0...0xFDEF,
    ]
    private static let outsideSegments: [UInt32] = [0x09, 0x0A, 0x2028, 0x2029]

    /// The rule as the wire contract words it, written a second time to compare with.
    private static func mayNotStand(_ value: UInt32, in place: SafeText.Place) -> Bool {
        everywhere.contains { $0.contains(value) } || value & 0xFFFF >= 0xFFFE
            || place == .line && outsideSegments.contains(value)
    }

    @Test(arguments: [SafeText.Place.segment, .line])
    func `of all Unicode exactly the named classes are refused`(place: SafeText.Place) {
        var wrong: [UInt32] = []
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            if SafeText.isForbidden(scalar, in: place) != Self.mayNotStand(value, in: place) { wrong.append(value) }
        }
        #expect(wrong == [])
    }

    @Test(arguments: [
        ("\u{1B}[2J", 0, "U+001B"), ("abc\u{7}", 3, "U+0007"), ("é\u{301}\u{202E}", 2, "U+202E"),
        ("👩‍🚀\u{9B}", 3, "U+009B"), ("x\u{10FFFF}", 1, "U+10FFFF"), ("one\r\ntwo", 3, "U+000D"),
    ])
    func `a violation names the character and counts those before it`(text: String, offset: Int, codePoint: String)
        throws
    {
        let violation = try #require(SafeText.firstViolation(in: text, place: .segment))
        #expect(violation.offset == offset)
        #expect(violation.codePoint == codePoint)
    }

    @Test(arguments: [
        "", "plain", "two\nlines\tand a tab", "עברית", "日本語", "e\u{301}", "👩‍🚀", "\u{200D}", "\u{FFFD}", "\u{AD}",
    ])
    func `text of any language may stand in a segment`(text: String) {
        #expect(SafeText.firstViolation(in: text, place: .segment) == nil)
        #expect(SafeText.cleaned(text, for: .segment) == (text, 0))
        #expect(SafeText.escaped(text, for: .segment) == text)
    }

    @Test(arguments: [
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour", 0),
        ("\r\r\n\n\r", "\n\n\n\n", 0),
        ("\u{1B}[31mred\u{1B}[0m", "[31mred[0m", 2),
        ("a\u{0}b\u{7F}c\u{202E}d\u{FFFE}", "abcd", 4),
        ("\r\u{1B}\n", "\n\n", 1),
        ("tab\tstays", "tab\tstays", 0),
    ])
    func `cleaning a segment keeps its lines and drops the rest`(text: String, cleaned: String, dropped: Int) {
        #expect(SafeText.cleaned(text, for: .segment) == (cleaned, dropped))
    }

    @Test(arguments: [
        ("one\r\ntwo\rthree\nfour\tfive", "one two three four five", 0),
        ("a\u{2028}b\u{2029}c", "a b c", 0),
        ("bell\u{7}", "bell", 1),
    ])
    func `cleaning a line leaves one line`(text: String, cleaned: String, dropped: Int) {
        #expect(SafeText.cleaned(text, for: .line) == (cleaned, dropped))
    }

    @Test(arguments: [
        ("\u{1B}[2J", SafeText.Place.segment, "<U+001B>[2J"),
        ("a\nb", .segment, "a\nb"),
        ("a\nb", .line, "a<U+000A>b"),
        ("\u{202E}abc", .line, "<U+202E>abc"),
        ("\u{10FFFE}", .segment, "<U+10FFFE>"),
    ])
    func `escaping shows what may not stand there`(text: String, place: SafeText.Place, escaped: String) {
        #expect(SafeText.escaped(text, for: place) == escaped)
    }

    @Test(arguments: UInt64(0)..<300)
    func `cleaned and escaped text is clean, and stays as it is the second time`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let text = Self.hostileText(using: &generator)
        for place in [SafeText.Place.segment, .line] {
            let cleaned = SafeText.cleaned(text, for: place).text
            #expect(SafeText.firstViolation(in: cleaned, place: place) == nil)
            #expect(SafeText.cleaned(cleaned, for: place) == (cleaned, 0))
            let escaped = SafeText.escaped(text, for: place)
            #expect(SafeText.firstViolation(in: escaped, place: place) == nil)
            #expect(SafeText.escaped(escaped, for: place) == escaped)
        }
    }

    @Test(arguments: UInt64(0)..<50)
    func `there is a violation exactly where a character may not stand, and it is the first`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let scalars = Array(Self.hostileText(using: &generator).unicodeScalars)
        for place in [SafeText.Place.segment, .line] {
            for length in 0...scalars.count {
                let text = String(String.UnicodeScalarView(scalars[..<length]))
                let first = scalars[..<length].firstIndex { SafeText.isForbidden($0, in: place) }
                #expect(SafeText.firstViolation(in: text, place: place)?.offset == first)
                #expect((SafeText.cleaned(text, for: place) == (text, 0)) == (first == nil))
            }
        }
    }

    private static func hostileText(using generator: inout SeededGenerator) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...40, using: &generator) {
            let ranges: [ClosedRange<UInt32>] = [0...0x9F, 0x2020...0x2070, 0xFDC0...0xFE00, 0...0x10FFFF]
            let range = ranges[Int.random(in: 0..<ranges.count, using: &generator)]
            if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &generator)) { text.append(scalar) }
        }
        return String(text)
    }
}
