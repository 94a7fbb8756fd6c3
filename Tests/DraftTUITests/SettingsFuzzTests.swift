import Foundation
import Testing

@testable import DraftScreens
@testable import DraftTUI

/// Whatever a configuration file holds, nobody falls over it.
@Suite struct SettingsFuzzTests {
    private static let pieces = [
        "theme", "measure", "keys", "notifications", ".", "=", " = ", "\n", "\r\n", "[", "]", "[[", "]]", "{", "}",
        "\"", "'",
        "\"\"\"", "'''", "\\", "\\u", "#", ",", "true", "66", "-0", "1e9", "0x", "inf", "1979-05-27T07:32:00Z", "é",
        "\u{FEFF}",
        "\t", " ",
    ]

    private func bytes(_ random: inout RandomSource) -> [UInt8] {
        let count = Int(random.next() % 60)
        switch random.next() % 3 {
        case 0: return (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        case 1:
            return (0..<count).flatMap { _ in Array(Self.pieces[Int(random.next() % UInt64(Self.pieces.count))].utf8) }
        default:
            var text = Array("theme = \"dark\"\n[keys]\nsend = [\"f5\", 'x']\n[notifications]\nbell = false\n".utf8)
            for _ in 0..<1 + count % 4 {
                text[Int(random.next() % UInt64(text.count))] = UInt8(truncatingIfNeeded: random.next())
            }
            return text
        }
    }

    @Test func `random bytes are refused or understood, with a line that is there`() throws {
        var understood = 0
        for seed in 0..<2_000 as Range<UInt64> {
            var random = RandomSource(seed: seed)
            let bytes = bytes(&random)
            let lines = 1 + bytes.count { $0 == 0x0A }
            do {
                for entry in try ConfigurationFile(bytes).entries {
                    #expect((1...lines).contains(entry.line), "seed \(seed): \(entry)")
                }
                understood += 1
            } catch {
                #expect(!error.sentence.isEmpty, "seed \(seed)")
                if let line = error.line { #expect((1...lines + 1).contains(line), "seed \(seed): \(error)") }
            }
        }
        #expect(understood > 50, "the seeds find something that can be read")
        #expect(understood < 1_950)
    }

    @Test(arguments: ["[", "{a=", "[["]) func `what is nested deeper than anybody writes is refused`(opening: String) {
        #expect(throws: ConfigurationFile.Refusal.self) {
            try ConfigurationFile(Array(("a = " + String(repeating: opening, count: 20_000)).utf8))
        }
    }

    @Test(arguments: [("", " = 1"), ("[", "]"), ("b = { ", " = 1 }")])
    func `a name of more parts than anybody writes is refused`(before: String, after: String) {
        for count in [17, 200_000] {
            let name = String(repeating: "a.", count: count) + "a"
            #expect(throws: ConfigurationFile.Refusal.self) {
                try ConfigurationFile(Array((before + name + after + "\n").utf8))
            }
        }
        #expect(throws: Never.self) { try ConfigurationFile(Array("a.b.c = [1.5, 2.5, 3.5]\n".utf8)) }
    }
}
