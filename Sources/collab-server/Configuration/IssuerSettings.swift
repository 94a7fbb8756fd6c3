/// Whose tokens the server accepts beside its own.
struct IssuerSettings: Sendable, Equatable {
    /// Where the keys of an issuer come from.
    enum Keys: Sendable, Equatable {
        /// One key, without network.
        case key(PublicKey)
        /// Published there, or where the issuer's discovery document says.
        case published(WebAddress?)
    }

    /// Clerk: session tokens, and OAuth tokens of named clients.
    struct Clerk: Sendable, Equatable {
        var issuer: WebAddress
        var keys: Keys = .published(nil)
        /// Of these a token must name one; none asks for nothing.
        var audience: [String] = []
        /// Of these a session token that names an `azp` must name one; none asks for nothing.
        var authorizedParties: [String] = []
        /// The OAuth clients whose access tokens are accepted.
        var oauthClients: [String] = []
    }

    /// Any issuer of OpenID Connect: ID tokens, and access tokens for a named audience.
    struct OpenID: Sendable, Equatable {
        var issuer: WebAddress
        var clientID: String
        /// The audience of access tokens; nil accepts none.
        var audience: String?
    }

    var clerk: Clerk?
    var openID: OpenID?
    /// The file of the key by which the server signs its own tokens; empty where the store keeps none on disk.
    var signingKeyFile = ""
    /// Whether that file was named: then somebody means the server's own tokens to be used.
    var namesSigningKey = false

    /// Whether somebody beside this server may say who calls.
    var hasOthers: Bool { clerk != nil || openID != nil }
}

/// The variables that name issuers. Those of Clerk have the names by which its users know them.
enum IssuerVariable: String, CaseIterable, Sendable {
    case clerkIssuer = "CLERK_ISSUER"
    case clerkKeysAddress = "CLERK_JWKS_URL"
    case clerkKey = "CLERK_JWT_KEY"
    case clerkAudience = "CLERK_AUDIENCE"
    case clerkAuthorizedParties = "CLERK_AUTHORIZED_PARTIES"
    case clerkOAuthClients = "CLERK_OAUTH_CLIENTS"
    case openIDIssuer = "COLLAB_OIDC_ISSUER"
    case openIDClient = "COLLAB_OIDC_CLIENT_ID"
    case openIDAudience = "COLLAB_OIDC_AUDIENCE"
    case signingKeyFile = "COLLAB_SIGNING_KEY_FILE"
}
