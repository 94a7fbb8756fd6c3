import DraftCore

/// Finds a text in others, without regard to case and to how their characters are composed.
///
/// Characters are compared as people count them, so "cafe" is not found in "café". Places are UTF-8 offsets in the text as
/// it is shown. A value is worth keeping for many texts: what it has learned of a scalar serves for the next one.
struct TextPattern: Sendable {
    /// What a scalar means for the search: a character of the pattern by its number, or one of the cases below.
    private typealias Kind = UInt32
    private static let unknown: Kind = 0
    /// May join its neighbours to one character, or stand for several.
    private static let complex: Kind = 1
    private static let forbidden: Kind = 2
    private static let other: Kind = 3
    private static let firstNumber: Kind = 4

    private let numbers: [Character: Kind]
    private let needle: Needle
    /// By scalar, for the basic plane.
    private var kinds = [Kind](repeating: unknown, count: 0x1_0000)
    /// The units of the characters that had to be cut out of a text to be known.
    private var clusters: [Character: [Kind]] = [:]

    /// A pattern; nil where there is nothing to look for.
    init?(_ text: String) {
        guard !text.isEmpty else { return nil }
        var numbers: [Character: Kind] = [:]
        let characters = text.flatMap(Self.folded)
        for character in characters where numbers[character] == nil {
            numbers[character] = Self.firstNumber + Kind(numbers.count)
        }
        self.numbers = numbers
        needle = Needle(characters.compactMap { numbers[$0] })
    }

    /// How often it stands in `text`; places do not overlap.
    mutating func count(in text: String) -> Int {
        let needle = needle
        var matched = 0
        var count = 0
        let isPlain = forEachUnit(of: text) { unit, _ in
            if needle.advance(&matched, by: unit) { count += 1 }
        }
        return isPlain ? count : self.count(in: SafeText.escaped(text, for: .segment))
    }

    /// Where it stands in `text`, as `SafeText.escaped` shows it.
    mutating func ranges(in text: String) -> [Range<Int>] {
        let needle = needle
        var matched = 0
        var places: [Range<Int>] = []
        var found: [Range<Int>] = []
        let isPlain = forEachUnit(of: text) { unit, place in
            places.append(place)
            if needle.advance(&matched, by: unit) {
                found.append(places[places.count - needle.length].lowerBound..<place.upperBound)
            }
        }
        return isPlain ? found : ranges(in: SafeText.escaped(text, for: .segment))
    }
}

extension TextPattern {
    /// What stands for a character when case does not count; any white space is a blank.
    private static func folded(_ character: Character) -> [Character] {
        if character.isWhitespace, character.unicodeScalars.count == 1 { return [" "] }
        // There and back, because ẞ has a partner only when written small, and ß, ς and ſ only when written large.
        return Array(String(character).lowercased().uppercased().lowercased())
    }

    /// Goes through a text; false where it holds what may not be shown as it is, and must be escaped first.
    private mutating func forEachUnit(of text: String, _ body: (Kind, Range<Int>) -> Void) -> Bool {
        let bytes = text.utf8.span
        var index = 0
        var (kind, width) = scalar(at: 0, in: bytes)
        while index < bytes.count {
            let (next, nextWidth) = scalar(at: index + width, in: bytes)
            if kind >= Self.other, next != Self.complex {
                body(kind, index..<index + width)
                index += width
                (kind, width) = (next, nextWidth)
            } else {
                guard kind != Self.forbidden else { return false }
                let character = text[text.utf8.index(text.startIndex, offsetBy: index)]
                let end = index + character.utf8.count
                for unit in units(of: character) {
                    guard unit != Self.forbidden else { return false }
                    body(unit, index..<end)
                }
                index = end
                (kind, width) = scalar(at: index, in: bytes)
            }
        }
        return true
    }

    private mutating func scalar(at index: Int, in bytes: Span<UInt8>) -> (kind: Kind, width: Int) {
        guard index < bytes.count else { return (Self.other, 0) }
        let first = UInt32(bytes[index])
        switch first {
        case ..<0x80:
            return (kind(of: first), 1)
        case ..<0xE0:
            return (kind(of: (first & 0x1F) << 6 | UInt32(bytes[index + 1] & 0x3F)), 2)
        case ..<0xF0:
            let middle = UInt32(bytes[index + 1] & 0x3F) << 6
            return (kind(of: (first & 0x0F) << 12 | middle | UInt32(bytes[index + 2] & 0x3F)), 3)
        default:
            return (Self.complex, 4)
        }
    }

    private mutating func kind(of value: UInt32) -> Kind {
        let known = kinds[Int(value)]
        if known != Self.unknown { return known }
        let kind = Unicode.Scalar(value).map(learn) ?? Self.other
        kinds[Int(value)] = kind
        return kind
    }

    private mutating func units(of character: Character) -> [Kind] {
        if let known = clusters[character] { return known }
        let isForbidden = SafeText.firstViolation(in: String(character), place: .segment) != nil
        let units = isForbidden ? [Self.forbidden] : Self.folded(character).map { numbers[$0] ?? Self.other }
        clusters[character] = units
        return units
    }

    private func learn(_ scalar: Unicode.Scalar) -> Kind {
        if SafeText.isForbidden(scalar, in: .segment) { return Self.forbidden }
        guard scalar.standsAlone else { return Self.complex }
        let folded = Self.folded(Character(scalar))
        guard folded.count == 1 else { return Self.complex }
        return numbers[folded[0]] ?? Self.other
    }
}

extension Unicode.Scalar {
    /// Whether it is a character of its own beside any other scalar that is one.
    fileprivate var standsAlone: Bool {
        switch value {
        // Conjoining Hangul joins its like.
        case 0x1100...0x11FF, 0xA960...0xA97F, 0xD7B0...0xD7FF: false
        default: ("a" + String(self) + "a").count == 3
        }
    }
}

/// Units to be found among others, one pass over them (Knuth, Morris & Pratt 1977).
private struct Needle: Sendable {
    private let units: [UInt32]
    /// How many units are still matched when the one behind them is not.
    private let fallbacks: [Int]

    init(_ units: [UInt32]) {
        self.units = units
        var fallbacks = [0]
        var matched = 0
        for unit in units.dropFirst() {
            while matched > 0, units[matched] != unit { matched = fallbacks[matched - 1] }
            if units[matched] == unit { matched += 1 }
            fallbacks.append(matched)
        }
        self.fallbacks = fallbacks
    }

    var length: Int { units.count }

    /// Takes in the next unit of a text; true where a match ends with it.
    func advance(_ matched: inout Int, by unit: UInt32) -> Bool {
        while matched > 0, units[matched] != unit { matched = fallbacks[matched - 1] }
        guard units[matched] == unit else { return false }
        matched += 1
        guard matched == units.count else { return false }
        matched = 0
        return true
    }
}
