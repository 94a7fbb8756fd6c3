import DraftCore

/// What is known of the spelling of words.
struct Spelling: Equatable, Sendable {
    enum Phase: Equatable, Sendable {
        case off
        /// The dictionaries are being opened.
        case beginning
        case on
    }

    var phase = Phase.off
    /// Whether words that were looked up are in the dictionaries.
    var verdicts: [String: Bool] = [:]
    /// Words that are being looked up.
    var asked: Set<String> = []
    /// Words that are right until the program ends.
    var ignored: Set<String> = []
    /// Whether the next misspelt word is to be shown when all are looked up.
    var isSeeking = false

    /// So many words are remembered.
    private static let limit = 20_000

    func isMisspelt(_ word: String) -> Bool {
        verdicts[word] == false && !ignored.contains(word)
    }

    /// Those that nobody has looked up; they are being looked up from now on.
    mutating func ask(_ words: [String]) -> [String] {
        let unknown = Set(words).filter { verdicts[$0] == nil && !asked.contains($0) }
        asked.formUnion(unknown)
        return unknown.sorted()
    }

    mutating func learn(_ news: [String: Bool]) {
        if verdicts.count + news.count > Self.limit { verdicts = [:] }
        verdicts.merge(news) { $1 }
        asked.subtract(news.keys)
    }
}

/// What is wanted of the dictionaries.
public enum SpellingWish: Equatable, Sendable {
    /// To be opened, in this language or that of the user's locale.
    case begin(language: String?)
    /// To look words up.
    case check([String])
    /// Words like this one.
    case suggest(String)
    /// To hold this word from now on, for this user.
    case learn(String)
}

/// What the dictionaries say.
public enum SpellingNews: Equatable, Sendable {
    /// They are open.
    case ready
    /// They cannot be used; the reason, in a sentence.
    case failed(String)
    /// Whether words are in them.
    case checked([String: Bool])
    /// Words like that one.
    case suggestions(String, [String])
}

extension ComposerText {
    /// The words in a range that a dictionary may know: letters, with the marks that join them.
    func spelledWords(in range: Range<Int>) -> [Range<Int>] {
        var words: [Range<Int>] = []
        var place = boundary(upTo: range.lowerBound)
        while place < range.upperBound {
            let end = endOfWord(from: place)
            if end == place {
                place = boundary(after: place)
            } else {
                if self[place..<end].isSpelled { words.append(place..<end) }
                place = end
            }
        }
        return words
    }

    private func endOfWord(from start: Int) -> Int {
        var end = start
        while let character = character(after: end) {
            let next = boundary(after: end)
            let joins =
                "'\u{2019}".contains(character) && end > start
                && WordPart.joins(character, self.character(before: end), self.character(after: next))
            guard joins || WordPart(character) == .letter else { break }
            end = next
        }
        return end
    }
}

extension String {
    /// Whether it is a word, and no number, name in a program or single letter.
    fileprivate var isSpelled: Bool {
        count > 1 && allSatisfy { !$0.isNumber && $0 != "_" }
    }
}
