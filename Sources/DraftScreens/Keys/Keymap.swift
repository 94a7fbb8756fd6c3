import CellGrid

/// Which keys mean which action.
///
/// Invariant: no sequence of keys means two things at once, none is the beginning of another one, and none
/// begins with a letter.
public struct Keymap: Sendable {
    /// Its name in the configuration file.
    public let name: String
    /// The keys of each action, those first that the screen shows.
    private(set) var keys: [Action: [KeySequence]]
    private let tables: [KeyContext: Table]

    private struct Table: Sendable {
        var actions: [KeySequence: Action] = [:]
        /// The beginnings of longer sequences.
        var beginnings: Set<KeySequence> = []
    }

    init(name: String, keys: [Action: [KeySequence]]) {
        self.name = name
        self.keys = keys
        var tables: [KeyContext: Table] = [:]
        for context in KeyContext.allCases {
            var table = Table()
            for action in context.actions {
                for sequence in keys[action] ?? [] {
                    table.actions[sequence] = action
                    for count in 1..<max(1, sequence.keys.count) {
                        table.beginnings.insert(KeySequence(Array(sequence.keys.prefix(count))))
                    }
                }
            }
            tables[context] = table
        }
        self.tables = tables
    }

    /// A map that is written as the configuration file would, with commas between the sequences.
    init(name: String, _ spellings: [Action: String]) {
        self.init(
            name: name, keys: spellings.mapValues { $0.split(separator: ",").compactMap { KeySequence($0) } })
    }

    /// What keys mean, pressed one after another, where these contexts are in force.
    func meaning(of keys: [Key], in contexts: [KeyContext]) -> KeyMeaning {
        // No sequence begins with a letter, and letters are what is pressed most.
        if keys.count == 1, let text = keys.first?.text { return .text(text) }
        let sequence = KeySequence(keys)
        for context in contexts {
            guard let table = tables[context] else { continue }
            if let action = table.actions[sequence] { return .action(action) }
            if table.beginnings.contains(sequence) { return .beginning }
        }
        return .nothing
    }

    /// The sequence that the screen shows for an action, the first or a later one.
    func sequence(of action: Action, at rank: Int = 0) -> KeySequence? {
        guard let keys = keys[action], keys.indices.contains(rank) else { return nil }
        return keys[rank]
    }

    /// What the screen calls the key of an action; nil where it has none.
    func name(of action: Action) -> String? {
        sequence(of: action)?.name
    }
}

/// What keys come to at a moment.
enum KeyMeaning: Equatable, Sendable {
    case action(Action)
    /// They type this character.
    case text(Character)
    /// They are the beginning of a longer sequence.
    case beginning
    case nothing
}
