import CCrypto
import FoundationEssentials

/// What the client needs of cryptography.
enum Digest {
    /// OpenSSL, for this process and for curl. Left to itself it would tear itself down at exit, under the hands of the
    /// network thread.
    static let isReady = OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_ATEXIT), nil) == 1

    /// The SHA-1 of `bytes`: RFC 6455 asks for it, nothing is kept safe by it.
    static func sha1(_ bytes: [UInt8]) -> [UInt8] { digest(bytes, EVP_sha1()) }

    /// The SHA-256 of `bytes`; empty where there is none to be had.
    static func sha256(_ bytes: [UInt8]) -> [UInt8] { digest(bytes, EVP_sha256()) }

    private static func digest(_ bytes: [UInt8], _ algorithm: OpaquePointer?) -> [UInt8] {
        guard isReady else { return [] }
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var length: UInt32 = 0
        guard EVP_Digest(bytes, bytes.count, &digest, &length, algorithm, nil) == 1 else { return [] }
        return Array(digest.prefix(Int(length)))
    }

    /// Whether two secrets are the same, in a time that tells nothing of where they differ.
    static func equal(_ one: String, _ other: String) -> Bool {
        let (one, other) = (Array(one.utf8), Array(other.utf8))
        return one.count == other.count && CRYPTO_memcmp(one, other, one.count) == 0
    }

    /// Fills `bytes` with what nobody can guess; false where the system has no randomness to give.
    static func fillRandom(_ bytes: UnsafeMutableBufferPointer<UInt8>) -> Bool {
        isReady && RAND_bytes(bytes.baseAddress, Int32(clamping: bytes.count)) == 1
    }

    /// `count` random bytes; nil where the system has none to give.
    static func randomBytes(_ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return bytes.withUnsafeMutableBufferPointer { fillRandom($0) } ? bytes : nil
    }

    static func base64(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString()
    }
}
