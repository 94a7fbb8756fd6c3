import DraftCore

/// What a line means: words, or after a slash a command.
enum LinearCommand: Equatable, Sendable {
    case text(String)
    case verb(Verb, String)
    case unknown(String)

    enum Verb: String, CaseIterable, Sendable {
        case send, text, drop, undo, redo, put, edit, spell, revise, strike
        case pass, take, who, read, live, search, add, stats, goal, export, ids
        case `private`
        case drafts, open, new, help, quit
    }

    /// nil where the line is empty: that sends.
    init?(_ line: String) {
        guard !line.isEmpty else { return nil }
        guard line.hasPrefix("/"), !line.hasPrefix("//") else {
            self = .text(line.hasPrefix("//") ? String(line.dropFirst()) : line)
            return
        }
        let name = line.dropFirst().prefix { !$0.isWhitespace }
        let argument = SafeText.trimmed(String(line.dropFirst(1 + name.count)))
        self = Verb(rawValue: name.lowercased()).map { .verb($0, argument) } ?? .unknown(String(name))
    }

    /// The words, where it is words.
    var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    /// Whether it waits until the draft has come.
    var waits: Bool {
        switch self {
        case .text, .unknown: false
        case .verb(let verb, _): ![.text, .help, .quit, .drop, .undo, .redo, .put].contains(verb)
        }
    }
}
