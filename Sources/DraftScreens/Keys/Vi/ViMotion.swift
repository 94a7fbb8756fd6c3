/// Where the letters of vi send the caret. A line is what stands between two line feeds, except for `j` and `k`.
enum ViMotion: Equatable, Sendable {
    case left, right
    /// By lines as they are shown; with an operator by whole ones.
    case down, up
    case wordStart, wordBack, wordEnd
    case lineStart, firstNonBlank, lineEnd
    /// To the line of that number, else to the first or the last.
    case firstLine, lastLine
    case paragraphBack, paragraphOn

    init?(_ letter: Character) {
        guard let motion = Self.letters[letter] else { return nil }
        self = motion
    }

    private static let letters: [Character: ViMotion] = [
        "h": .left, "l": .right, "j": .down, "k": .up, "w": .wordStart, "b": .wordBack, "e": .wordEnd,
        "0": .lineStart, "^": .firstNonBlank, "$": .lineEnd, "G": .lastLine, "{": .paragraphBack, "}": .paragraphOn,
    ]

    /// Whether an operator takes whole lines.
    var isLinewise: Bool {
        switch self {
        case .down, .up, .firstLine, .lastLine: true
        default: false
        }
    }

    /// Whether an operator takes the character too that the motion ends on.
    var isInclusive: Bool { self == .wordEnd || self == .lineEnd }
}

extension ComposerText {
    /// Where a motion leads that is made `count` times; for `j` and `k` the line below and above.
    func target(of motion: ViMotion, from offset: Int, count: Int?) -> Int {
        switch motion {
        case .firstLine, .lastLine: return lineTarget(count ?? (motion == .firstLine ? 1 : .max))
        case .lineStart: return paragraph(around: offset).lowerBound
        case .firstNonBlank: return firstNonBlank(inLineOf: offset)
        case .lineEnd: return lastCharacter(inLineOf: line(below: offset, by: (count ?? 1) - 1))
        default: break
        }
        var place = offset
        for _ in 0..<(count ?? 1) {
            let next = step(motion, from: place)
            if next == place { break }
            place = next
        }
        return place
    }

    private func step(_ motion: ViMotion, from offset: Int) -> Int {
        let line = paragraph(around: offset)
        switch motion {
        case .left: return max(line.lowerBound, boundary(before: offset))
        case .right: return min(line.upperBound, boundary(after: offset))
        case .down: return line.upperBound < end ? line.upperBound + 1 : offset
        case .up: return line.lowerBound > 0 ? paragraph(around: line.lowerBound - 1).lowerBound : offset
        case .wordStart: return nextWord(from: offset)
        case .wordBack: return wordBegin(before: offset)
        case .wordEnd: return wordLast(after: offset)
        case .paragraphOn: return emptyLine(after: offset)
        case .paragraphBack: return emptyLine(before: offset)
        case .lineStart, .firstNonBlank, .lineEnd, .firstLine, .lastLine: return offset
        }
    }

    // MARK: Lines

    func firstNonBlank(inLineOf offset: Int) -> Int {
        let line = paragraph(around: offset)
        var place = line.lowerBound
        while place < line.upperBound, character(after: place)?.isWhitespace == true { place = boundary(after: place) }
        return place < line.upperBound ? place : lastCharacter(inLineOf: offset)
    }

    func lastCharacter(inLineOf offset: Int) -> Int {
        let line = paragraph(around: offset)
        return line.isEmpty ? line.lowerBound : boundary(before: line.upperBound)
    }

    /// A place in the line so many lines below, or in the last one.
    func line(below offset: Int, by count: Int) -> Int {
        var place = offset
        for _ in 0..<max(0, count) {
            let line = paragraph(around: place)
            guard line.upperBound < end else { break }
            place = line.upperBound + 1
        }
        return place
    }

    private func lineTarget(_ number: Int) -> Int {
        firstNonBlank(inLineOf: number == .max ? end : line(below: 0, by: number - 1))
    }

    private func emptyLine(after offset: Int) -> Int {
        var line = paragraph(around: offset)
        while line.isEmpty, line.upperBound < end { line = paragraph(around: line.upperBound + 1) }
        while !line.isEmpty {
            guard line.upperBound < end else { return end }
            line = paragraph(around: line.upperBound + 1)
        }
        return line.lowerBound
    }

    private func emptyLine(before offset: Int) -> Int {
        var line = paragraph(around: offset)
        while line.isEmpty, line.lowerBound > 0 { line = paragraph(around: line.lowerBound - 1) }
        while !line.isEmpty {
            guard line.lowerBound > 0 else { return 0 }
            line = paragraph(around: line.lowerBound - 1)
        }
        return line.lowerBound
    }

    // MARK: Words

    private func kind(after offset: Int) -> WordPart { character(after: offset).map { WordPart($0) } ?? .space }

    private func isEmptyLine(_ offset: Int) -> Bool { paragraph(around: offset).isEmpty }

    private func nextWord(from offset: Int) -> Int {
        var place = offset
        let kind = kind(after: place)
        while place < end, kind != .space, self.kind(after: place) == kind { place = boundary(after: place) }
        while place < end, self.kind(after: place) == .space {
            place = boundary(after: place)
            if isEmptyLine(place) { break }
        }
        return place
    }

    private func wordBegin(before offset: Int) -> Int {
        var place = boundary(before: offset)
        while place > 0, kind(after: place) == .space, !isEmptyLine(place) { place = boundary(before: place) }
        let kind = kind(after: place)
        while place > 0, kind != .space, self.kind(after: boundary(before: place)) == kind {
            place = boundary(before: place)
        }
        return place
    }

    private func wordLast(after offset: Int) -> Int {
        var place = boundary(after: offset)
        while place < end, kind(after: place) == .space { place = boundary(after: place) }
        guard place < end else { return max(offset, boundary(before: end)) }
        let kind = kind(after: place)
        while boundary(after: place) < end, self.kind(after: boundary(after: place)) == kind {
            place = boundary(after: place)
        }
        return place
    }
}
