import Crypto
import JWTKit

/// The public half of a key by which this server signs tokens.
struct OwnKey: Sendable {
    let id: String
    let publicKey: Curve25519.Signing.PublicKey
}

/// The issuer that a store is itself.
struct OwnIssuer: Sendable {
    /// The audience of its tokens: what one store's server has signed is nothing to another's.
    let serverID: String
    let keys: [OwnKey]

    init(serverID: String, keys: [OwnKey]) {
        self.serverID = serverID
        self.keys = keys
    }

    /// The `iss` of its tokens.
    var name: String { Self.name(serverID: serverID) }

    static func name(serverID: String) -> String { "urn:uuid:" + serverID }
}

extension PublicKey {
    init(_ key: Curve25519.Signing.PublicKey) {
        self = .ed25519(EdDSA.PublicKey(backing: key))
    }
}
