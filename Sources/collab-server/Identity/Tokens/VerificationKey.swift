import JWTKit

/// A key that tokens are judged by.
struct VerificationKey: Sendable {
    /// What its issuer calls it.
    let id: String?
    private let algorithm: SigningAlgorithm
    private let signatures: any JWTAlgorithm

    /// Nil where JWTKit does not take the key.
    init?(id: String?, _ key: PublicKey) async {
        // A collection for each key: whichever JWTKit falls back to, it is this one or none.
        let collection = JWTKeyCollection()
        switch key {
        case .rsa(let key): await collection.add(rsa: key, digestAlgorithm: .sha256)
        case .p256(let key): await collection.add(ecdsa: key)
        case .ed25519(let key): await collection.add(eddsa: key)
        }
        guard let signatures = try? await collection.getKey() else { return nil }
        self.id = id
        self.algorithm = key.algorithm
        self.signatures = signatures
    }

    /// Whether `token` was signed by the private half of this key.
    func hasSigned(_ token: CompactToken) -> Bool {
        // JWTKit does not compare what the token says with what the key is for.
        guard token.algorithm == algorithm else { return false }
        do {
            return try signatures.verify(token.signature, signs: token.signedBytes)
        } catch {
            return false  // such as a signature of the wrong length
        }
    }
}
