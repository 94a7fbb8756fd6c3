import CellGrid
import DraftCore

/// A text in lines, with its counts; a change costs what it changes, not what there is.
///
/// Places are UTF-8 offsets. A carriage return never stands in it: lines end with line feeds alone.
struct ComposerText: Equatable, Sendable {
    private(set) var wrap = TextWrap("", columns: .max - 1)
    /// Length as the wire counts it: Unicode scalars.
    private(set) var scalarCount = 0
    private(set) var wordCount = 0

    var string: String { wrap.text }

    /// The place behind the last character.
    var end: Int { wrap.text.utf8.count }

    /// Whether there is nothing in it but white space.
    var isBlank: Bool { wordCount == 0 }

    /// Its length without the white space at both ends, which is not sent.
    var trimmedScalarCount: Int {
        let scalars = string.unicodeScalars
        let before = scalars.prefix { $0.properties.isWhitespace }.count
        guard before < scalarCount else { return 0 }
        return scalarCount - before - scalars.reversed().prefix { $0.properties.isWhitespace }.count
    }

    /// Breaks the lines at another width.
    mutating func fit(columns: Int) {
        if wrap.columns != columns { wrap = TextWrap(wrap.text, columns: columns) }
    }

    /// Puts another text in the place of a range.
    /// - Returns: what stood there.
    mutating func replace(_ range: Range<Int>, with text: String) -> String {
        let removed = self[range]
        let wordsBefore = wordBeginnings(in: range)
        wrap.replace(range, with: text)
        let put = range.lowerBound..<range.lowerBound + text.utf8.count
        wordCount += wordBeginnings(in: put) - wordsBefore
        scalarCount += text.unicodeScalars.count - removed.unicodeScalars.count
        return removed
    }

    subscript(range: Range<Int>) -> String {
        String(string.unicodeScalars[index(range.lowerBound)..<index(range.upperBound)])
    }

    /// How many words begin in a range or at its end: no other beginnings depend on what stands in it.
    private func wordBeginnings(in range: Range<Int>) -> Int {
        let scalars = string.unicodeScalars
        var place = index(range.lowerBound)
        let end = index(range.upperBound)
        var before = place > scalars.startIndex ? WordRule.Kind(scalars[scalars.index(before: place)]) : .space
        var count = 0
        while place < scalars.endIndex {
            let kind = WordRule.Kind(scalars[place])
            if WordRule.begins(kind, after: before) { count += 1 }
            before = kind
            if place >= end { break }
            place = scalars.index(after: place)
        }
        return count
    }

    private func index(_ offset: Int) -> String.Index {
        string.utf8.index(string.startIndex, offsetBy: offset)
    }
}

// Characters as people count them: grapheme clusters.
extension ComposerText {
    /// The end of the character behind a place.
    func boundary(after offset: Int) -> Int {
        guard offset < end else { return end }
        return self.offset(string.index(after: index(offset)))
    }

    /// The beginning of the character before a place.
    func boundary(before offset: Int) -> Int {
        let start = boundary(upTo: offset)
        guard start == offset, offset > 0 else { return start }
        return self.offset(string.index(before: index(offset)))
    }

    /// The place itself where it lies between two characters, else the beginning of the one that it lies in.
    func boundary(upTo offset: Int) -> Int {
        guard offset > 0, offset < end else { return min(max(0, offset), end) }
        // The step forward goes to the end of the character that the place lies in or before.
        return self.offset(string.index(before: string.index(after: index(offset))))
    }

    /// The place itself where it lies between two characters, else the end of the one that it lies in.
    func boundary(from offset: Int) -> Int {
        let start = boundary(upTo: offset)
        return start == min(max(0, offset), end) ? start : boundary(after: offset)
    }

    /// The character behind a place between two characters.
    func character(after offset: Int) -> Character? {
        offset < end ? string[index(offset)] : nil
    }

    /// The character before a place between two characters.
    func character(before offset: Int) -> Character? {
        offset > 0 ? string[string.index(before: index(offset))] : nil
    }

    /// How many characters stand between two places, negative if the second comes first.
    func count(from first: Int, to second: Int) -> Int {
        guard first <= second else { return -count(from: second, to: first) }
        return string[index(first)..<index(second)].count
    }

    /// The place so many characters from the beginning, or the nearest there is.
    func place(ofCharacter number: Int) -> Int {
        guard number > 0 else { return 0 }
        return string.index(string.startIndex, offsetBy: number, limitedBy: string.endIndex).map(offset) ?? end
    }

    /// The part of a line between two line feeds that a place lies in.
    func paragraph(around offset: Int) -> Range<Int> {
        let bytes = string.utf8
        let place = index(offset)
        let first = bytes[..<place].lastIndex(of: Self.lineFeed).map { bytes.index(after: $0) } ?? bytes.startIndex
        let last = bytes[place...].firstIndex(of: Self.lineFeed) ?? bytes.endIndex
        return self.offset(first)..<self.offset(last)
    }

    private static let lineFeed = UInt8(ascii: "\n")

    private func offset(_ index: String.Index) -> Int {
        string.utf8.distance(from: string.startIndex, to: index)
    }
}
