/// What an issuer's tokens must say beside who they are for.
enum TokenProfile: Sendable {
    case clerk(IssuerSettings.Clerk)
    case openID(IssuerSettings.OpenID)
    /// This store's own tokens.
    case own(serverID: String)

    func check(_ claims: TokenClaims, of kind: CompactToken.Kind) throws(TokenRefusal) {
        switch (self, kind) {
        case (.clerk(let settings), .jwt): try settings.checkSession(claims)
        case (.clerk(let settings), .accessToken): try settings.checkAccess(claims)
        case (.openID(let settings), .jwt): try settings.checkIdentity(claims)
        case (.openID(let settings), .accessToken): try settings.checkAccess(claims)
        case (.own(let serverID), .jwt):
            guard claims.audience.count == 1, claims.audience.containsExactly(serverID) else {
                throw .invalid(reason: "made for another server")
            }
        case (.own, .accessToken): throw .invalid(reason: "of a type that this server does not make")
        }
    }
}

extension IssuerSettings.Clerk {
    fileprivate func checkSession(_ claims: TokenClaims) throws(TokenRefusal) {
        guard let session = try claims.text("sid"), !session.isEmpty else { throw .invalid(reason: "without sid") }
        guard try claims.text("sts") ?? "active" == "active" else {
            throw .invalid(reason: "the session is not active yet")
        }
        try checkAudience(claims)
        guard !authorizedParties.isEmpty, let party = try claims.text("azp") else { return }
        guard authorizedParties.containsExactly(party) else { throw .invalid(reason: "azp is no authorized party") }
    }

    fileprivate func checkAccess(_ claims: TokenClaims) throws(TokenRefusal) {
        guard let client = try claims.text("client_id"), oauthClients.containsExactly(client) else {
            throw .invalid(reason: "client_id is no allowed client")
        }
        guard claims.scopes.contains("openid") else { throw .invalid(reason: "scope lacks openid") }
        try checkAudience(claims)
    }

    private func checkAudience(_ claims: TokenClaims) throws(TokenRefusal) {
        guard audience.isEmpty || claims.audience.contains(where: audience.containsExactly) else {
            throw .invalid(reason: "made for another audience")
        }
    }
}

extension IssuerSettings.OpenID {
    fileprivate func checkIdentity(_ claims: TokenClaims) throws(TokenRefusal) {
        guard claims.audience.containsExactly(clientID) else { throw .invalid(reason: "made for another client") }
        let party = try claims.text("azp")
        guard party != nil || claims.audience.count == 1 else { throw .invalid(reason: "without azp") }
        guard party?.isExactly(clientID) ?? true else { throw .invalid(reason: "azp is another client") }
    }

    fileprivate func checkAccess(_ claims: TokenClaims) throws(TokenRefusal) {
        guard let audience, claims.audience.containsExactly(audience) else {
            throw .invalid(reason: "made for another audience")
        }
        guard let client = try claims.text("client_id"), client.isExactly(clientID) else {
            throw .invalid(reason: "client_id is no allowed client")
        }
    }
}
