import DraftCore
import JWTKit

/// The algorithms by which a token may be signed; each belongs to one type of key, so that the key decides which it is.
enum SigningAlgorithm: String, Sendable {
    case rs256 = "RS256"
    case es256 = "ES256"
    case edDSA = "EdDSA"
}

/// A public key of one of the types that tokens may be signed by.
enum PublicKey: Equatable, Sendable {
    case rsa(Insecure.RSA.PublicKey)
    case p256(ES256PublicKey)
    case ed25519(EdDSA.PublicKey)

    var algorithm: SigningAlgorithm {
        switch self {
        case .rsa: .rs256
        case .p256: .es256
        case .ed25519: .edDSA
        }
    }

    /// The key in a PEM text; nil where that holds no public key, or one that is not used here.
    init?(pem: String) {
        let text = Self.armoured(pem)
        if let key = try? Insecure.RSA.PublicKey(pem: text) {
            self = .rsa(key)
        } else if let key = try? ES256PublicKey(pem: text) {
            self = .p256(key)
        } else if let key = try? EdDSA.PublicKey(pem: text) {
            self = .ed25519(key)
        } else {
            return nil
        }
    }

    /// The key in an entry of a JSON Web Key Set; nil where it is not for verifying, or one that is not used here.
    init?(jwk members: [String: StrictJSON]) {
        guard Self.isForSignatures(members) else { return nil }
        let text = { (name: String) in members[name]?.string }
        let key: Self?
        switch (text("kty"), text("crv")) {
        case ("RSA", nil): key = Self.rsaKey(modulus: text("n"), exponent: text("e"))
        case ("EC", "P-256"): key = Self.p256Key(x: text("x"), y: text("y"))
        case ("OKP", "Ed25519"): key = Self.ed25519Key(x: text("x"))
        default: key = nil
        }
        guard let key, members["alg"].map({ $0.string == key.algorithm.rawValue }) ?? true else { return nil }
        self = key
    }

    private static func isForSignatures(_ members: [String: StrictJSON]) -> Bool {
        if let use = members["use"], use.string != "sig" { return false }
        if let operations = members["key_ops"], operations.array?.contains(.string("verify")) != true { return false }
        // What was to stay private and did not proves nothing any more.
        return members["d"] == nil
    }

    private static func rsaKey(modulus: String?, exponent: String?) -> Self? {
        // 8192 bits at most: a longer key only costs time. JWTKit refuses what is shorter than 2048.
        guard let modulus, let exponent, let bytes = Base64URL.decoded(modulus.utf8), bytes.count <= 1025,
            let exponentBytes = Base64URL.decoded(exponent.utf8), (1...8).contains(exponentBytes.count),
            let key = try? Insecure.RSA.PublicKey(modulus: modulus, exponent: exponent)
        else { return nil }
        return .rsa(key)
    }

    private static func p256Key(x: String?, y: String?) -> Self? {
        guard let x = coordinate(x), let y = coordinate(y), let key = try? ES256PublicKey(parameters: (x, y)) else {
            return nil
        }
        return .p256(key)
    }

    private static func ed25519Key(x: String?) -> Self? {
        guard let x = coordinate(x), let key = try? EdDSA.PublicKey(x: x, curve: .ed25519) else { return nil }
        return .ed25519(key)
    }

    private static func coordinate(_ text: String?) -> String? {
        text.flatMap { Base64URL.decoded($0.utf8)?.count == 32 ? $0 : nil }
    }

    /// Variables often hold a PEM text on one line, its line breaks written `\n`, or only what stands between its fences.
    private static func armoured(_ pem: String) -> String {
        let lines = pem.replacing("\\n", with: "\n").split(whereSeparator: \.isNewline).map {
            SafeText.trimmed(String($0))
        }
        guard lines.first?.hasPrefix("-----BEGIN") != true else { return lines.joined(separator: "\n") + "\n" }
        return "-----BEGIN PUBLIC KEY-----\n" + lines.joined() + "\n-----END PUBLIC KEY-----\n"
    }
}
