import DraftCore
import Foundation
import Glibc
import Testing

@testable import DraftTUI

@Suite struct CommandTextTests {
    @Test(
        arguments: [
            ("plain", "plain"), ("\u{7F}", "\\u007f"), ("\u{9B}2J", "\\u009b2J"), ("a\u{202E}b", "a\\u202eb"),
            ("\u{2028}", "\\u2028"), ("\u{FFFE}", "\\ufffe"), ("\u{1FFFE}", "\\ud83f\\udffe"), ("漢字 🌊", "漢字 🌊"),
            ("\\\"\n\t", "\\\"\n\t"),
        ])
    func `JSON is printed in characters that do nothing to a terminal`(text: String, printed: String) {
        #expect(JSONText.escaped(text) == printed)
    }

    @Test func `escaped JSON has the values that it had`() throws {
        let texts = ["a\u{1B}[31m\u{9B}2J\u{7F}\u{202E}\u{2066}\u{FFFE}", "漢字\n🌊\t\"\\"]
        let json = JSONText.escaped(String(decoding: try JSONEncoder().encode(texts), as: UTF8.self))
        #expect(SafeText.firstViolation(in: json, place: .line) == nil)
        #expect(try JSONDecoder().decode([String].self, from: Data(json.utf8)) == texts)
    }

    @Test(
        arguments: [
            ("{\n\t\"a\": \"é 漢字\"\r\n}", "{\n\t\"a\": \"é 漢字\"\r\n}"), ("\u{9B}2J", "\\u009b2J"),
            ("e" + String(repeating: "\u{301}", count: 12), "e" + String(repeating: "\\u0301", count: 12)),
            ("\u{200B}", "\\u200b"), ("\u{E0041}", "\\udb40\\udc41"),
        ])
    func `for a terminal, JSON is printed in characters that a cell may hold`(text: String, printed: String) {
        #expect(JSONText.escaped(text, forTerminal: true) == printed)
    }

    @Test func `lines between values stay lines`() {
        #expect(JSONText.escaped("{\n\t\"a\": \"\u{85}\"\n}\n") == "{\n\t\"a\": \"\\u0085\"\n}\n")
    }

    @Test(
        arguments: [
            ("one", "one"), ("one\nben:\ntwo", "one\n  ben:\n  two"),
            ("one\n\nben:\nI agree.", "one\n  \n  ben:\n  I agree."),
            ("one\u{2028}ben:", "one\n  ben:"), ("a\u{1B}[2Jb", "a<U+001B>[2Jb"), ("", ""),
        ])
    func `no text of a draft begins a line where the names do`(text: String, printed: String) {
        #expect(ShowCommand.lines(of: text) == printed)
    }

    @Test(
        arguments: [
            ("one", "one"), ("one\n12:00:00 ben wrote: two", "one⏎12:00:00 ben wrote: two"), ("a\tb", "a b"),
            ("one\u{2028}two\u{2029}", "one⏎two⏎"), ("\r", "<U+000D>"), ("a\r\nb", "a<U+000D>⏎b"),
        ])
    func `what happened is told in one line`(text: String, printed: String) {
        #expect(SafeText.escaped(text.inOneLine, for: .line) == printed)
    }

    @Test(arguments: [[:], ["HOME": ""]]) func `without HOME, the system knows where somebody lives`(
        _ environment: [String: String]
    ) throws {
        let home = String(cString: try #require(getpwuid(getuid())).pointee.pw_dir)
        #expect(Folders(environment: environment).state == home + "/.local/state/draft")
        #expect(Folders(environment: environment).data == home + "/.local/share/draft")
    }
}
