/// What a grapheme cluster becomes on the grid. Every cluster takes at least one column, so that a caret can stand on it.
enum Drawing {
    case glyph(Character, columns: Int)
    /// Several narrow ASCII characters that name something which must not reach a terminal.
    case escape(String)
    case tab

    init(_ cluster: Character) {
        let scalars = cluster.unicodeScalars
        guard let first = scalars.first else {
            self = .escape("")
            return
        }
        if first == "\t" {
            self = .tab
        } else if scalars.index(after: scalars.startIndex) == scalars.endIndex {
            self.init(single: first)
        } else {
            self.init(first: first, following: scalars.dropFirst())
        }
    }

    private init(single scalar: Unicode.Scalar) {
        switch ScalarClass(scalar) {
        case .narrow: self = .glyph(Character(scalar), columns: 1)
        case .wide: self = .glyph(Character(scalar), columns: 2)
        case .zero where scalar.isMark: self.init(markAlone: String(scalar))
        case .zero, .unprintable: self = Self.replacement(of: scalar)
        }
    }

    private init(first: Unicode.Scalar, following: Substring.UnicodeScalarView) {
        switch ScalarClass(first) {
        case .unprintable where first == "\r":
            self = .escape("^M^J")
        case .unprintable:
            self = Self.replacement(of: first)
        case .zero where !first.isMark:
            self = Self.replacement(of: first)
        case let scalarClass:
            // A mark newer than the table is left out: the C library would not know where to put it.
            let kept = following.filter { ScalarClass($0) != .unprintable }.prefix(Cell.followingScalars)
            var text = String(first)
            text.unicodeScalars.append(contentsOf: kept)
            if scalarClass == .zero {
                self.init(markAlone: text)
            } else {
                let columns = Self.isEmojiSequence(first, kept) ? 2 : Self.sum(first, kept)
                self = Self.glyph(text, columns: columns)
            }
        }
    }

    /// A mark without a letter is set upon the dotted circle that fonts use for it.
    private init(markAlone marks: String) {
        self = Self.glyph("\u{25CC}" + marks, columns: 1)
    }

    private static func glyph(_ text: String, columns: Int) -> Drawing {
        guard let glyph = text.first, text.dropFirst().isEmpty else {
            return .escape(text.unicodeScalars.map(\.hexEscape).joined())
        }
        return .glyph(glyph, columns: columns)
    }

    private static func sum(_ first: Unicode.Scalar, _ following: some Sequence<Unicode.Scalar>) -> Int {
        following.reduce(ScalarClass(first).columns) { $0 + ScalarClass($1).columns }
    }

    /// Whether the scalars are one picture: a flag, a key cap, a skin tone, a joined group, or an emoji by VS16.
    private static func isEmojiSequence(
        _ first: Unicode.Scalar, _ following: some Sequence<Unicode.Scalar>
    ) -> Bool {
        guard first.properties.isEmoji else { return false }
        return following.contains { $0.properties.isEmoji || $0 == "\u{FE0F}" }
    }

    private static func replacement(of scalar: Unicode.Scalar) -> Drawing {
        switch scalar.properties.generalCategory {
        case .control where scalar.value < 0x80:
            .escape("^" + String(Unicode.Scalar(UInt8(scalar.value) ^ 0x40)))
        case .unassigned:
            .glyph("\u{FFFD}", columns: 1)
        default:
            .escape(scalar.hexEscape)
        }
    }
}

extension ScalarClass {
    var columns: Int {
        switch self {
        case .zero, .unprintable: 0
        case .narrow: 1
        case .wide: 2
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isMark: Bool {
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .spacingMark: true
        default: false
        }
    }

    fileprivate var hexEscape: String {
        let digits = String(value, radix: 16, uppercase: true)
        return "<" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ">"
    }
}
