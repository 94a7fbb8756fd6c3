import CellGrid

/// The keys that are pressed one after another for one action; most often it is one.
struct KeySequence: Hashable, Sendable {
    let keys: [Key]

    init(_ keys: [Key]) {
        self.keys = keys
    }

    /// Whether it is the first part of a longer one.
    func begins(_ other: KeySequence) -> Bool {
        keys.count < other.keys.count && other.keys.starts(with: keys)
    }

    /// As the screen shows it: `^S`, `^X ^S`.
    var name: String { keys.map(\.name).joined(separator: " ") }

    /// As the configuration file writes it: `ctrl-s`, `ctrl-x ctrl-s`.
    var spelling: String { keys.map(\.spelling).joined(separator: " ") }

    /// The keys that are spelled so, one after another with spaces between them; nil where a word names no key.
    init?(_ spelling: some StringProtocol) {
        var keys: [Key] = []
        for word in spelling.split(whereSeparator: \.isWhitespace) {
            guard let key = Key(spelled: String(word)) else { return nil }
            keys.append(key)
        }
        guard !keys.isEmpty else { return nil }
        self.keys = keys
    }
}
