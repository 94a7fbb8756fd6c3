import DraftStorage

/// What is handed over so that somebody may read a draft: 32 random bytes, in an alphabet that URLs carry as it is.
struct ShareToken: Hashable, Sendable {
    private static let byteCount = 32

    /// The token as it stands in a link: base64url without padding.
    let text: String

    /// A token that nobody can guess.
    static func random() -> ShareToken {
        var generator = SystemRandomNumberGenerator()
        return random(using: &generator)
    }

    /// A token drawn from `generator`.
    static func random(using generator: inout some RandomNumberGenerator) -> ShareToken {
        let bytes = (0..<byteCount).map { _ in UInt8.random(in: 0...UInt8.max, using: &generator) }
        return ShareToken(text: Base64URL.encoded(bytes))
    }

    /// Under which the store knows it.
    var hash: SecretHash { SecretHash(of: text) }
}
