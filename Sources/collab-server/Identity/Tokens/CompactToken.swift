/// A signed token in its compact form (RFC 7515), taken apart and not yet believed.
struct CompactToken: Sendable {
    /// What the token says it is.
    enum Kind: Hashable, Sendable {
        /// `JWT`, or nothing said.
        case jwt
        /// `at+jwt`: an access token (RFC 9068).
        case accessToken
    }

    /// A token that anybody has made for a purpose of ours is far smaller.
    static let longest = 8192
    /// Members by which a token would bring its own key, or have it fetched.
    private static let keyMembers = ["jku", "jwk", "x5u", "x5c"]

    let algorithm: SigningAlgorithm
    let keyID: String?
    let kind: Kind
    let claims: [String: StrictJSON]
    /// What the signature covers.
    let signedBytes: [UInt8]
    let signature: [UInt8]

    init(_ text: String) throws(TokenRefusal) {
        let bytes = Array(text.utf8.prefix(Self.longest + 1))
        guard bytes.count <= Self.longest else { throw .invalid(reason: "longer than \(Self.longest) bytes") }
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw .invalid(reason: "not of three parts") }
        guard let headerBytes = Base64URL.decoded(parts[0]), let claimBytes = Base64URL.decoded(parts[1]),
            let signature = Base64URL.decoded(parts[2])
        else { throw .invalid(reason: "not in base64url") }
        guard let header = StrictJSON(headerBytes)?.object else { throw .invalid(reason: "the header is no object") }
        guard let claims = StrictJSON(claimBytes)?.object else { throw .invalid(reason: "the claims are no object") }
        guard header["crit"] == nil else { throw .invalid(reason: "the header has crit") }
        guard Self.keyMembers.allSatisfy({ header[$0] == nil }) else {
            throw .invalid(reason: "the header brings a key of its own")
        }
        guard let algorithm = header["alg"]?.string.flatMap(SigningAlgorithm.init(rawValue:)) else {
            throw .invalid(reason: "not signed by one of the allowed algorithms")
        }
        self.algorithm = algorithm
        keyID = try Self.keyID(header["kid"])
        kind = try Self.kind(header["typ"])
        self.claims = claims
        signedBytes = Array(bytes.prefix(parts[0].count + 1 + parts[1].count))
        self.signature = signature
    }

    private static func keyID(_ value: StrictJSON?) throws(TokenRefusal) -> String? {
        guard let value else { return nil }
        guard let text = value.string else { throw .invalid(reason: "kid is no string") }
        return text
    }

    private static func kind(_ value: StrictJSON?) throws(TokenRefusal) -> Kind {
        guard let value else { return .jwt }
        switch value.string?.lowercased() {
        case "jwt", "application/jwt": return .jwt
        case "at+jwt", "application/at+jwt": return .accessToken
        default: throw .invalid(reason: "of an unknown type")
        }
    }
}
