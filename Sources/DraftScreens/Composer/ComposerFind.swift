import DraftCore

/// What is looked for in the words of the composer, and what is to stand in its place.
struct ComposerFind: Equatable, Sendable {
    var pattern = Composer()
    var replacement = Composer()
    /// Which of the two lines is being written.
    var isInReplacement: Bool
    /// Where the search set out from.
    var origin: Int

    /// The line that is being written.
    var line: Composer {
        get { isInReplacement ? replacement : pattern }
        set { if isInReplacement { replacement = newValue } else { pattern = newValue } }
    }

    /// Where the pattern stands in a text, in order; they do not overlap.
    func matches(in composer: Composer) -> [Range<Int>] {
        // Places are those of the text as it is shown, which is another one where it has to be made safe.
        guard var pattern = TextPattern(pattern.text),
            SafeText.firstViolation(in: composer.text, place: .segment) == nil
        else { return [] }
        return pattern.ranges(in: composer.text)
    }
}

extension Composer {
    /// Selects the match at or after a place, around at the end.
    mutating func select(firstOf matches: [Range<Int>], from place: Int) {
        guard let match = matches.first(where: { $0.lowerBound >= place }) ?? matches.first else { return deselect() }
        select(match)
    }

    /// Selects the match after the present one, or before it.
    mutating func selectNext(of matches: [Range<Int>], backward: Bool) {
        let here = selection?.lowerBound ?? offset
        let next = backward ? matches.last { $0.lowerBound < here } : matches.first { $0.lowerBound > here }
        guard let match = next ?? (backward ? matches.last : matches.first) else { return }
        select(match)
    }

    /// Puts `text` in the place of each range in one change.
    mutating func replace(all ranges: [Range<Int>], with text: String, at moment: Timestamp) {
        guard let first = ranges.first, let last = ranges.last else { return }
        var replaced = ""
        var place = first.lowerBound
        var caret = offset
        for range in ranges {
            replaced += content[place..<range.lowerBound] + text
            place = range.upperBound
            if range.upperBound <= offset { caret += text.utf8.count - range.count }
        }
        replace(first.lowerBound..<last.upperBound, with: replaced, at: moment)
        self.place(at: caret)
    }
}
