import DraftStorage

/// What is handed over so that somebody may read a draft: 32 random bytes, in an alphabet that URLs carry as it is.
struct ShareToken: Hashable, Sendable {
    private static let byteCount = 32
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// The token as it stands in a link: base64url without padding.
    let text: String

    /// A token that nobody can guess.
    static func random() -> ShareToken {
        var generator = SystemRandomNumberGenerator()
        return random(using: &generator)
    }

    /// A token drawn from `generator`.
    static func random(using generator: inout some RandomNumberGenerator) -> ShareToken {
        var bits: UInt32 = 0
        var bitCount = 0
        var digits: [UInt8] = []
        for _ in 0..<byteCount {
            bits = bits << 8 | UInt32(UInt8.random(in: 0...UInt8.max, using: &generator))
            bitCount += 8
            while bitCount >= 6 {
                bitCount -= 6
                digits.append(alphabet[Int(bits >> UInt32(bitCount) & 63)])
            }
        }
        // What is left of the last byte, filled up with zeros (RFC 4648, 5).
        if bitCount > 0 { digits.append(alphabet[Int(bits << UInt32(6 - bitCount) & 63)]) }
        return ShareToken(text: String(decoding: digits, as: UTF8.self))
    }

    /// Under which the store knows it.
    var hash: SecretHash { SecretHash(of: text) }
}
