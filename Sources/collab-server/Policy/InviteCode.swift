import DraftStorage

/// What is handed to a friend so that they may join a draft: 100 random bits in 20 characters that can be read out
/// over a telephone.
///
/// Invariant: however somebody writes a code down, it has one canonical form, and that is what is hashed.
struct InviteCode: Hashable, Sendable {
    /// Crockford's base 32: no letter looks like a digit or like another.
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
    private static let length = 20
    private static let groupLength = 5

    /// 20 characters of the alphabet.
    private let canonical: [UInt8]

    /// A code that nobody can guess.
    static func random() -> InviteCode {
        var generator = SystemRandomNumberGenerator()
        return random(using: &generator)
    }

    /// A code drawn from `generator`.
    static func random(using generator: inout some RandomNumberGenerator) -> InviteCode {
        InviteCode(canonical: (0..<length).compactMap { _ in alphabet.randomElement(using: &generator) })
    }

    private init(canonical: [UInt8]) {
        self.canonical = canonical
    }

    /// Reads a code as people write it: capitals or not, with or without dashes and spaces, `o` for 0, `i` and `l` for 1;
    /// nil where it cannot be one.
    init?(_ text: String) {
        var canonical: [UInt8] = []
        for byte in text.utf8 where byte != UInt8(ascii: "-") && byte != UInt8(ascii: " ") {
            guard canonical.count < Self.length, let digit = Self.digit(byte) else { return nil }
            canonical.append(digit)
        }
        guard canonical.count == Self.length else { return nil }
        self.canonical = canonical
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        let lowercase = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
        switch lowercase {
        case UInt8(ascii: "o"): return UInt8(ascii: "0")
        case UInt8(ascii: "i"), UInt8(ascii: "l"): return UInt8(ascii: "1")
        default: return alphabet.contains(lowercase) ? lowercase : nil
        }
    }

    /// The code as it is handed over, in groups of five.
    var text: String {
        stride(from: 0, to: canonical.count, by: Self.groupLength).map { start in
            String(decoding: canonical[start...].prefix(Self.groupLength), as: UTF8.self)
        }.joined(separator: "-")
    }

    /// Under which the store knows it.
    var hash: SecretHash { SecretHash(of: String(decoding: canonical, as: UTF8.self)) }
}
