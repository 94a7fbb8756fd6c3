import CollabTesting
import Foundation
import Testing

/// A program in a real terminal: tmux holds the pseudo-terminal, types, and tells what is on the screen.
final class Screen: Sendable {
    private let tmux: Tmux

    /// Starts a shell command in a terminal of that size.
    init(
        _ command: String, in home: Home, columns: Int = 100, rows: Int = 24, terminal: String = "tmux-256color"
    ) throws {
        tmux = Tmux(directory: try TemporaryDirectory())
        let directory = tmux.directory
        let variables = home.environment.map { "export \($0.key)='\($0.value)'" }.joined(separator: "; ")
        try Data("set -g default-terminal \(terminal)\nset -g escape-time 0\n".utf8)
            .write(to: URL(fileURLWithPath: directory.file("conf")))
        try tmux.run([
            "-f", directory.file("conf"), "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)",
            "\(variables); \(command)",
        ])
    }

    deinit {
        // A server that has ended by itself is as good.
        _ = try? tmux.run(["kill-server"])
    }

    /// An editor as `user` would start it.
    convenience init(
        editorOf user: String, draft: String? = nil, at server: String, in home: Home, columns: Int = 100,
        rows: Int = 24, terminal: String = "tmux-256color"
    ) throws {
        let words = [Programs.draft, "--server", server, "--user", user] + (draft.map { ["open", $0] } ?? [])
        try self.init(
            words.joined(separator: " ") + "; echo \"ended with $?\"; cat", in: home, columns: columns, rows: rows,
            terminal: terminal)
    }

    /// What is on the screen.
    var text: String {
        get throws { try tmux.run(["capture-pane", "-p"]) }
    }

    /// The same with what stands out, and the cursor, of one moment.
    var picture: Picture {
        get throws {
            let cursor = "#{?cursor_flag,#{cursor_y}:#{cursor_x},}"
            let text = try tmux.run(["capture-pane", "-p", "-e", ";", "display-message", "-p", cursor])
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            return Picture(captured: Array(lines.dropLast()), cursor: String(lines.last ?? ""))
        }
    }

    /// Every line since the terminal was opened, those too that are out of sight.
    var lines: [String] {
        get throws {
            let text = try tmux.run(["capture-pane", "-p", "-J", "-S", "-"])
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            return lines.reversed().drop { $0.allSatisfy(\.isWhitespace) }.reversed()
                .map(String.init)
        }
    }

    /// Types text as it stands.
    func type(_ text: String) throws {
        try tmux.run(["send-keys", "-l", text])
    }

    /// Presses keys by tmux' names for them: `C-s`, `Enter`, `Escape`.
    func press(_ keys: String...) throws {
        try tmux.run(["send-keys"] + keys)
    }

    /// Pastes as a terminal does that knows of bracketed paste.
    func paste(_ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: tmux.directory.file("paste")))
        try tmux.run(["load-buffer", tmux.directory.file("paste")])
        try tmux.run(["paste-buffer", "-p"])
    }

    func resize(columns: Int, rows: Int) throws {
        try tmux.run(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
    }

    /// The process id of the program in the terminal, below its shell.
    func programID() throws -> Int32 {
        let shell = try tmux.run(["display-message", "-p", "#{pane_pid}"]).trimmingCharacters(
            in: .whitespacesAndNewlines)
        let children = try String(contentsOfFile: "/proc/\(shell)/task/\(shell)/children", encoding: .utf8)
        let first = try #require(children.split(separator: " ").first)
        return try #require(Int32(first))
    }

    /// Waits until the screen shows all of `texts`.
    func shows(
        _ texts: String..., within limit: Duration = .seconds(20), sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await expect(limit, "the screen shows \(texts)", sourceLocation) { screen in
            texts.allSatisfy { screen.contains($0) }
        }
    }

    /// Waits until the screen shows none of `texts`.
    func hides(
        _ texts: String..., within limit: Duration = .seconds(20), sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await expect(limit, "the screen hides \(texts)", sourceLocation) { screen in
            texts.allSatisfy { !screen.contains($0) }
        }
    }

    private func expect(
        _ limit: Duration, _ what: String, _ location: SourceLocation, _ holds: (String) -> Bool
    ) async throws {
        do {
            try await eventually(within: limit, what) { holds(try text) }
        } catch let error as InVain {
            Issue.record("\(error)\n\(try text)", sourceLocation: location)
            throw error
        }
    }
}
