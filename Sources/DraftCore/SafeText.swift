/// What may stand in text that one person writes and another person's terminal shows.
///
/// One rule, used three times: the server refuses with `firstViolation`, the client cleans typed and pasted text with
/// `cleaned`, and whatever a server sends all the same is shown by `escaped`.
public enum SafeText {
    /// Where the text stands.
    public enum Place: Sendable {
        /// The text of a segment: line feeds and tabs may stand in it.
        case segment
        /// A title, a name, an id: one line, without tabs.
        case line
    }

    /// The first character that may not stand there.
    public struct Violation: Hashable, Sendable {
        /// The character.
        public let scalar: Unicode.Scalar
        /// How many characters (Unicode scalars) stand before it.
        public let offset: Int

        /// The character as code charts write it: `U+001B`.
        public var codePoint: String { SafeText.codePoint(of: scalar) }
    }

    /// Whether `scalar` is refused: C0, DEL and C1 controls, bidirectional overrides and isolates, noncharacters, and
    /// outside segments also line breaks and tabs.
    public static func isForbidden(_ scalar: Unicode.Scalar, in place: Place) -> Bool {
        switch scalar.value {
        case 0x20...0x7E: false
        case 0x09, 0x0A: place == .line
        case 0x00...0x1F, 0x7F...0x9F: true
        case 0x2028, 0x2029: place == .line
        case 0x202A...0x202E, 0x2066...0x2069: true
        case 0xFDD0...0xFDEF: true
        default: scalar.value & 0xFFFE == 0xFFFE
        }
    }

    /// Where `text` breaks the rule first; nil where it keeps it.
    public static func firstViolation(in text: String, place: Place) -> Violation? {
        var offset = 0
        for scalar in text.unicodeScalars {
            if isForbidden(scalar, in: place) { return Violation(scalar: scalar, offset: offset) }
            offset += 1
        }
        return nil
    }

    /// `text` as it may stand there: CRLF and CR become LF (a space in a line), a tab in a line becomes a space, the
    /// rest that is forbidden is dropped and counted.
    public static func cleaned(_ text: String, for place: Place) -> (text: String, dropped: Int) {
        var kept = String.UnicodeScalarView()
        var dropped = 0
        var afterReturn = false
        for scalar in text.unicodeScalars {
            defer { afterReturn = scalar == "\r" }
            if scalar == "\n" && afterReturn { continue }
            let unified: Unicode.Scalar = scalar == "\r" ? "\n" : scalar
            if !isForbidden(unified, in: place) {
                kept.append(unified)
            } else if unified.properties.isWhitespace {
                kept.append(" ")
            } else {
                dropped += 1
            }
        }
        return (String(kept), dropped)
    }

    /// `text` with every forbidden character written out, such as `<U+001B>`: safe to print anywhere.
    public static func escaped(_ text: String, for place: Place) -> String {
        guard firstViolation(in: text, place: place) != nil else { return text }
        var shown = ""
        for scalar in text.unicodeScalars {
            if isForbidden(scalar, in: place) {
                shown += "<" + codePoint(of: scalar) + ">"
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }

    /// `text` without the white space at both ends.
    public static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }

    private static func codePoint(of scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
