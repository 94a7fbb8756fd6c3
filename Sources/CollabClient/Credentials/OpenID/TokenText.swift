import CollabAPI
import FoundationEssentials

/// What stands in a signed token, as far as its bearer looks into it. The signature is not looked at: such a token came from
/// the provider itself (OpenID Connect Core 1.0, section 3.1.3.7, rule 6), or is judged by the server.
struct TokenText: Hashable, Sendable {
    /// What kind of token it says it is, in lower case.
    let type: String
    let claims: Claims

    /// Nil where `token` is not a signed token of readable claims.
    init?(_ token: String) {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, token.utf8.count <= 64 << 10, let head = Base64URL.decode(parts[0]),
            let payload = Base64URL.decode(parts[1]), Base64URL.decode(parts[2]) != nil, !head.isEmpty,
            !payload.isEmpty, let header = try? WireCoding.decode(Header.self, from: Data(head)),
            let claims = try? WireCoding.decode(Claims.self, from: Data(payload))
        else { return nil }
        type = (header.typ ?? "").lowercased()
        self.claims = claims
    }

    /// Whether it is an access token that a server can read by itself (RFC 9068).
    var isAccessToken: Bool { type == "at+jwt" || type == "application/at+jwt" }

    private struct Header: Decodable {
        let alg: String
        let typ: String?
    }

    struct Claims: Decodable, Hashable, Sendable {
        let issuer: String
        let subject: String
        let audience: [String]
        let authorizedParty: String?
        let nonce: String?
        /// Seconds since 1970.
        let expiresAt: Double
        let issuedAt: Double?

        private enum CodingKeys: String, CodingKey {
            case iss, sub, aud, azp, nonce, exp, iat
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            issuer = try container.decode(String.self, forKey: .iss)
            subject = try container.decode(String.self, forKey: .sub)
            if let one = try? container.decode(String.self, forKey: .aud) {
                audience = [one]
            } else {
                audience = try container.decodeIfPresent([String].self, forKey: .aud) ?? []
            }
            authorizedParty = try container.decodeIfPresent(String.self, forKey: .azp)
            nonce = try container.decodeIfPresent(String.self, forKey: .nonce)
            expiresAt = try container.decode(Double.self, forKey: .exp)
            issuedAt = try container.decodeIfPresent(Double.self, forKey: .iat)
        }
    }

    /// How long it lives from the moment of its making, whatever this machine's clock shows; at most a year.
    var lifetime: Duration? {
        guard let issued = claims.issuedAt, claims.expiresAt > issued else { return nil }
        return .seconds(min(claims.expiresAt - issued, 366 * 86_400))
    }

    /// Checks an ID token (OpenID Connect Core 1.0, sections 3.1.3.7 and 12.2).
    /// - Parameters:
    ///   - nonce: what the sign-in asked to be repeated; nil where nothing was.
    ///   - subject: whose token a refreshed one must be.
    func checkIdentity(
        issuer: String, clientID: String, nonce: String?, subject: String?
    ) throws(SignInError) {
        guard claims.issuer == issuer else {
            throw SignInError(.provider, "The ID token comes from another issuer.")
        }
        let isAuthorized = claims.authorizedParty.map { $0 == clientID } ?? (claims.audience.count == 1)
        guard claims.audience.contains(clientID), isAuthorized else {
            throw SignInError(.provider, "The ID token is meant for another program.")
        }
        guard !claims.subject.isEmpty, subject.map({ $0 == claims.subject }) ?? true else {
            throw SignInError(.provider, "The ID token is somebody else's.")
        }
        if let nonce {
            guard let repeated = claims.nonce, Digest.equal(repeated, nonce) else {
                throw SignInError(.provider, "The ID token belongs to another sign-in: its nonce is not the one sent.")
            }
        }
    }
}
