import CollabAPI

/// Counts the credentials that are refused, by the address that shows them: whoever tries many is not told what became of
/// the next ones, and no link or ticket of theirs is looked up any more.
struct LimitedAuthenticator: Authenticator {
    let inner: any Authenticator
    let limiter: RateLimiter

    func visitor(showing credentials: Credentials) async throws(Refusal) -> Visitor {
        let holder = limiter.address(of: credentials)
        if credentials.authorization.isEmpty, !credentials.tickets.isEmpty || !credentials.shareTokens.isEmpty {
            try limiter.check(.signIn, for: holder)
        }
        do throws(Refusal) {
            return try await inner.visitor(showing: credentials)
        } catch {
            if error.code == .unauthorized { try limiter.take(.signIn, for: holder) }
            throw error
        }
    }
}
