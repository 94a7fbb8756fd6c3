import CollabClient
import CollabTesting
import Foundation
import Glibc
import Testing

/// The composer's text in the writer's own editor, in a real terminal.
@Suite(.serialized) struct OutsideEditorTests {
    /// An editor that shows itself, waits until it may go on, adds a line and ends.
    private static func script(in home: Home, waits: Bool = true, code: Int = 0) throws -> String {
        let script = home.directory.file("editor.sh")
        let lines = [
            "stat -c 'mode %a' \"$1\"", "echo another editor", "read -r _ < '\(script).go'",
            "echo 'and more' >> \"$1\"", "exit \(code)",
        ]
        try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: script))
        if waits { try #require(mkfifo(script + ".go", 0o600) == 0) } else { try letGoOn(script) }
        return script
    }

    private static func letGoOn(_ script: String) throws {
        let file = open(script + ".go", O_WRONLY | O_CREAT, 0o600)
        try #require(file >= 0)
        defer { close(file) }
        try #require(write(file, "\n", 1) == 1)
    }

    private static func screen(_ scene: TwoWritersTests.Scene, _ script: String) throws -> Screen {
        let editor = "\(Programs.draft) --server \(scene.server.url) --user ana open \(scene.draft)"
        return try Screen("export VISUAL='sh \(script)'; \(editor); echo \"ended with $?\"; cat", in: scene.home)
    }

    private static func files(in home: Home) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: home.directory.file("state/draft/edit"))) ?? []
    }

    @Test func `a text goes out and comes back while the draft goes on`() async throws {
        try await TwoWritersTests.scene { scene in
            let script = try Self.script(in: scene.home)
            let left = try Self.screen(scene, script)
            let right = try Screen(editorOf: "ben", draft: "\(scene.draft)", at: scene.server.url, in: scene.home)
            try await left.shows("you hold the ring", "● live")
            try left.type("The lamp")
            try await right.shows("ana is writing: The lamp")
            try left.press("F6")
            try await left.shows("another editor", "mode 600")
            try await left.hides("you hold the ring")
            #expect(Self.files(in: scene.home).count == 1)
            try await scene.client.passRing(of: scene.draft, to: ben)
            try await right.shows("you hold the ring")
            try Self.letGoOn(script)
            try await left.shows("ben holds the ring", "│ The lamp", "and more")
            try await left.hides("another editor")
            try await eventually("the file is gone") { Self.files(in: scene.home) == [] }
            try left.type(" still")
            try await left.shows("and more still")
            try left.press("C-q")
            try await left.shows("ended with 0")
        }
    }

    @Test func `an editor that fails changes nothing, and what it saved is kept`() async throws {
        try await TwoWritersTests.scene { scene in
            let script = try Self.script(in: scene.home, waits: false, code: 3)
            let left = try Self.screen(scene, script)
            try await left.shows("you hold the ring")
            try left.type("The lamp")
            try await left.shows("│ The lamp")
            try left.press("F6")
            try await left.shows("The text is as it was. The editor ended with 3.", "│ The lamp")
            try await left.hides("and more")
            let saved = try #require(Self.files(in: scene.home).first)
            let text = try String(
                contentsOfFile: scene.home.directory.file("state/draft/edit/" + saved), encoding: .utf8)
            #expect(text == "The lamp\nand more\n")
        }
    }

    @Test func `a program that is ended meanwhile keeps its words`() async throws {
        try await TwoWritersTests.scene { scene in
            let script = try Self.script(in: scene.home)
            let left = try Self.screen(scene, script)
            try await left.shows("you hold the ring")
            try left.type("Precious")
            try await left.shows("│ Precious")
            try left.press("F6")
            try await left.shows("another editor")
            kill(try left.programID(), SIGTERM)
            try await left.shows("ended with 0")
            #expect(scene.home.journalTexts.contains("Precious"))
            #expect(Self.files(in: scene.home).count == 1)
            try Self.letGoOn(script)
        }
    }
}
