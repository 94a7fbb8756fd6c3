import CollabAPI
import CollabClient
import CollabTesting
import DraftCore
import Foundation
import Testing

@testable import DraftScreens

/// Journey 2.
@Suite(.serialized, .timeLimit(.minutes(4))) struct EveryCommandJourney {
    @Test func `a long session uses every action of the plain keymap by its key`() async throws {
        try await Journey.walk("every-command", "A long session with every command") { journey in
            try await InProcessServer.run { server in
                let client = CollabClient(baseURL: server.url, credential: .user(ana))
                let draft = try await Self.tale(client, server)
                let home = try Home()
                let writer = Writer("ana", at: try Self.screen(at: server, in: home), in: journey)
                try await writer.screen.shows("$")
                try await writer.after("starts draft", sees: "The Lighthouse", "A second tale") {
                    try writer.screen.type("./go")
                    try writer.screen.press("Enter")
                }
                try await choosesADraft(writer)
                try await reads(writer)
                try await looksAtIt(writer)
                try await writes(writer)
                try await moves(writer)
                try await selects(writer)
                try await cutsAndPutsIn(writer)
                try await findsAndReplaces(writer)
                try await usesTools(writer)
                try await sends(writer, to: client, draft)
                try await choosesSegments(writer)
                try await passesTheRing(writer)
                try await leaves(writer)
                #expect(Set(Action.allCases).subtracting(writer.done) == [], "actions that the journey lacks")
                let body = try await client.draft(draft)
                #expect(body.segments.last?.content == "“Land!” cried Ben–and then: The oil was spent.")
                #expect(body.ringState.currentHolderID == ana)
                #expect(try String(contentsOfFile: home.directory.file("tale.md"), encoding: .utf8).contains("Line 9."))
            }
        }
    }

    /// A draft of two writers that is longer than a screen, and another one.
    private static func tale(_ client: CollabClient, _ server: InProcessServer) async throws -> DraftID {
        let other = CollabClient(baseURL: server.url, credential: .user(ben))
        let draft = try await client.createDraft(title: "The Lighthouse").draftID
        try await client.add(ben, to: draft)
        for number in 1...8 { try await client.append("Line \(number).", to: draft) }
        try await client.passRing(of: draft, to: ben)
        try await other.append("Line 9.", to: draft)
        try await other.passRing(of: draft, to: ana)
        for number in 10...16 { try await client.append("Line \(number).", to: draft) }
        _ = try await client.createDraft(title: "A second tale")
        return draft
    }

    /// A shell in which `./go` starts the program, and in which it can be stopped.
    private static func screen(at server: InProcessServer, in home: Home) throws -> Screen {
        let editor = home.directory.file("editor.sh")
        try Data("printf 'By another editor.\\n' > \"$1\"\n".utf8).write(to: URL(filePath: editor))
        let start = "#!/bin/sh\nVISUAL='sh \(editor)' exec \(Programs.draft) --server \(server.url) --user ana\n"
        let file = home.directory.file("go")
        try Data(start.utf8).write(to: URL(filePath: file))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file)
        return try Screen("cd \(home.directory.path); PS1='$ ' exec bash --norc -i", in: home, columns: 80)
    }

    private func choosesADraft(_ writer: Writer) async throws {
        try await writer.does(
            .chooseDown, .chooseUp, .chooseLast, .chooseFirst, .choosePageDown, .choosePageUp, .sort, .sort, .sort)
        try await writer.does(.filter, sees: "/")
        try await writer.types("light", sees: "1 of 2")
        try await writer.does(.cancel, sees: "of 2")
        try await writer.does(.servers, sees: "Servers you have used")
        try await writer.does(.cancel)
        try await writer.does(.newDraft, sees: "Title of the new draft")
        try await writer.does(.chooseNext, .cancel)
        try await writer.does(.help, sees: "Keys")
        try await writer.presses("esc")
        try await writer.does(.redraw)
        try await writer.does(.palette, sees: "What to do")
        try await writer.types("sort")
        try await writer.does(.accept)
        try await writer.presses("ctrl-f")
        try await writer.types("house")
        try await writer.does(.accept, sees: "Line 16.", "you hold the ring", "● live")
    }

    private func reads(_ writer: Writer) async throws {
        try await writer.does(.readPageUp, .readPageDown, .readUp, .readUp, .readDown)
        try await writer.does(.readBeginning, sees: "Line 1.")
        try await writer.does(.readNewest, sees: "Line 16.")
        try await writer.does(.search, sees: "Find:")
        try await writer.types("line 1", sees: "of 8")
        try await writer.does(.nextMatch, .previousMatch)
        try await writer.presses("esc")
    }

    private func looksAtIt(_ writer: Writer) async throws {
        try await writer.does(.authors, .authors, .showIDs, .showIDs, .focus, .focus)
        try await writer.does(.statistics, sees: "Statistics")
        try await writer.presses("enter", sees: "Words a day, until you leave")
        try await writer.types("100")
        try await writer.presses("enter", sees: "of 100")
        try await writer.presses("esc")
        try await writer.does(.export, sees: "Export to the file")
        try await writer.does(.lineStart)
        try await writer.does(.lineEnd)
        for _ in 0..<"the-lighthouse.md".count { try writer.screen.press("BSpace") }
        try await writer.types("tale.md")
        try await writer.presses("enter", sees: "Exported")
        try await writer.does(.shareWords, sees: "words private")
        try await writer.does(.shareWords)
    }

    private func writes(_ writer: Writer) async throws {
        try await writer.types("The lamp had been dark. Nobody came.", sees: "│ The lamp had been dark.")
        try await writer.does(.newLine, .newLine)
        try await writer.types("Ben found the letter. He read it twice, then once more.")
        try await writer.does(.newLine, .tab)
        try await writer.types("The oil was spent.", sees: "The oil was spent.")
    }

    private func moves(_ writer: Writer) async throws {
        try await writer.does(
            .lineStart, .lineEnd, .left, .right, .up, .down, .wordLeft, .wordRight, .sentenceStart, .sentenceEnd,
            .paragraphStart, .paragraphStart, .paragraphEnd, .pageUp, .pageDown, .textStart, .textEnd)
    }

    private func selects(_ writer: Writer) async throws {
        try await writer.does(
            .selectLeft, .selectRight, .selectUp, .selectDown, .selectWordLeft, .selectWordRight, .selectLineStart,
            .selectLineEnd, .selectParagraphStart, .selectParagraphEnd, .selectPageUp, .selectPageDown,
            .selectTextStart, .selectTextEnd)
        try await writer.finds(.selectSentenceStart)
        try await writer.finds(.selectSentenceEnd)
        try await writer.does(.textStart, .mark, .wordRight)
        try await writer.finds(.deselect)
        try await writer.does(.selectAll, sees: "let go")
        try await writer.presses("esc")
    }

    private func cutsAndPutsIn(_ writer: Writer) async throws {
        try await writer.does(
            .textStart, .deleteForward, .undo, .redo, .undo, .killWordForward, .undo, .killSentence, .undo, .killLine,
            .undo, .wordRight, .killWordBackward, .undo, .right, .deleteBackward, .undo, .lineStart, .mark, .wordRight,
            .copy)
        try await writer.does(.textEnd, .mark, .sentenceStart, .cut)
        try await writer.does(.yank, sees: "The oil was spent.")
        try await writer.does(.yankPop)
        try await writer.does(.undo)
    }

    private func findsAndReplaces(_ writer: Writer) async throws {
        try await writer.does(.find, sees: "Find:")
        try await writer.types("the")
        try await writer.does(.previousMatch, .nextMatch)
        try await writer.does(.otherField, sees: "By:")
        try await writer.presses("esc")
        try await writer.does(.replace, sees: "Find:")
        try await writer.does(.otherField, .otherField)
        try await writer.types("that", sees: "By: that")
        try await writer.does(.replaceAll, sees: "Replaced: 4 matches.")
        try await writer.presses("esc")
        try await writer.does(.undo, sees: "The oil was spent.")
    }

    private func usesTools(_ writer: Writer) async throws {
        try await writer.does(.spell, sees: "Misspelt words are underlined.")
        try await writer.does(.spell, sees: "No word is misspelt.")
        try await writer.does(.outsideEditor, sees: "│ By another editor.")
        try await writer.does(.selectAll)
        try await writer.types("\"Land!\" cried Ben--and then: ")
        try await writer.does(.setTypography, sees: "“Land!” cried Ben–and then:")
        try await writer.does(.yank, sees: "then: The oil was spent.")
    }

    private func sends(_ writer: Writer, to client: CollabClient, _ draft: DraftID) async throws {
        try await writer.does(.send, sees: "saved 21")
        try await writer.types("For later.")
    }

    private func choosesSegments(_ writer: Writer) async throws {
        try await writer.does(
            .chooseSegment, .chooseUp, .sameAuthorPrevious, .sameAuthorNext, .otherAuthorPrevious, .otherAuthorNext,
            .turnStart, .turnNext)
        try await writer.presses("home")
        try await writer.does(.accept, sees: "Wording")
        try await writer.presses("esc")
        try await writer.does(.copy, sees: "Copied.")
        try await writer.does(.revise, sees: "^S send the revision")
        try await writer.presses("backspace")
        try await writer.types(" of the tale.")
        try await writer.presses("ctrl-s", sees: "saved 22", "│ For later.")
        try await writer.does(.chooseSegment)
        try await writer.presses("up")
        try await writer.does(.strike, sees: "^D again strikes it")
        try await writer.does(.strike, sees: "[struck]", "saved 23")
        try await writer.presses("esc")
    }

    private func passesTheRing(_ writer: Writer) async throws {
        try await writer.does(.addWriter, sees: "User id of the writer to add")
        try await writer.types("caro")
        try await writer.presses("enter", sees: "caro may write here now")
        try await writer.does(.pass, sees: "ben holds the ring")
        try await writer.does(.reclaim, sees: "you hold the ring")
        try await writer.does(.passTo, sees: "Pass the ring to")
        try await writer.presses("down")
        try await writer.presses("enter", sees: "holds the ring")
        try await writer.presses("ctrl-g", sees: "you hold the ring")
    }

    private func leaves(_ writer: Writer) async throws {
        try await writer.does(.suspend, sees: "Stopped")
        try await writer.after("says fg", sees: "you hold the ring") {
            try writer.screen.type("fg")
            try writer.screen.press("Enter")
        }
        try await writer.does(.drafts, sees: "Your drafts", "unsent")
        try await writer.does(.quit, sees: "$")
    }
}
