import Crypto

extension OwnKey {
    /// Named by its thumbprint after RFC 7638: whoever has the key can work out its name.
    init(_ publicKey: Curve25519.Signing.PublicKey) {
        let x = Base64URL.encoded(publicKey.rawRepresentation)
        let required = #"{"crv":"Ed25519","kty":"OKP","x":"\#(x)"}"#
        self.init(id: Base64URL.encoded(SHA256.hash(data: Array(required.utf8))), publicKey: publicKey)
    }

    /// The key as a JWK.
    fileprivate var jwk: String {
        // Base64url needs no escaping.
        let x = Base64URL.encoded(publicKey.rawRepresentation)
        return #"{"alg":"EdDSA","crv":"Ed25519","kid":"\#(id)","kty":"OKP","use":"sig","x":"\#(x)"}"#
    }
}

extension OwnIssuer {
    /// What `/.well-known/jwks.json` answers, for programs that verify tokens themselves.
    var jwks: [UInt8] { Array((#"{"keys":["# + keys.map(\.jwk).joined(separator: ",") + "]}").utf8) }
}
