import Crypto

/// The keys of the server's own issuer: one signs new tokens, all of them verify.
///
/// Invariant: the key that signs is the first of those that verify, and no key is there twice.
struct SigningKeys: Sendable {
    let signing: Curve25519.Signing.PrivateKey
    let verifying: [OwnKey]
    /// Names the key that signs.
    let kid: String

    /// - Parameter earlier: keys whose tokens are still good.
    init(signing: Curve25519.Signing.PrivateKey, earlier: [OwnKey] = []) {
        let first = OwnKey(signing.publicKey)
        var known: Set<String> = []
        self.signing = signing
        verifying = ([first] + earlier).filter { known.insert($0.id).inserted }
        kid = first.id
    }

    /// A new key of one's own.
    static func fresh() -> SigningKeys { SigningKeys(signing: Curve25519.Signing.PrivateKey()) }

    /// A new key signs; of the one that signed so far, only the public half is kept.
    func rotated() -> SigningKeys {
        SigningKeys(signing: Curve25519.Signing.PrivateKey(), earlier: verifying)
    }

    /// Without the key `kid`, so that its tokens are refused.
    func retiring(_ kid: String) throws(SigningKeyError) -> SigningKeys {
        guard kid != self.kid else {
            throw SigningKeyError("signs with the key \(kid); rotate it before you retire it")
        }
        guard verifying.contains(where: { $0.id == kid }) else { throw SigningKeyError("has no key \(kid)") }
        return SigningKeys(signing: signing, earlier: verifying.filter { $0.id != kid })
    }
}
