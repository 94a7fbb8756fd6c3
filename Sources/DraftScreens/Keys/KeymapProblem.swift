import DraftCore

/// What is wrong with a line of the configuration that binds keys.
public struct KeymapProblem: Equatable, Sendable {
    /// The line that was left out, or the part of it.
    public let line: Int
    /// What is wrong with it, in a sentence.
    public let sentence: String
}

extension Phrases {
    static let notSent = "terminals do not send it"
    static func sentAsPlain(_ name: String) -> String { "a terminal sends \(name) for it" }

    static func unknownAction(_ name: String, nearest: String?) -> String {
        "There is no action \(quoted(name))" + (nearest.map { "; the nearest is “\($0)”." } ?? ".")
    }
    static func boundBefore(_ action: String, line: Int) -> String {
        "The keys of “\(action)” are given on line \(line) already."
    }
    static func unknownKey(_ key: String) -> String {
        "There is no key \(quoted(key)). Keys are written as “ctrl-s”, “alt-f”, “f4”, “pgup” or “ctrl-x ctrl-s”."
    }
    static func keyNotSent(_ key: String, reason: String) -> String { "“\(key)” cannot be bound: \(reason)." }
    static func keyTypes(_ key: String) -> String {
        "“\(key)” types itself; a letter can only follow upon another key, as in “ctrl-x \(key)”."
    }
    static func boundTwice(_ key: String, _ action: String, line: Int, _ other: String, line otherLine: Int) -> String {
        "“\(key)” is bound to “\(action)” on line \(line), and on line \(otherLine) to “\(other)”, which has it."
    }
    static func beginsAnother(_ key: String, line: Int, _ other: String, line otherLine: Int) -> String {
        "“\(key)” on line \(line) and “\(other)” on line \(otherLine) begin alike; the second is left out."
    }
    static func wouldLackKey(_ action: String) -> String { "“\(action)” would be left without a key, and needs one." }

    /// A word from outside, as it can be shown.
    private static func quoted(_ word: String) -> String {
        "“\(SafeText.escaped(String(word.prefix(40)), for: .line))”"
    }
}
