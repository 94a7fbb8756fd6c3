// Where sentences begin and end. A line feed ends one in any case.
extension ComposerText {
    /// The beginning of the sentence, or of the one before for whoever stands there.
    func sentenceStart(before offset: Int) -> Int {
        var place = offset
        while character(before: place)?.isWhitespace == true { place = boundary(before: place) }
        let earlier = sentences(around: place).last { $0.lowerBound < place }
        return earlier?.lowerBound ?? paragraph(around: place).lowerBound
    }

    /// The end of the sentence, or of the next one for whoever stands there.
    func sentenceEnd(after offset: Int) -> Int {
        var place = offset
        while character(after: place)?.isWhitespace == true { place = boundary(after: place) }
        return sentences(around: place).first { $0.upperBound > place }?.upperBound ?? place
    }

    /// The sentences of the paragraph that a place lies in, without the blanks between them.
    private func sentences(around offset: Int) -> [Range<Int>] {
        let paragraph = paragraph(around: offset)
        var found: [Range<Int>] = []
        var start: Int?
        var end = paragraph.lowerBound
        var scan = SentenceScan()
        var place = paragraph.lowerBound
        for character in self[paragraph] {
            if scan.beginsSentence(with: character), let first = start {
                found.append(first..<end)
                start = nil
            }
            if !character.isWhitespace {
                start = start ?? place
                end = place + character.utf8.count
            }
            place += character.utf8.count
        }
        if let start { found.append(start..<end) }
        return found
    }
}

/// Reads a paragraph and says before which characters a sentence begins.
private struct SentenceScan {
    private enum State {
        case inside
        /// Behind a full stop; `isWide` where the script puts no space there.
        case stopped(isWide: Bool, isPoint: Bool)
        /// Behind the space that follows a full stop.
        case spaced(isPoint: Bool)
    }

    private var state = State.inside

    mutating func beginsSentence(with character: Character) -> Bool {
        switch state {
        case .spaced where character.isWhitespace:
            return false
        case .spaced(let isPoint):
            state = .inside
            take(character)
            // An abbreviation's point is followed by a small letter, a sentence's is not.
            return !(isPoint && character.isLowercase)
        case .stopped(_, let isPoint) where character.isWhitespace:
            state = .spaced(isPoint: isPoint)
            return false
        case .stopped where Self.stops.contains(character) || Self.closing.contains(character):
            return false
        case .stopped(let isWide, _):
            state = .inside
            take(character)
            return isWide
        case .inside:
            take(character)
            return false
        }
    }

    private mutating func take(_ character: Character) {
        guard Self.stops.contains(character) else { return }
        state = .stopped(isWide: Self.wideStops.contains(character), isPoint: character == ".")
    }

    private static let wideStops = Set<Character>("。！？．")
    private static let stops = wideStops.union(".!?…‽")
    private static let closing = Set<Character>("\"'”’»›)]}」』）】〉》")
}
