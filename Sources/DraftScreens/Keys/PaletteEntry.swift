import CellGrid

/// An action that the palette offers.
struct PaletteEntry: Equatable, Sendable {
    let name: String
    let keyName: String
    /// What is pressed for it.
    let key: Key
    /// Why it cannot be had at this moment.
    var refusal: String?
    /// Which characters of the name answer to what is looked for.
    var found: [Int] = []

    /// The actions of a row of the help, which may name several keys.
    static func entries(of help: KeyHelp) -> [PaletteEntry] {
        if let parts = several[help.key] {
            return parts.compactMap { name, action in entry(name, action) }
        }
        let first = help.key.split(separator: ",").first.map(String.init) ?? help.key
        return [entry(first, help.action)].compactMap { $0 }
    }

    private static func entry(_ keyName: String, _ name: String) -> PaletteEntry? {
        Key(named: keyName).map { PaletteEntry(name: name, keyName: keyName, key: $0) }
    }

    /// What the rows mean that tell of several keys at once.
    private static let several: [String: [(String, String)]] = [
        "PgUp PgDn": [("PgUp", "read up"), ("PgDn", "read down")],
        "Ctrl ↑ ↓": [("Ctrl ↑", "read a line up"), ("Ctrl ↓", "read a line down")],
        "Ctrl Home End": [("Ctrl Home", "go to the beginning"), ("Ctrl End", "go to the newest")],
        "Ctrl ← →": [("Ctrl ←", "move a word back"), ("Ctrl →", "move a word on")],
        "↑ ↓": [("↑", "choose the draft above"), ("↓", "choose the draft below")],
        "← → ↑ ↓": [
            ("←", "move the caret left"), ("→", "move the caret right"), ("↑", "move the caret up"),
            ("↓", "move the caret down"),
        ],
        "Alt B, Alt F": [("Alt B", "move by a word back"), ("Alt F", "move by a word on")],
        "Alt A, Alt E": [("Alt A", "move a sentence back"), ("Alt E", "move a sentence on")],
        "Alt ↑, Alt ↓": [("Alt ↑", "move a paragraph back"), ("Alt ↓", "move a paragraph on")],
        "Alt PgUp, PgDn": [("Alt PgUp", "move a page up"), ("Alt PgDn", "move a page down")],
        "^A ^E, Home End": [("^A", "go to the beginning of the line"), ("^E", "go to the end of the line")],
        "Alt Home, Alt End": [("Alt Home", "go to the beginning of it all"), ("Alt End", "go to the end of it all")],
        "↑, ↓": [("↑", "choose the segment above"), ("↓", "choose the segment below")],
        "←, →": [("←", "go to the beginning of the turn"), ("→", "go to the next turn")],
        "Tab, Shift Tab": [
            ("Tab", "go to the next of the same author"), ("Shift Tab", "go to the last of the same author"),
        ],
        "Alt ↑, ↓": [("Alt ↑", "go back to another author"), ("Alt ↓", "go on to another author")],
        "Home, End": [("Home", "choose the first segment"), ("End", "choose the newest segment")],
        "PgUp, PgDn": [("PgUp", "choose a segment a page up"), ("PgDn", "choose a segment a page down")],
        "Shift ← → ↑ ↓": [("Shift ←", "select to the left"), ("Shift →", "select to the right")],
    ]

    /// Those that answer to `query`, the best first; what is alike stays in its order.
    static func ranked(_ entries: [PaletteEntry], by query: String) -> [PaletteEntry] {
        let scored = entries.enumerated().compactMap { place, entry -> (Int, Int, PaletteEntry)? in
            if !query.isEmpty, entry.keyName.lowercased() == query.lowercased() { return (.max, place, entry) }
            guard let match = FuzzyMatch(query, in: entry.name) else { return nil }
            var entry = entry
            entry.found = match.positions
            return (match.score, place, entry)
        }
        return scored.sorted { ($1.0, $0.1) < ($0.0, $1.1) }.map(\.2)
    }
}
