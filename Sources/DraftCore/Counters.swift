/// The place of an event in its draft's log: 1, 2, 3 … without gaps. Zero stands before the first event.
public struct Seq: RawRepresentable, Hashable, Sendable, Comparable, ExpressibleByIntegerLiteral,
    CustomStringConvertible
{
    /// The number on the wire.
    public let rawValue: Int

    /// Any number; whether an event has it is for the log to say.
    public init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// A literal number.
    public init(integerLiteral value: Int) {
        rawValue = value
    }

    /// The place after this one; the last representable place is its own successor.
    public var next: Self { Self(rawValue: rawValue.saturatingNext) }

    /// The number in decimal digits.
    public var description: String { String(rawValue) }

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// Counts holdings of the ring, from 1: a fencing token, so that a command made under an earlier holding cannot act late.
public struct Tenure: RawRepresentable, Hashable, Sendable, Comparable, ExpressibleByIntegerLiteral,
    CustomStringConvertible
{
    /// The number on the wire.
    public let rawValue: Int

    /// Any number; whether it is the current tenure is for the draft to say.
    public init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// A literal number.
    public init(integerLiteral value: Int) {
        rawValue = value
    }

    /// The tenure that the next pass begins.
    public var next: Self { Self(rawValue: rawValue.saturatingNext) }

    /// The number in decimal digits.
    public var description: String { String(rawValue) }

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// The SHA-256 that chains an event to all before it.
public struct EventHash: Hashable, Sendable, CustomStringConvertible {
    /// 32 bytes.
    public let bytes: [UInt8]

    /// What stands before the first event: 32 zero bytes.
    public static let zero = EventHash(unchecked: [UInt8](repeating: 0, count: 32))

    /// Nil unless there are exactly 32 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// Reads 64 lowercase hexadecimal digits; anything else is nil.
    public init?(_ text: some StringProtocol) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        var high: UInt8?
        for byte in text.utf8 {
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            default: return nil
            }
            if let first = high {
                bytes.append(first << 4 | digit)
                high = nil
            } else {
                high = digit
            }
            guard bytes.count <= 32 else { return nil }
        }
        guard high == nil else { return nil }
        self.init(bytes: bytes)
    }

    private init(unchecked bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// 64 lowercase hexadecimal digits.
    public var description: String {
        var text = ""
        text.reserveCapacity(64)
        for byte in bytes {
            for nibble in [byte >> 4, byte & 0xF] {
                text.unicodeScalars.append(Unicode.Scalar(nibble < 10 ? 48 + nibble : 87 + nibble))
            }
        }
        return text
    }
}

extension Int {
    /// The number after this one; the last representable number is its own successor, so that no fact can trap.
    var saturatingNext: Int { self == .max ? .max : self + 1 }
}
