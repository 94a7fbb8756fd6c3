import Crypto

/// What is kept of a secret that was drawn at random: its SHA-256. It needs no salt and no slow hash, because nobody can
/// guess 100 bits or more.
public struct SecretHash: Hashable, Sendable {
    static let length = 32

    /// 32 bytes.
    public let bytes: [UInt8]

    /// The hash of `secret`.
    public init(of secret: String) {
        bytes = Array(SHA256.hash(data: Array(secret.utf8)))
    }
}
