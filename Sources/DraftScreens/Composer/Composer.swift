/// The text that is being written: characters as people count them, and a caret between two of them.
///
/// Invariant: `0 ... characters.count` contains `caret`, and no two neighbours would make one grapheme cluster.
public struct Composer: Hashable, Sendable {
    /// The text, a grapheme cluster each.
    public private(set) var characters: [Character] = []
    /// How many characters stand before the caret.
    public private(set) var caret = 0
    /// The column that up and down try to keep; forgotten by every other movement.
    var goalColumn: Int?

    /// An empty composer.
    public init() {}

    /// The text as a string.
    public var text: String { String(characters) }

    /// Whether there is nothing in it but white space.
    public var isBlank: Bool { characters.allSatisfy(\.isWhitespace) }

    /// Length as the wire counts it: Unicode scalars.
    public var scalarCount: Int { characters.reduce(0) { $0 + $1.unicodeScalars.count } }

    /// How many words it has.
    public var wordCount: Int {
        var count = 0
        var isInWord = false
        for character in characters {
            let isSpace = character.isWhitespace
            if !isSpace && !isInWord { count += 1 }
            isInWord = !isSpace
        }
        return count
    }

    /// Puts `text` in at the caret, which then stands behind it.
    public mutating func insert(_ text: String) {
        guard !text.isEmpty else { return }
        // A combining mark joins the character before it, so the neighbours are split anew together with the text.
        let before = caret > 0 ? String(characters[caret - 1]) : ""
        let after = caret < characters.count ? String(characters[caret]) : ""
        let joined = Array(before + text + after)
        let start = before.isEmpty ? caret : caret - 1
        let end = after.isEmpty ? caret : caret + 1
        characters.replaceSubrange(start..<end, with: joined)
        caret = start + Self.count(before + text, within: joined)
        goalColumn = nil
    }

    /// How many of `characters` it takes to cover `prefix`.
    private static func count(_ prefix: String, within characters: [Character]) -> Int {
        var rest = prefix.unicodeScalars.count
        var count = 0
        for character in characters where rest > 0 {
            rest -= character.unicodeScalars.count
            count += 1
        }
        return count
    }

    /// Puts `text` above what is here; the caret stays where it was among the words.
    public mutating func putAbove(_ text: String) {
        guard !text.isEmpty else { return }
        let above = Array(isBlank ? text : text + "\n\n")
        if isBlank {
            characters = above
            caret = above.count
        } else {
            characters.insert(contentsOf: above, at: 0)
            caret += above.count
        }
        goalColumn = nil
    }

    /// Takes everything out.
    public mutating func clear() {
        self = Composer()
    }

    /// Takes the character before the caret out.
    public mutating func deleteBackward() {
        delete(from: caret - 1, to: caret)
    }

    /// Takes the character behind the caret out.
    public mutating func deleteForward() {
        delete(from: caret, to: caret + 1)
    }

    /// Takes the word before the caret out.
    public mutating func deleteWordBackward() {
        delete(from: wordStart(before: caret), to: caret)
    }

    private mutating func delete(from start: Int, to end: Int) {
        let range = max(0, start)..<min(characters.count, end)
        guard !range.isEmpty else { return }
        let neighbours = max(0, range.lowerBound - 1)..<min(characters.count, range.upperBound + 1)
        let kept =
            characters[neighbours.lowerBound..<range.lowerBound] + characters[range.upperBound..<neighbours.upperBound]
        let rejoined = Array(String(Array(kept)))
        characters.replaceSubrange(neighbours, with: rejoined)
        caret = min(range.lowerBound, neighbours.lowerBound + rejoined.count)
        goalColumn = nil
    }

    /// Where the caret can be sent.
    public enum Movement: Hashable, Sendable {
        case left, right, wordLeft, wordRight, textStart, textEnd
    }

    /// Sends the caret somewhere.
    public mutating func move(_ movement: Movement) {
        switch movement {
        case .left: place(caret - 1)
        case .right: place(caret + 1)
        case .wordLeft: place(wordStart(before: caret))
        case .wordRight: place(wordEnd(after: caret))
        case .textStart: place(0)
        case .textEnd: place(characters.count)
        }
    }

    /// Puts the caret behind that many characters, or as near as can be.
    public mutating func place(_ position: Int) {
        caret = min(max(0, position), characters.count)
        goalColumn = nil
    }

    private func wordStart(before position: Int) -> Int {
        var index = position
        while index > 0, characters[index - 1].isWhitespace { index -= 1 }
        while index > 0, !characters[index - 1].isWhitespace { index -= 1 }
        return index
    }

    private func wordEnd(after position: Int) -> Int {
        var index = position
        while index < characters.count, characters[index].isWhitespace { index += 1 }
        while index < characters.count, !characters[index].isWhitespace { index += 1 }
        return index
    }
}
