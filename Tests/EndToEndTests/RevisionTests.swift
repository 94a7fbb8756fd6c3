import CollabAPI
import CollabClient
import CollabTesting
import DraftCore
import Glibc
import Testing

/// Revising, striking and reading about a segment in a real terminal, against a real server.
@Suite(.serialized) struct RevisionTests {
    @Test func `a segment is revised in place, its wordings are told, and it is struck`() async throws {
        try await TwoWritersTests.scene { scene in
            try await scene.client.append("The lamp was drak.", to: scene.draft)
            let left = try Screen(editorOf: "ana", draft: "\(scene.draft)", at: scene.server.url, in: scene.home)
            let right = try Screen(editorOf: "ben", draft: "\(scene.draft)", at: scene.server.url, in: scene.home)
            try await left.shows("you hold the ring", "● live", "saved 3")
            try await right.shows("ana holds the ring", "The lamp was drak.")
            try left.type("Half a thought")
            try await right.shows("ana is writing: Half a thought")
            try left.press("C-u")
            try await left.shows("▌  The lamp was drak.", "^U revise")
            try left.press("C-u")
            try await left.shows("│ The lamp was drak.", "^S send the revision")
            try left.press("BSpace", "BSpace", "BSpace", "BSpace")
            try left.type("ark.")
            try await left.shows("│ The lamp was dark.")
            try left.press("C-s")
            try await left.shows("   The lamp was dark.", "│ Half a thought", "saved 4")
            try await right.shows("   The lamp was dark.", "ana is writing: Half a thought")

            try right.press("C-u", "Enter")
            try await right.shows("number 2, since", "The lamp was drak.", "seq 3")
            try right.press("Escape")
            try await right.hides("number 2, since")
            try right.press("C-u")
            try await right.shows("ana has the ring; only the holder revises and strikes.")

            try left.press("M-s", "C-d")
            try await left.shows("^D again strikes it")
            try left.press("C-d")
            try await left.shows("[struck]", "saved 5")
            try await right.shows("[struck]")
            #expect(try await scene.client.draft(scene.draft).segments.map(\.content) == [nil])
        }
    }

    @Test func `a revision that was being written survives the death of the program`() async throws {
        try await TwoWritersTests.scene { scene in
            try await scene.client.append("The lamp was dark.", to: scene.draft)
            let first = try Screen(editorOf: "ana", draft: "\(scene.draft)", at: scene.server.url, in: scene.home)
            try await first.shows("you hold the ring", "● live", "saved 3")
            try first.type("Half a thought")
            try first.press("C-u", "C-u")
            try await first.shows("^S send the revision", "│ The lamp was dark.")
            try first.type(" And cold.")
            try await first.shows("│ The lamp was dark. And cold.")
            try await eventually("both texts are on this machine's disk") {
                scene.home.journalTexts.contains(#"The lamp was dark. And cold.\n\nHalf a thought"#)
            }
            kill(try first.programID(), SIGKILL)
            try await first.shows("Killed")
            let second = try Screen(editorOf: "ana", draft: "\(scene.draft)", at: scene.server.url, in: scene.home)
            try await second.shows(
                "   The lamp was dark.", "│ The lamp was dark. And cold.", "│ Half a thought",
                "Words that were never sent are back in the composer.")
        }
    }
}
