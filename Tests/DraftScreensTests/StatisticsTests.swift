import DraftCore
import Testing

@testable import DraftScreens

/// What counts as a word, a day, a bar.
@Suite struct StatisticsTests {
    @Test(
        arguments: [
            // Nothing.
            ("", 0), (" \t\n\r\n", 0), ("\u{A0}\u{3000}\u{2003}\u{85}\u{2028}\u{2029}", 0),
            // Latin, with what sticks to words.
            ("one", 1), ("  one  two\nthree\tfour ", 4), ("it's well-known, isn't it?", 4), ("word—word", 1),
            ("3.14 is 1,000×", 3), ("\u{A0}one\u{A0}two", 2), ("one\u{2028}two\u{3000}three", 3), ("– *** —", 3),
            // Other scripts with spaces.
            ("Слово за словом", 3), ("ἐν ἀρχῇ", 2), ("في البدء كان الكلمة", 4), ("한국어 단어 셋", 3), ("नमस्ते दुनिया", 2),
            // Scripts without: every ideograph and every kana counts.
            ("漢字", 2), ("かな", 2), ("カタカナ", 4), ("漢字かな", 4), ("人々", 2), ("〇", 1), ("𠀀𠀁", 2), ("ﾊﾝｶｸ", 4), ("ラーメン", 4),
            ("ภาษาไทย", 1),
            // Both at once.
            ("Swift言語", 3), ("言語Swift", 3), ("漢 a", 2), ("漢a字", 3), ("漢字2024年", 4), ("ＡＢ漢１２", 3), ("한漢", 2), ("漢한", 2),
            // Marks of East Asian text are part of the word beside them.
            ("「漢字」。", 2), ("漢、字。", 2), ("「", 1), ("」", 1), ("（あ）", 1), ("a、b", 2), ("a。b", 2), ("a「b」c", 3), ("！？", 1),
            ("漢. 字", 2), ("漢 . 字", 3),
            // Combining marks and joiners belong to what they follow.
            ("e\u{301}te\u{301}", 1), ("e\u{301} e\u{301}", 2), ("漢\u{FE00}字\u{E0100}", 2), ("か\u{3099}き\u{3099}", 2),
            ("ｶﾞｷﾟ", 2), ("a\u{200D}b", 1), ("a\u{200C}b", 1), ("क\u{94D}\u{200D}ष", 1), ("a\u{301}\u{302}\u{303}b", 1),
            ("漢\u{200D}", 1), ("a\u{AD}b", 1), ("a\u{2060}b", 1), ("a\u{345}b", 1),
            // Emoji are like letters between spaces.
            ("👩‍👩‍👧", 1), ("👩‍👩‍👧 🇫🇷 1️⃣ ❤️", 4), ("hi👋", 1), ("漢👋", 1),
        ] as [(String, Int)])
    func `words are counted alike in every script`(text: String, count: Int) {
        #expect(WordRule.count(text) == count)
    }

    @Test func `no mark and no joiner begins a word behind anything but a space`() {
        let before = ["a", "é", "я", "漢", "か", "ガ", "한", "1", "👩", "。", "「", "e\u{301}"]
        for value in UInt32(0x80)...0x1_FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .enclosingMark, .spacingMark, .format: break
            default: continue
            }
            for text in before {
                let joined = text + String(Character(scalar))
                #expect(WordRule.count(joined) == 1, "\(text) and \(String(value, radix: 16))")
            }
        }
    }

    @Test(
        arguments: [
            ("1970-01-01T00:00:00.000Z", 0), ("1970-01-01T23:59:59.999Z", 0), ("1970-01-02T00:00:00.000Z", 1),
            ("1969-12-31T23:59:59.999Z", -1), ("1969-12-31T00:00:00.000Z", -1), ("1969-12-30T23:59:59.999Z", -2),
            ("2026-11-24T00:30:00+02:00", 20_780), ("2026-11-24T00:00:00Z", 20_781),
        ] as [(String, Int64)])
    func `a day begins and ends at midnight in UTC`(moment: String, number: Int64) throws {
        #expect(Day(try #require(Timestamp(moment))) == Day(number: number))
    }

    @Test(arguments: ["2026-03-01", "2024-03-01", "2026-01-01", "1970-01-01"])
    func `the last days are told by their dates, the newest at the end`(date: String) throws {
        let day = Day(try #require(Timestamp(date + "T12:00:00Z")))
        #expect(day.date == date)
        #expect(day.dayOfMonth == "01")
        let days = day.last(14)
        #expect(days.count == 14)
        #expect(days.last == day)
        #expect(days.map(\.number) == Array(day.number - 13...day.number))
        let yesterday = ["2026-03-01": "28", "2024-03-01": "29", "2026-01-01": "31", "1970-01-01": "31"]
        #expect(days[12].dayOfMonth == yesterday[date])
    }

    @Test(arguments: [
        (0, 10, 10, ""), (10, 10, 10, "██████████"), (5, 10, 10, "█████"), (1, 10_000, 10, "▏"), (1, 16, 2, "▏"),
        (9, 16, 2, "█▏"), (20, 10, 4, "████"), (5, 0, 4, ""), (-5, 10, 4, ""), (5, 10, 0, ""), (5, 10, -3, ""),
        (.max, .max, 3, "███"),
    ])
    func `a bar is as long as its part is of the whole`(part: Int, whole: Int, columns: Int, bar: String) {
        #expect(Bars.bar(part, of: whole, columns: columns) == bar)
    }

    @Test(arguments: [
        ([], ""), ([0, 0], "▁▁"), ([0, 7, 14], "▁▅█"), ([1, 1_000_000], "▂█"), ([3], "█"), ([0, 1, 0], "▁█▁"),
        ([1, 2, 3, 4, 5, 6, 7], "▂▃▄▅▆▇█"),
    ])
    func `a sparkline shows every count, and what is not nothing is higher than nothing`(counts: [Int], line: String) {
        #expect(Bars.sparkline(counts).joined() == line)
    }

    @Test(arguments: [
        (0, 10, 0), (10, 10, 100), (1, 3, 33), (2, 3, 67), (1, 100_000, 1), (99_999, 100_000, 99), (15, 10, 150),
        (5, 0, 0),
        (-1, 10, 0),
    ])
    func `only all of it is all percent, and only nothing is none`(part: Int, whole: Int, percent: Int) {
        #expect(Bars.percent(part, of: whole) == percent)
    }
}
