import CollabAPI
import CollabClient
import CollabTesting
import Foundation
import Glibc
import Testing

/// The program in plain lines, at the ends of pipes.
@Suite(.serialized) struct LinearTests {
    @Test func `two writers take turns in plain lines, and no byte of it means anything to a terminal`() async throws {
        try await TwoWritersTests.scene { scene in
            let left = try LineReader(of: "ana", draft: "\(scene.draft)", at: scene.server.url, in: scene.home)
            let right = try LineReader(of: "ben", draft: "\(scene.draft)", at: scene.server.url, in: scene.home)
            try await left.tells("The ring is yours.")
            try await right.tells("The ring is with ana.")
            left.say("The lamp had been dark", "for a week. \u{1B}[2J", "")
            try await left.tells("Saved as segment 1.")
            try await right.tells("ana: The lamp had been dark")
            try await right.tells("  for a week. [2J")
            right.say("Armed before its time.", "/send")
            try await right.tells("This goes out when the ring is yours. /send again takes that back.")
            left.say("/pass ben")
            try await left.tells("The ring is with ben.")
            try await right.tells("Saved as segment 2.")
            try await left.tells("ben: Armed before its time.")
            right.say("/pass", "Not sent.")
            try await left.tells("The ring is yours.")
            right.say("/text")
            try await right.tells("  Not sent.")
            right.end()
            #expect(try await right.ended() == 0)
            #expect(scene.home.journalTexts.contains("Not sent."))
            left.say("/quit")
            #expect(try await left.ended() == 0)
            for bytes in [left.told, right.told] {
                #expect(bytes.allSatisfy { $0 == 0x0A || $0 >= 0x20 && $0 != 0x7F })
                #expect(
                    !String(decoding: bytes, as: UTF8.self).unicodeScalars.contains { (0x80...0x9F).contains($0.value) }
                )
            }
            let text = String(decoding: try await scene.client.export(scene.draft, as: .txt), as: UTF8.self)
            #expect(text == "The lamp had been dark\nfor a week. [2J\n\nArmed before its time.")
        }
    }

    @Test func `a draft that is not there is told of, and ends with 1`() async throws {
        try await TwoWritersTests.scene { scene in
            let reader = try LineReader(of: "ana", draft: UUID().uuidString, at: scene.server.url, in: scene.home)
            reader.end()
            #expect(try await reader.ended() == 1)
            #expect(reader.lines.contains { $0.hasPrefix("There is no such draft") }, "\(reader.lines)")
        }
    }

    @Test func `words that were not sent survive the program's death`() async throws {
        try await TwoWritersTests.scene { scene in
            let first = try LineReader(of: "ana", draft: "\(scene.draft)", at: scene.server.url, in: scene.home)
            try await first.tells("The ring is yours.")
            first.say("Half a sentence,")
            try await eventually("the words are on disk") { scene.home.journalTexts.contains("Half a sentence,") }
            kill(first.process.processIdentifier, SIGKILL)
            _ = try await first.ended()
            let second = try LineReader(of: "ana", draft: "\(scene.draft)", at: scene.server.url, in: scene.home)
            try await second.tells("Words that were never sent are back in the composer.")
            try await second.tells("  Half a sentence,")
            second.say("and the rest.", "/send")
            try await second.tells("Saved as segment 1.")
            kill(second.process.processIdentifier, SIGTERM)
            #expect(try await second.ended() == 0)
        }
    }
}
