import CollabTesting
import Foundation
import Testing

/// Spelling by the dictionaries of this machine, in a real terminal.
@Suite(.serialized) struct SpellingTests {
    @Test func `a misspelt word is put right from the menu, and another one is learnt for good`() async throws {
        try await TwoWritersTests.scene { scene in
            let left = try Screen(editorOf: "ana", draft: "\(scene.draft)", at: scene.server.url, in: scene.home)
            try await left.shows("you hold the ring", "● live")
            try left.press("F7")
            try await left.shows("Misspelt words are underlined.")
            try left.type("The lighthuose burned.")
            try left.press("F7")
            try await left.shows("1 lighthouse", "Add to your dictionary")
            try left.press("1")
            try await left.shows("│ The lighthouse burned.")
            try left.press("End")
            try left.type(" Zorblax came.")
            try left.press("F7")
            try await left.shows("Add to your dictionary", "Zorblax")
            try left.press("End", "Up", "Up", "Enter")
            try await left.shows("Zorblax is in your dictionary now.")
            let folder = scene.home.directory.file("config/enchant")
            try await eventually("the word is in a dictionary of the user") {
                let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
                return try files.contains {
                    try String(contentsOfFile: folder + "/" + $0, encoding: .utf8).contains("Zorblax")
                }
            }
        }
    }
}
