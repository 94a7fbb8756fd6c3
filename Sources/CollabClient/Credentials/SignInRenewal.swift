import DraftCore

/// Replaces an expiring token in the store by a fresh one of the provider's.
struct SignInRenewal: Sendable {
    let store: CredentialStore
    let server: String
    let http: any HTTPTransport
    let now: @Sendable () -> Timestamp

    /// - Returns: what is kept now; not what `stale` holds unless the provider repeated it.
    func replace(_ stale: StoredCredential) async throws(SignInError) -> StoredCredential {
        guard stale.renewal != nil else { throw .signInAgain }
        return try await store.locked { () throws(SignInError) in
            guard let kept = try store.credential(for: server), kept.userID == stale.userID else { throw .signInAgain }
            // Whoever held the lock before has done it already.
            if kept.token != stale.token { return kept }
            guard let renewal = kept.renewal else { throw .signInAgain }
            let provider = try await OpenIDProvider.discovered(
                issuer: renewal.issuer, client: ClientIdentity(id: renewal.clientID, secret: renewal.clientSecret),
                http: http)
            let tokens: SignInTokens
            do throws(ProviderError) {
                tokens = try await provider.refreshed(renewal.refreshToken, subject: renewal.subject)
            } catch {
                guard case .refused("invalid_grant", _) = error else { throw error.signInError }
                try giveUp(kept)
                throw SignInError(.expired, "The sign-in at \(SignInError.quoted(renewal.issuer)) is over.")
            }
            guard let bearer = tokens.bearers.first(where: { $0.kind == kept.kind }) else {
                try giveUp(kept)
                throw SignInError(.expired, "The provider gives no fresh token without you.")
            }
            let fresh = kept.with(bearer, refreshToken: tokens.refreshToken, now: now())
            try write(fresh)
            return fresh
        }
    }

    /// Keeps the token until it expires, and asks no more.
    private func giveUp(_ credential: StoredCredential) throws(SignInError) {
        var last = credential
        last.renewal = nil
        try write(last)
    }

    private func write(_ credential: StoredCredential) throws(SignInError) {
        var servers = try store.file.read()
        servers[CredentialStore.key(of: server)] = credential
        try store.file.write(servers)
    }
}
