/// A 128-bit identity, written as a lowercase UUID (RFC 9562). `Subject` keeps identities of different things apart.
public struct Identifier<Subject>: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt64

    /// A random (version 4) identity drawn from `generator`.
    public static func random(using generator: inout some RandomNumberGenerator) -> Self {
        Self(randomHigh: generator.next(), low: generator.next())
    }

    /// A random (version 4) identity.
    public static func random() -> Self {
        Self(randomHigh: .random(in: 0...(.max)), low: .random(in: 0...(.max)))
    }

    private init(randomHigh high: UInt64, low: UInt64) {
        self.init(high: high & 0xFFFF_FFFF_FFFF_0FFF | 0x4000, low: low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000)
    }

    private init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads `8-4-4-4-12` lowercase hexadecimal digits; anything else is nil.
    public init?(_ text: some StringProtocol) {
        var halves: (UInt64, UInt64) = (0, 0)
        var digits = 0
        var length = 0
        for byte in text.utf8 {
            defer { length += 1 }
            if length == 8 || length == 13 || length == 18 || length == 23 {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            let digit: UInt64
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = UInt64(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = UInt64(byte - UInt8(ascii: "a") + 10)
            default: return nil
            }
            guard digits < 32 else { return nil }
            if digits < 16 { halves.0 = halves.0 << 4 | digit } else { halves.1 = halves.1 << 4 | digit }
            digits += 1
        }
        guard digits == 32, length == 36 else { return nil }
        self.init(high: halves.0, low: halves.1)
    }
}

extension Identifier: CustomStringConvertible {
    /// The lowercase UUID.
    public var description: String {
        var text = ""
        text.reserveCapacity(36)
        for position in 0..<32 {
            if position == 8 || position == 12 || position == 16 || position == 20 { text.append("-") }
            let half = position < 16 ? high : low
            let nibble = UInt8(truncatingIfNeeded: half >> UInt64(60 - 4 * (position % 16))) & 0xF
            text.unicodeScalars.append(Unicode.Scalar(nibble < 10 ? 48 + nibble : 87 + nibble))
        }
        return text
    }
}

extension Identifier: Comparable {
    /// Byte order, which is also the order of the written form.
    public static func < (left: Self, right: Self) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}

/// Names one draft, everywhere.
public typealias DraftID = Identifier<Draft>
/// Names one segment.
public typealias SegmentID = Identifier<Segment>
/// Names one history of a whole store; a restored store gets a new one.
public typealias LogID = Identifier<LogHistory>

/// Names one invite to a draft; it is not the code.
public typealias InviteID = Identifier<Invitation>
/// Names one share of a draft; it is not the token.
public typealias ShareID = Identifier<Sharing>

/// The subject of a `LogID`.
public enum LogHistory {}
/// The subject of an `InviteID`.
public enum Invitation {}
/// The subject of a `ShareID`.
public enum Sharing {}

/// Who acts: an opaque string of 1 to 128 bytes without white space or controls, chosen by the identity provider.
public struct UserID: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The id as it stands on the wire.
    public let description: String

    /// Nil where `text` is not a well-formed user id.
    public init?(_ text: String) {
        guard (1...128).contains(text.utf8.count),
            text.unicodeScalars.allSatisfy({ !$0.properties.isWhitespace && !SafeText.isForbidden($0, in: .line) })
        else { return nil }
        description = text
    }

    /// Order of the UTF-8 bytes, the same in every store and on every machine.
    public static func < (left: Self, right: Self) -> Bool {
        left.description.utf8.lexicographicallyPrecedes(right.description.utf8)
    }

    public static func == (left: Self, right: Self) -> Bool {
        left.description.utf8.elementsEqual(right.description.utf8)
    }

    public func hash(into hasher: inout Hasher) {
        for byte in description.utf8 { hasher.combine(byte) }
        hasher.combine(0xFF as UInt8)
    }
}

/// Makes a command that is sent twice take effect once: 1 to 128 bytes without controls, owned by (draft, user).
public struct IdempotencyKey: Hashable, Sendable, CustomStringConvertible {
    /// The key as it stands on the wire.
    public let description: String

    /// Nil where `text` is not a well-formed key.
    public init?(_ text: String) {
        guard (1...128).contains(text.utf8.count),
            text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else { return nil }
        description = text
    }

    /// A key that no other submission has.
    public static func random() -> Self {
        Self(unchecked: Identifier<Self>.random().description)
    }

    /// A key that no other submission has.
    public static func random(using generator: inout some RandomNumberGenerator) -> Self {
        Self(unchecked: Identifier<Self>.random(using: &generator).description)
    }

    private init(unchecked text: String) {
        description = text
    }

    // Keys are bytes to the server: "é" composed and decomposed are two keys, although Swift calls the strings equal.
    public static func == (left: Self, right: Self) -> Bool {
        left.description.utf8.elementsEqual(right.description.utf8)
    }

    public func hash(into hasher: inout Hasher) {
        for byte in description.utf8 { hasher.combine(byte) }
        hasher.combine(0xFF as UInt8)
    }
}

/// Names one request in logs and answers: 1 to 128 printable ASCII characters.
public struct RequestID: Hashable, Sendable, CustomStringConvertible {
    /// The id as it stands on the wire.
    public let description: String

    /// Nil where `text` is not a well-formed request id.
    public init?(_ text: some StringProtocol) {
        guard (1...128).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return nil
        }
        description = String(text)
    }

    /// An id that no other request has.
    public static func random() -> Self {
        Self(unchecked: Identifier<Self>.random().description)
    }

    private init(unchecked text: String) {
        description = text
    }
}
