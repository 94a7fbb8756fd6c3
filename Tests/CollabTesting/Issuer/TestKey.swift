import Crypto
import CryptoExtras
import FoundationEssentials
import JWTKit
import Synchronization

/// A key pair that signs tokens in tests.
public struct TestKey: Sendable {
    /// The type of a key.
    public enum Kind: String, CaseIterable, Sendable {
        case rsa
        case p256
        case ed25519
    }

    /// Of which type it is.
    public let kind: Kind
    /// Its name in the set of keys; nil publishes it without one.
    public var id: String?
    /// The public half in PEM.
    public let pem: String
    /// What the algorithm is called that it signs with.
    public let algorithm: String

    private let signing: @Sendable ([UInt8]) throws -> [UInt8]
    private let publicMembers: [(String, TestJSON)]

    /// A new key. An RSA key takes a moment to make, so there are two in a process, and every other one is the same.
    public init(_ kind: Kind = .p256, id: String? = TestKey.newName()) {
        self.kind = kind
        self.id = id
        switch kind {
        case .rsa:
            let key = RSAKeys.next()
            let numbers = try! key.publicKey.getKeyPrimitives()
            algorithm = "RS256"
            pem = key.publicKey.pemRepresentation
            publicMembers = [
                ("kty", "RSA"), ("n", .base64URL(numbers.modulus)), ("e", .base64URL(numbers.publicExponent)),
            ]
            signing = { bytes in
                Array(
                    try key.signature(for: Crypto.SHA256.hash(data: bytes), padding: .insecurePKCS1v1_5)
                        .rawRepresentation)
            }
        case .p256:
            let key = P256.Signing.PrivateKey()
            let point = key.publicKey.rawRepresentation
            algorithm = "ES256"
            pem = key.publicKey.pemRepresentation
            publicMembers = [
                ("kty", "EC"), ("crv", "P-256"), ("x", .base64URL(point.prefix(32))),
                ("y", .base64URL(point.suffix(32))),
            ]
            signing = { Array(try key.signature(for: $0).rawRepresentation) }
        case .ed25519:
            let key = Curve25519.Signing.PrivateKey()
            algorithm = "EdDSA"
            pem = EdDSA.PublicKey(backing: key.publicKey).pemRepresentation
            publicMembers = [
                ("kty", "OKP"), ("crv", "Ed25519"), ("x", .base64URL(key.publicKey.rawRepresentation)),
            ]
            signing = { Array(try key.signature(for: $0)) }
        }
    }

    /// The signature of `bytes`.
    public func signature(of bytes: [UInt8]) -> [UInt8] { try! signing(bytes) }

    /// Its entry in a set of keys.
    public var jwk: TestMembers {
        var members = TestMembers(publicMembers)
        if let id { members["kid"] = .string(id) }
        members["alg"] = .string(algorithm)
        members["use"] = "sig"
        return members
    }

    /// A name that no other key has.
    public static func newName() -> String { "key-" + String(UInt64.random(in: 0...(.max)), radix: 36) }
}

extension TestJSON {
    static func base64URL(_ bytes: some Sequence<UInt8>) -> TestJSON { .string(bytes.base64URLText) }
}

extension Sequence<UInt8> {
    /// Base64url without padding.
    public var base64URLText: String {
        String(
            Data(self).base64EncodedString().filter { $0 != "=" }
                .map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 })
    }
}

private enum RSAKeys {
    private static let keys = [0, 1].map { _ in try! _RSA.Signing.PrivateKey(keySize: .bits2048) }
    private static let turn = Mutex(0)

    static func next() -> _RSA.Signing.PrivateKey {
        turn.withLock { turn in
            turn += 1
            return keys[turn % keys.count]
        }
    }
}
