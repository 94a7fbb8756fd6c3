import Foundation

@testable import DraftScreens

/// `docs/KEYS.md`: what people have written there, and the tables that are made from the keymaps.
struct KeyPage {
    private static let file = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(path: "../../docs/KEYS.md").standardized

    /// Its lines as they are kept.
    static func kept() throws -> [String] {
        try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
    }

    static func record(_ lines: [String]) throws {
        try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
    }

    /// By section, its table.
    static let tables: [String: [String]] = [
        "In the list of your drafts": table(KeyHelp.library), "In the editor": table(KeyHelp.editor),
        "Where a segment is chosen": table(KeyHelp.segments),
        "In the composer": table(KeyHelp.composer), "The letters of vi": table(KeyHelp.vi),
        "All actions": actions,
    ]

    private static func table(_ help: [KeyHelp]) -> [String] {
        ["| key | does |", "|---|---|"] + help.map { "| \($0.key(in: .plain)) | \($0.action) |" }
    }

    private static var actions: [String] {
        let rows = Action.allCases.map { action in
            let keys = Keymap.all.map { keymap in
                (keymap.keys[action] ?? []).map { "`\($0.spelling)`" }.joined(separator: " ")
            }
            return "| `\(action.rawValue)` | \(action.title) | " + keys.joined(separator: " | ") + " |"
        }
        return ["| action | does | plain | emacs | vi |", "|---|---|---|---|---|"] + rows
    }

    /// The page with its tables made anew.
    static func made(from lines: [String]) -> [String] {
        var result: [String] = []
        var pending: [String]?
        for line in lines {
            if line.hasPrefix("## ") { pending = tables[String(line.dropFirst(3))] }
            guard line.hasPrefix("|"), let table = pending else {
                if pending == [] { pending = nil }
                result.append(line)
                continue
            }
            result += table
            pending = []
        }
        return result
    }
}
