import Crypto
import FoundationEssentials

/// What the client needs of cryptography.
enum Digest {
    /// The SHA-1 of `bytes`: RFC 6455 asks for it, nothing is kept safe by it.
    static func sha1(_ bytes: [UInt8]) -> [UInt8] { Array(Insecure.SHA1.hash(data: bytes)) }

    /// The SHA-256 of `bytes`.
    static func sha256(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }

    /// Whether two secrets are the same, in a time that tells nothing of where they differ.
    static func equal(_ one: String, _ other: String) -> Bool {
        // The library compares its digests in constant time.
        SHA256.hash(data: Array(one.utf8)) == SHA256.hash(data: Array(other.utf8))
    }

    /// Fills `bytes` with what nobody can guess.
    static func fillRandom(_ bytes: UnsafeMutableBufferPointer<UInt8>) {
        var source = SystemRandomNumberGenerator()
        for index in bytes.indices { bytes[index] = source.next() }
    }

    /// `count` bytes that nobody can guess.
    static func randomBytes(_ count: Int) -> [UInt8] {
        var source = SystemRandomNumberGenerator()
        return (0..<count).map { _ in source.next() }
    }

    static func base64(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString()
    }
}
