/// What a word is, for every count of the program: a run without white space, in which every ideograph and every kana is a
/// word of its own, because the scripts of these put no spaces between words.
///
/// Whether a word begins at a scalar depends on the scalar before it alone, so a change of a text needs no count of the rest.
enum WordRule {
    /// What a scalar is to the count.
    enum Kind: Equatable, Sendable {
        case space
        /// Counts by itself.
        case ideograph
        /// A bracket that belongs to what comes next.
        case opening
        /// A mark that belongs to what comes before and ends it.
        case closing
        case letter
        case other

        init(_ scalar: Unicode.Scalar) {
            switch scalar.value {
            case 0x09...0x0D, 0x20: self = .space
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: self = .letter
            case 0..<0x80: self = .other
            default: self = Self.beyondASCII(scalar)
            }
        }

        private static func beyondASCII(_ scalar: Unicode.Scalar) -> Self {
            switch scalar.value {
            case 0x3008, 0x300A, 0x300C, 0x300E, 0x3010, 0x3014, 0x3016, 0x3018, 0x301A, 0xFF08, 0xFF3B, 0xFF5B:
                return .opening
            case 0x3001...0x3003, 0x3009, 0x300B, 0x300D, 0x300F, 0x3011, 0x3015, 0x3017, 0x3019, 0x301B, 0xFF01,
                0xFF09,
                0xFF0C, 0xFF0E, 0xFF1A, 0xFF1B, 0xFF1F, 0xFF3D, 0xFF5D, 0xFF61...0xFF64:
                return .closing
            // Voicing marks are the end of the kana before them, though Unicode calls these two alphabetic.
            case 0xFF9E, 0xFF9F:
                return .other
            case 0x3005, 0x3041...0x3096, 0x309D...0x309F, 0x30A1...0x30FA, 0x30FC...0x30FF, 0x31F0...0x31FF,
                0xFF66...0xFF9D:
                return .ideograph
            default:
                let properties = scalar.properties
                if properties.isWhitespace { return .space }
                switch properties.generalCategory {
                // Some of these are alphabetic or even ideographic, and still begin nothing behind what they belong to.
                case .nonspacingMark, .spacingMark, .enclosingMark, .format: return .other
                default: break
                }
                if properties.isIdeographic { return .ideograph }
                return properties.isAlphabetic || properties.numericType != nil ? .letter : .other
            }
        }
    }

    /// Whether a word begins at a scalar; before the first one there is a space.
    static func begins(_ kind: Kind, after before: Kind) -> Bool {
        switch kind {
        case .space: false
        case .ideograph, .opening: before != .opening
        case .letter: before == .space || before == .ideograph || before == .closing
        case .closing, .other: before == .space
        }
    }

    /// How many words a text has.
    static func count(_ text: String) -> Int {
        var before = Kind.space
        var count = 0
        for scalar in text.unicodeScalars {
            let kind = Kind(scalar)
            if begins(kind, after: before) { count += 1 }
            before = kind
        }
        return count
    }
}
