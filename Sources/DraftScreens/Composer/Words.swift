/// What a character is to words. A word is a run of one script's letters, digits and marks; a picture is a word too.
enum WordPart: Equatable, Sendable {
    case space, punctuation
    /// Letters and digits of the scripts that put spaces between words.
    case letter
    case ideograph, hiragana, katakana, picture

    init(_ character: Character) {
        guard let scalar = character.unicodeScalars.first else {
            self = .space
            return
        }
        switch scalar.value {
        case 0x3041...0x309F: self = .hiragana
        case 0x30A1...0x30FA, 0x30FC...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF9D: self = .katakana
        case 0x3005, 0x3007: self = .ideograph
        default:
            if character.isWhitespace {
                self = .space
            } else if scalar.properties.isIdeographic {
                self = .ideograph
            } else if character.isLetter || character.isNumber || character == "_" || scalar.properties.isAlphabetic {
                self = .letter
            } else if scalar.properties.isEmojiPresentation || character.unicodeScalars.contains("\u{FE0F}") {
                self = .picture
            } else {
                self = .punctuation
            }
        }
    }

    var isWord: Bool { self != .space && self != .punctuation }

    /// Whether a mark between two letters or two digits makes one word of them: don't, 3.14.
    static func joins(_ mark: Character, _ before: Character?, _ after: Character?) -> Bool {
        guard let before, let after else { return false }
        switch mark {
        case "'", "\u{2019}", "\u{2018}", "·", "\u{2027}":
            return WordPart(before) == .letter && WordPart(after) == .letter
        case ".", ",": return before.isNumber && after.isNumber
        default: return false
        }
    }
}

extension ComposerText {
    /// The beginning of the word before a place; what stands behind the word belongs to the way.
    func wordStart(before offset: Int) -> Int {
        var place = offset
        while part(before: place) == .space { place = boundary(before: place) }
        while part(before: place) == .punctuation { place = boundary(before: place) }
        guard let kind = part(before: place), kind.isWord else { return place }
        while part(before: place) == kind { place = boundary(before: place) }
        return place
    }

    /// The end of the word behind a place; what stands before the word belongs to the way.
    func wordEnd(after offset: Int) -> Int {
        var place = offset
        while true {
            while part(after: place) == .space { place = boundary(after: place) }
            let belongsToWord = part(before: place)?.isWord == true
            let start = place
            while part(after: place) == .punctuation { place = boundary(after: place) }
            if let kind = part(after: place), kind.isWord {
                while part(after: place) == kind { place = boundary(after: place) }
                return place
            }
            // Marks that stand alone are passed over by themselves, those that end a word with what comes next.
            guard belongsToWord, place > start, place < end else { return place }
        }
    }

    /// The word around a place, or the run of blanks or marks.
    func word(around offset: Int) -> Range<Int> {
        guard let kind = part(after: offset) ?? part(before: offset) else { return 0..<0 }
        var (lower, upper) = (offset, offset)
        while part(before: lower) == kind, character(before: lower) != "\n" { lower = boundary(before: lower) }
        while part(after: upper) == kind, character(after: upper) != "\n" { upper = boundary(after: upper) }
        return lower..<upper
    }

    private func part(after offset: Int) -> WordPart? {
        character(after: offset).map { part($0, at: offset) }
    }

    private func part(before offset: Int) -> WordPart? {
        character(before: offset).map { part($0, at: boundary(before: offset)) }
    }

    private func part(_ character: Character, at offset: Int) -> WordPart {
        let part = WordPart(character)
        guard part == .punctuation,
            WordPart.joins(character, self.character(before: offset), self.character(after: boundary(after: offset)))
        else { return part }
        return .letter
    }
}
