public import CollabAPI
public import DraftCore

/// A sign-in at one server, as it is kept on this machine. Its description tells no secret.
public struct StoredCredential: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    /// As whom the server knows the user; known without asking it.
    public let userID: UserID
    /// The name that others see.
    public let name: String
    /// What is sent to the server.
    var kind: BearerToken.Kind
    var token: String
    /// When it expires, by this machine's clock; nil where nobody says.
    var expiresAt: Timestamp?
    /// How fresh tokens are come by; nil where only the user can.
    var renewal: Renewal?

    /// What a provider needs to be asked for a fresh token.
    struct Renewal: Codable, Hashable, Sendable {
        var refreshToken: String
        let issuer: String
        let clientID: String
        let clientSecret: String?
        let subject: String?

        enum CodingKeys: String, CodingKey {
            case refreshToken = "refresh_token"
            case issuer
            case clientID = "client_id"
            case clientSecret = "client_secret"
            case subject
        }
    }

    public var description: String { "the sign-in of \(userID)" }
    public var customMirror: Mirror { Mirror(self, children: []) }

    /// What was signed in with `provider`.
    /// - Parameter bearer: the token that the server took.
    public init(
        _ user: UserBody, bearer: BearerToken, of tokens: SignInTokens, from provider: OpenIDProvider, now: Timestamp
    ) {
        self.init(user, bearer: bearer, now: now)
        renewal = tokens.refreshToken.map { token in
            Renewal(
                refreshToken: token, issuer: provider.issuer, clientID: provider.client.id,
                clientSecret: provider.client.secret, subject: tokens.subject)
        }
    }

    /// A token that the user came by elsewhere.
    public init(_ user: UserBody, given token: String, now: Timestamp) {
        self.init(user, bearer: BearerToken(given: token, now: now), now: now)
    }

    private init(_ user: UserBody, bearer: BearerToken, now: Timestamp) {
        userID = user.id
        name = user.name
        kind = bearer.kind
        token = bearer.text
        expiresAt = bearer.lifetime.map { now.after($0) }
    }

    /// Tells the provider that the sign-in is over, where there is something to end and the provider takes that.
    public func revoke(trust: ServerTrust = ServerTrust()) async throws(SignInError) {
        guard let renewal else { return }
        let provider = try await OpenIDProvider.discovered(
            issuer: renewal.issuer, clientID: renewal.clientID, secret: renewal.clientSecret, trust: trust)
        guard try await provider.revoke(renewal.refreshToken) else {
            throw SignInError(.provider, "The provider takes no sign-ins back.")
        }
    }

    /// How long the token is good; nil where nobody says.
    func timeLeft(at now: Timestamp) -> Duration? {
        expiresAt.map { .milliseconds($0.milliseconds - now.milliseconds) }
    }

    /// The same sign-in with a fresh token.
    func with(_ bearer: BearerToken, refreshToken: String?, now: Timestamp) -> StoredCredential {
        var fresh = self
        fresh.token = bearer.text
        fresh.expiresAt = bearer.lifetime.map { now.after($0) }
        if let refreshToken { fresh.renewal?.refreshToken = refreshToken }
        return fresh
    }
}

extension StoredCredential: Codable {
    enum CodingKeys: String, CodingKey {
        case userID = "user_id"
        case name, kind, token
        case expiresAt = "expires_at"
        case renewal
    }
}

extension BearerToken {
    init(given token: String, now: Timestamp) {
        let left = TokenText(token).map { $0.claims.expiresAt * 1000 - Double(now.milliseconds) }
        let lifetime = left.flatMap { (1...31_622_400_000).contains($0) ? Duration.milliseconds($0) : nil }
        self.init(kind: .given, text: token, lifetime: lifetime)
    }
}

extension Timestamp {
    fileprivate func after(_ duration: Duration) -> Timestamp {
        Timestamp(milliseconds: milliseconds + Int64(duration / .milliseconds(1)))
    }
}
