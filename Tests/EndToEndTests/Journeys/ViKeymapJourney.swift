import CollabAPI
import CollabClient
import CollabTesting
import Testing

@testable import DraftScreens

/// Journey 7.
@Suite(.serialized, .timeLimit(.minutes(3))) struct ViKeymapJourney {
    @Test func `a draft is begun, written, revised and passed on with the keys of vi`() async throws {
        try await Journey.walk("vi-keymap", "The journey in the keymap of vi") { journey in
            try await InProcessServer.run { server in
                let command =
                    "\(Programs.draft) --server \(server.url) --user ana --keymap vi; echo \"ended with $?\"; cat"
                let ana = Writer(
                    "ana", at: try Screen(command, in: try Home(), columns: 80), in: journey, keymap: .vi)
                try await ana.sees("No drafts yet. ^N begins one.")
                try await ana.presses("ctrl-n", sees: "Title of the new draft")
                try await ana.types("The Storm")
                try await ana.presses("tab")
                try await ana.types("ben")
                try await ana.presses("enter", sees: "you hold the ring", "NORMAL", "Write here after an i")
                try await writes(ana)
                try await editsByOperators(ana)
                try await looksAndSelects(ana)
                try await ana.types(":w")
                try await ana.presses("enter", sees: "saved 3")
                try await revises(ana)
                try await ana.presses("esc")
                try await ana.types(":pass")
                try await ana.presses("enter", sees: "ben holds the ring")
                try await ana.types(":storm")
                try await ana.presses("enter", sees: "“storm” is no command here")
                let client = CollabClient(baseURL: server.url, credential: .user(.named("ana")))
                let drafts = try await client.allDrafts()
                let draft = try #require(drafts.first)
                let texts = try await client.draft(draft.draftID).segments.map(\.content)
                #expect(texts == ["The lamp was dark for a week.\nNobody came and nobody went."])
                try await ana.presses("alt-l", sees: "Your drafts", "○ ben")
                try await ana.leaves()
            }
        }
    }

    private func writes(_ ana: Writer) async throws {
        try await ana.types("i", sees: "INSERT")
        try await ana.types("The lamp had been dark.", sees: "│ The lamp had been dark.")
        try await ana.presses("esc", sees: "NORMAL")
        try await ana.types("oNobody came.", sees: "│ Nobody came.")
        try await ana.presses("esc")
        try await ana.types("OBetween.", sees: "│ Between.")
        try await ana.presses("esc", sees: "NORMAL")
    }

    private func editsByOperators(_ ana: Writer) async throws {
        try await ana.types("dd")
        try await ana.types("P", sees: "│ Between.")
        try await ana.types("u")
        try await ana.presses("ctrl-r", sees: "│ Between.")
        try await ana.types("ggjdd")
        try await ana.types("ggwwc2wwas", sees: "│ The lamp was dark.")
        try await ana.presses("esc")
        try await ana.types("$i for a week", sees: "│ The lamp was dark for a week.")
        try await ana.presses("esc")
        try await ana.types("x")
        try await ana.types("u", sees: "dark for a week.")
        try await ana.types("3")
        try await ana.presses("esc")
    }

    private func looksAndSelects(_ ana: Writer) async throws {
        try await ana.types("/came", sees: "Find:")
        try await ana.presses("enter")
        try await ana.types("n")
        try await ana.types("A", sees: "INSERT")
        try await ana.presses("backspace")
        try await ana.types(" and nobody stayed.", sees: "│ Nobody came and nobody stayed.")
        try await ana.presses("esc")
        try await ana.types("b")
        try await ana.types("ve", sees: "VISUAL")
        try await ana.types("cwent", sees: "nobody went.")
        try await ana.presses("esc")
        try await ana.types("yyp", sees: "│ Nobody came and nobody went.")
        try await ana.types("u")
        try await ana.types("Z", sees: "Z means nothing here.")
    }

    private func revises(_ ana: Writer) async throws {
        try await ana.presses("ctrl-u", sees: "1 of 1 · ana")
        try await ana.presses("ctrl-u", sees: "^S send the revision")
        try await ana.types("Go")
        try await ana.types("Never sent.")
        try await ana.presses("esc")
        try await ana.presses("esc", sees: "Left as it was.")
    }
}
