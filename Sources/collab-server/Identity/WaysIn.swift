import CollabAPI

/// The ways in that a server offers.
struct WaysIn: Sendable {
    let header: HeaderAuthenticator
    var issuers = IssuerSettings()
    /// The server as an issuer itself.
    var own: OwnKeys?

    /// What the sender of `credentials` can use.
    func body(for credentials: Credentials) -> AuthConfigBody {
        var methods: [AuthConfigBody.Method] = []
        if header.listens(to: credentials) { methods.append(.header) }
        if issuers.hasOthers || hasOwnKeys || takesNothingElse(methods) { methods.append(.token) }
        if signIn != nil { methods.append(.oidc) }
        return AuthConfigBody(
            methods: methods, issuer: signIn?.issuer, clientID: signIn?.clientID,
            scopes: signIn == nil ? [] : ["openid", "profile", "email", "offline_access"])
    }

    /// The public keys of the server's own issuer; nil where no token of its own was ever made.
    var keySet: [UInt8]? {
        get throws(Refusal) {
            do throws(SigningKeyError) {
                guard let issuer = try own?.issuer, !issuer.keys.isEmpty else { return nil }
                return issuer.jwks
            } catch {
                throw .unavailable("The keys of this server cannot be read at the moment.")
            }
        }
    }

    private var hasOwnKeys: Bool {
        do throws(Refusal) {
            return try keySet != nil
        } catch {
            return true
        }
    }

    /// Where nothing else is configured, the server's own tokens are the way in, also before the first one was made.
    private func takesNothingElse(_ methods: [AuthConfigBody.Method]) -> Bool {
        own != nil && methods.isEmpty && signIn == nil
    }

    /// Where people sign in, and as whom a terminal program does.
    private var signIn: (issuer: String, clientID: String)? {
        if let openID = issuers.openID { return (openID.issuer.description, openID.clientID) }
        guard let clerk = issuers.clerk, let client = clerk.oauthClients.first else { return nil }
        return (clerk.issuer.description, client)
    }
}
