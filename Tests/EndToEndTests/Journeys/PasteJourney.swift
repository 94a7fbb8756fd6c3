import CollabAPI
import CollabClient
import CollabTesting
import Foundation
import Testing

/// Journey 3.
@Suite(.serialized, .timeLimit(.minutes(3))) struct PasteJourney {
    /// 50 KB in 500 lines, no two of which are the same.
    private static let text: String = (1...500).map { number in
        let head = "Line \(number) of the long night: "
        return head + String(repeating: "wind, rain and the sea; ", count: 4).prefix(100 - head.utf8.count) + "."
    }.joined(separator: "\n")

    @Test func `50 KB are pasted, asked about, left out, put in after all, and sent in parts that hold it all`()
        async throws
    {
        #expect((50_000...51_200).contains(Self.text.utf8.count))
        try await Journey.walk("paste", "A paste of 50 KB") { journey in
            try await TwoWritersTests.scene { scene in
                let screen = try Screen(
                    editorOf: "ana", draft: "\(scene.draft)", at: scene.server.url, in: scene.home, columns: 80)
                let ana = Writer("ana", at: screen, in: journey)
                try await ana.sees("you hold the ring", "● live")
                try await ana.types("Before it: ")
                try await ana.after("pastes 50 KB", sees: "A long paste", "in 500 lines?") {
                    try screen.paste(Self.text)
                }
                try await ana.presses("esc", sees: "Left out. ^Y puts it in after all.", "│ Before it:")
                try await ana.presses("ctrl-y", sees: "Line 500 of the long night")
                try await ana.presses("alt-u", sees: "│ Before it:")
                try await ana.after("pastes it once more", sees: "A long paste") { try screen.paste(Self.text) }
                try await ana.presses("enter", sees: "Line 500 of the long night")
                try await ana.presses("ctrl-s", sees: "a segment has at most 16384.")
                for (part, line) in [126, 251, 376].enumerated() {
                    try await sendsWhatStands(before: line, ana, thenSees: "saved \(part + 3)")
                }
                try await ana.presses("ctrl-s", sees: "saved 6")
                let texts = try await scene.client.draft(scene.draft).segments.compactMap(\.content)
                #expect(texts.joined(separator: "\n") == "Before it: " + Self.text)
                try await ana.presses("ctrl-home", sees: "Before it: Line 1 of the long night")
                try await ana.leaves()
            }
        }
    }

    /// A segment holds no more than a part: the rest is cut, and put in again when the part is sent.
    private func sendsWhatStands(before line: Int, _ ana: Writer, thenSees saved: String) async throws {
        try await ana.presses("alt-home")
        try await ana.presses("alt-/", sees: "Find:")
        try await ana.types("Line \(line) ", sees: "1 of 1")
        try await ana.presses("esc")
        try await ana.presses("home")
        try await ana.presses("alt-shift-end")
        try await ana.presses("shift-delete", sees: "Line \(line - 1) of the long night")
        try await ana.presses("ctrl-s", sees: saved)
        try await ana.presses("ctrl-y", sees: "Line 500 of the long night")
    }
}
