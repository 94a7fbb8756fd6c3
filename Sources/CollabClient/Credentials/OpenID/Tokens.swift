import DraftCore

/// What the token endpoint answers (RFC 6749, section 5.1).
struct TokenAnswer: Decodable, Hashable, Sendable {
    let tokenType: String
    let accessToken: String
    let idToken: String?
    let refreshToken: String?
    let expiresIn: Double?

    private enum CodingKeys: String, CodingKey {
        case tokenType = "token_type"
        case accessToken = "access_token"
        case idToken = "id_token"
        case refreshToken = "refresh_token"
        case expiresIn = "expires_in"
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        tokenType = try container.decode(String.self, forKey: .tokenType)
        accessToken = try container.decode(String.self, forKey: .accessToken)
        idToken = try container.decodeIfPresent(String.self, forKey: .idToken)
        refreshToken = try container.decodeIfPresent(String.self, forKey: .refreshToken)
        // Some providers write the number as a text.
        let number = try? container.decodeIfPresent(Double.self, forKey: .expiresIn)
        let text = try? container.decodeIfPresent(String.self, forKey: .expiresIn)
        expiresIn = number ?? text.flatMap { Double($0) }
    }
}

/// A token that may be sent to a collab server.
public struct BearerToken: Hashable, Sendable {
    /// Which of the tokens of a sign-in it is.
    public enum Kind: String, Codable, Hashable, Sendable {
        case accessToken = "access_token"
        case idToken = "id_token"
        /// One that the user came by elsewhere.
        case given
    }

    /// What it is.
    public let kind: Kind
    /// The token itself; never to be shown.
    public let text: String
    /// How long it lives from now; nil where nobody says.
    public let lifetime: Duration?
}

/// What a sign-in brought.
public struct SignInTokens: Sendable {
    /// What can be sent to the server, the first that it takes; at least one.
    ///
    /// The access token comes first, but only if it is one that a server can read by itself: a signed one of type `at+jwt`,
    /// RFC 9068, of the same issuer. An opaque one is of use to the provider alone and is never sent. Then comes the ID
    /// token, whose audience is this program. Which of them a server takes is a matter of its settings (an `at+jwt` needs
    /// an audience to be configured there), so whoever signs in tries them in this order and keeps the kind that was taken.
    public let bearers: [BearerToken]
    let refreshToken: String?
    let subject: String?

    init(bearers: [BearerToken], refreshToken: String?, subject: String?) {
        self.bearers = bearers
        self.refreshToken = refreshToken
        self.subject = subject
    }

    /// Checks what the provider answered.
    init(
        _ answer: TokenAnswer, issuer: String, clientID: String, nonce: String?, subject: String?
    ) throws(SignInError) {
        guard answer.tokenType.lowercased() == "bearer" else {
            throw SignInError(.provider, "The provider gives tokens of a kind that is not known here.")
        }
        var bearers: [BearerToken] = []
        var found: String?
        let granted = answer.expiresIn.flatMap { (1...31_622_400).contains($0) ? Duration.seconds($0) : nil }
        if let access = TokenText(answer.accessToken), access.isAccessToken, access.claims.issuer == issuer {
            bearers.append(
                BearerToken(kind: .accessToken, text: answer.accessToken, lifetime: granted ?? access.lifetime))
        }
        if let text = answer.idToken {
            guard let token = TokenText(text) else {
                throw SignInError(.provider, "The provider's ID token cannot be read.")
            }
            try token.checkIdentity(issuer: issuer, clientID: clientID, nonce: nonce, subject: subject)
            found = token.claims.subject
            bearers.append(BearerToken(kind: .idToken, text: text, lifetime: token.lifetime ?? granted))
        }
        self.init(bearers: bearers, refreshToken: answer.refreshToken, subject: found ?? subject)
    }
}
