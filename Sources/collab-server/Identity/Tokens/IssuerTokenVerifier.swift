import DraftCore
import Logging

/// Believes the tokens of the issuers that the server was told of, and of its own.
struct IssuerTokenVerifier: TokenVerifier {
    /// How far the clocks of issuer and server may be apart. No further for `iat` either: a token from further ahead would
    /// outlive the order to believe none that were issued before a moment.
    private static let skew: Int64 = 5000

    private struct Issuer: Sendable {
        let name: String
        let profile: TokenProfile
        let keys: any KeySource
    }

    private let issuers: [Issuer]
    private let clock: WallClock

    init(
        _ settings: IssuerSettings, ownKeys: OwnKeys? = nil, clock: WallClock,
        logger: Logger,
        documents: any DocumentSource = HTTPDocuments.shared
    ) async {
        var issuers: [Issuer] = []
        let published = { (issuer: WebAddress, keys: WebAddress?) in
            let published = PublishedKeys(issuer: issuer, keysAddress: keys, documents: documents)
            return KeyCache(clock: clock, logger: logger) { () async throws(KeyLoadingError) in
                try await published.load()
            }
        }
        if let clerk = settings.clerk {
            let keys: any KeySource =
                switch clerk.keys {
                case .key(let key): FixedKeys(set: await KeySet(pinned: key))
                case .published(let address): published(clerk.issuer, address)
                }
            issuers.append(Issuer(name: clerk.issuer.description, profile: .clerk(clerk), keys: keys))
        }
        if let openID = settings.openID {
            issuers.append(
                Issuer(
                    name: openID.issuer.description, profile: .openID(openID), keys: published(openID.issuer, nil)))
        }
        if let ownKeys {
            issuers.append(
                Issuer(
                    name: OwnIssuer.name(serverID: ownKeys.serverID), profile: .own(serverID: ownKeys.serverID),
                    keys: OwnKeySource(ownKeys)))
        }
        self.issuers = issuers
        self.clock = clock
    }

    func proof(of token: String) async throws(TokenRefusal) -> TokenProof {
        let token = try CompactToken(token)
        let claims = try TokenClaims(token.claims)
        guard let issuer = issuers.first(where: { $0.name.isExactly(claims.issuer) }) else {
            throw .invalid(reason: "of an unknown issuer")
        }
        try checkTime(claims)
        // What is no token for this server need not be asked the issuer's keys about.
        try issuer.profile.check(claims, of: token.kind)
        try Self.checkUse(claims)
        try await Self.checkSignature(of: token, by: issuer.keys)
        return TokenProof(
            userID: claims.subject, issuer: issuer.name, email: claims.email, username: claims.username,
            issuedAt: claims.issuedAt, expiresAt: claims.expiresAt)
    }

    private func checkTime(_ claims: TokenClaims) throws(TokenRefusal) {
        let now = clock.now().milliseconds
        guard now < claims.expiresAt.milliseconds + Self.skew else { throw .invalid(reason: "expired") }
        guard (claims.notBefore?.milliseconds ?? 0) <= now + Self.skew else {
            throw .invalid(reason: "not valid yet")
        }
        guard claims.issuedAt.milliseconds <= now + Self.skew, claims.issuedAt <= claims.expiresAt else {
            throw .invalid(reason: "issued in the future")
        }
    }

    private static func checkUse(_ claims: TokenClaims) throws(TokenRefusal) {
        // Signed by the same keys and of the same type, but it says that somebody has left.
        guard !claims.has("events") else { throw .invalid(reason: "a notice of events") }
        // Whoever only bears it need not be whom it was given to.
        guard !claims.has("cnf") else { throw .invalid(reason: "bound to a key of its bearer") }
    }

    private static func checkSignature(
        of token: CompactToken, by source: any KeySource
    ) async throws(TokenRefusal) {
        let keys = try await source.keys()
        var judgement = keys.set.judge(token)
        if judgement == .unknownKey, let newer = await source.newerKeys(than: keys) {
            judgement = newer.set.judge(token)
        }
        switch judgement {
        case .signed: return
        case .notSigned: throw .invalid(reason: "not signed by its issuer")
        case .unknownKey: throw .invalid(reason: "signed by an unknown key")
        }
    }
}
