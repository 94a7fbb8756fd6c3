import DraftCore

/// Decides what a bearer token proves.
protocol TokenVerifier: Sendable {
    /// Who the token speaks for.
    /// - Throws: `TokenRefusal`; nothing of the token may be believed then.
    func proof(of token: String) async throws(TokenRefusal) -> TokenProof
}

/// What a token proved.
struct TokenProof: Hashable, Sendable {
    let userID: UserID
    /// Who vouches for the id: the token's `iss`.
    let issuer: String
    let email: String?
    let username: String?
    let issuedAt: Timestamp
    let expiresAt: Timestamp
}

/// Why a token proves nothing.
enum TokenRefusal: Error, Hashable, Sendable {
    /// It is not one that this server accepts. The reason is for the log: who presents it is told no more than that.
    case invalid(reason: String)
    /// The keys that it would be judged by cannot be had at the moment; it may be a good one.
    case keysUnavailable(reason: String)
}
