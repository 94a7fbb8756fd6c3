import CollabTesting
import Foundation
import Testing

/// The list of drafts, with real programs and a real server.
@Suite(.timeLimit(.minutes(2))) struct LibraryJourneyTests {
    @Test func `a draft begins with its members, and the list tells what is new and what is unsent`() async throws {
        try await InProcessServer.run { server in
            let homes = (ana: try Home(), ben: try Home())
            let ana = try Screen(editorOf: "ana", at: server.url, in: homes.ana)
            try await ana.shows("No drafts yet. ^N begins one.")
            try ana.press("C-n")
            try ana.type("The Storm")
            try ana.press("Tab")
            try ana.type("ben caro")
            try ana.press("Enter")
            try await ana.shows("The Storm", "^R pass to ben", "○ caro")
            try ana.type("One.")
            try ana.press("C-s")
            try await ana.shows("saved 4")

            let ben = try Screen(editorOf: "ben", at: server.url, in: homes.ben)
            try await ben.shows("The Storm", "new  ○ ana", "1 segment")
            try ben.press("Enter")
            try await ben.shows("One.", "live")
            try ben.type("half a sent")
            try await ben.shows("half a sent")
            try ben.press("Escape")
            try await ben.shows("Your drafts", "unsent  ○ ana")
            try ana.type("Two.")
            try ana.press("C-s")
            try await ana.shows("saved 5")
            try ben.press("C-l")
            try await ben.shows("unsent · 1 new  ○ ana", "2 segments")

            try ben.press("/")
            try ben.type("zz")
            try await ben.shows("No title has these letters", "0 of 1")
            try ben.press("Escape")
            try await ben.hides("/ zz")
            try ben.press("C-s", "C-o")
            try await ben.shows("by title", "draft --server \(server.url)")
            try ben.press("Escape")
            try await ben.hides("draft --server")
            try ben.press("C-q")
            try await ben.shows("ended with 0")
            let mode = try FileManager.default.attributesOfItem(
                atPath: homes.ben.directory.file("state/draft/servers.json"))[.posixPermissions]
            #expect(mode as? Int == 0o600)
        }
    }
}
