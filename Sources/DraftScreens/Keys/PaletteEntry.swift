/// An action that the palette offers.
struct PaletteEntry: Equatable, Sendable {
    let name: String
    /// The key that it has; empty where it has none.
    let keyName: String
    let action: Action
    /// Why it cannot be had at this moment.
    var refusal: String?
    /// Which characters of the name answer to what is looked for.
    var found: [Int] = []

    init(_ action: Action, name: String, in keymap: Keymap) {
        self.name = name
        self.action = action
        keyName = keymap.name(of: action) ?? ""
    }

    /// The actions of a row of the help, which may tell of several.
    static func entries(of help: KeyHelp, in keymap: Keymap) -> [PaletteEntry] {
        help.actions.map { PaletteEntry($0, name: help.actions.count == 1 ? help.action : $0.title, in: keymap) }
    }

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
