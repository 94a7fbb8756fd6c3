public import DraftCore

/// A user, as they themselves see it.
public struct UserBody: Codable, Hashable, Sendable {
    public var id: UserID
    /// Who vouches for the id: an issuer's URL, or `header`.
    public var issuer: String
    @Nullable public var email: String?
    @Nullable public var username: String?
    /// The name that others see.
    public var name: String
    public var createdAt: Timestamp
    public var updatedAt: Timestamp
    /// What else the server keeps of the user.
    public var metadata: JSONObject

    enum CodingKeys: String, CodingKey {
        case id, issuer, email, username, name, metadata
        case createdAt = "created_at"
        case updatedAt = "updated_at"
    }

    /// A user.
    public init(
        id: UserID, issuer: String, email: String?, username: String?, name: String, createdAt: Timestamp,
        updatedAt: Timestamp, metadata: JSONObject = JSONObject()
    ) {
        self.id = id
        self.issuer = issuer
        self.name = name
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.metadata = metadata
        _email = Nullable(wrappedValue: email)
        _username = Nullable(wrappedValue: username)
    }
}

/// A ticket for one WebSocket.
public struct TicketBody: Codable, Hashable, Sendable {
    public var ticket: String
    public var expiresAt: Timestamp

    enum CodingKeys: String, CodingKey {
        case ticket
        case expiresAt = "expires_at"
    }

    /// A ticket.
    public init(ticket: String, expiresAt: Timestamp) {
        self.ticket = ticket
        self.expiresAt = expiresAt
    }
}

/// Asks for an invite.
public struct MakeInviteBody: Codable, Hashable, Sendable {
    /// The role of those who join; contributor where absent.
    public var role: Role?
    /// Hours from now, 1 to 8,760; 168 where absent.
    public var expiresInHours: Int?
    /// How many people may join with it, 1 to 500; 1 where absent.
    public var maxUses: Int?

    enum CodingKeys: String, CodingKey {
        case role
        case expiresInHours = "expires_in_hours"
        case maxUses = "max_uses"
    }

    /// An invite to be.
    public init(role: Role? = nil, expiresInHours: Int? = nil, maxUses: Int? = nil) {
        self.role = role
        self.expiresInHours = expiresInHours
        self.maxUses = maxUses
    }
}

/// An invite.
public struct InviteBody: Codable, Hashable, Sendable {
    public var inviteID: InviteID
    /// What is handed to a friend; told once, when the invite is made.
    public var code: String?
    public var role: Role
    public var expiresAt: Timestamp
    public var maxUses: Int
    public var uses: Int

    enum CodingKeys: String, CodingKey {
        case inviteID = "invite_id"
        case code, role
        case expiresAt = "expires_at"
        case maxUses = "max_uses"
        case uses
    }

    /// An invite.
    public init(inviteID: InviteID, code: String?, role: Role, expiresAt: Timestamp, maxUses: Int, uses: Int) {
        self.inviteID = inviteID
        self.code = code
        self.role = role
        self.expiresAt = expiresAt
        self.maxUses = maxUses
        self.uses = uses
    }
}

/// Uses an invite.
public struct AcceptInviteBody: Codable, Hashable, Sendable {
    public var code: String

    /// The code that was handed over.
    public init(code: String) {
        self.code = code
    }
}

/// Asks for a share.
public struct MakeShareBody: Codable, Hashable, Sendable {
    /// Hours from now, 1 to 8,760; 168 where absent.
    public var expiresInHours: Int?

    enum CodingKeys: String, CodingKey {
        case expiresInHours = "expires_in_hours"
    }

    /// A share to be.
    public init(expiresInHours: Int? = nil) {
        self.expiresInHours = expiresInHours
    }
}

/// A share: whoever has its token may read the draft.
public struct ShareBody: Codable, Hashable, Sendable {
    public var shareID: ShareID
    /// What is handed over; told once, when the share is made.
    public var token: String?
    public var expiresAt: Timestamp

    enum CodingKeys: String, CodingKey {
        case shareID = "share_id"
        case token
        case expiresAt = "expires_at"
    }

    /// A share.
    public init(shareID: ShareID, token: String?, expiresAt: Timestamp) {
        self.shareID = shareID
        self.token = token
        self.expiresAt = expiresAt
    }
}

/// How callers may prove who they are.
public struct AuthConfigBody: Codable, Hashable, Sendable {
    /// One way to prove who one is.
    public enum Method: String, Codable, Hashable, Sendable {
        /// `X-User-Id`, as far as the server believes it.
        case header
        /// A bearer token that was come by elsewhere.
        case token
        /// A sign-in at `issuer`.
        case oidc
    }

    /// What is accepted; words that this version does not know are left out.
    public var methods: [Method]
    /// Where to sign in.
    @Nullable public var issuer: String?
    /// As whom a terminal program signs in there.
    @Nullable public var clientID: String?
    public var scopes: [String]

    enum CodingKeys: String, CodingKey {
        case methods, issuer
        case clientID = "client_id"
        case scopes
    }

    /// A server's ways in.
    public init(methods: [Method], issuer: String?, clientID: String?, scopes: [String]) {
        self.methods = methods
        self.scopes = scopes
        _issuer = Nullable(wrappedValue: issuer)
        _clientID = Nullable(wrappedValue: clientID)
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        methods = try container.decode([String].self, forKey: .methods).compactMap(Method.init(rawValue:))
        scopes = try container.decodeIfPresent([String].self, forKey: .scopes) ?? []
        _issuer = Nullable(wrappedValue: try container.decodeIfPresent(String.self, forKey: .issuer))
        _clientID = Nullable(wrappedValue: try container.decodeIfPresent(String.self, forKey: .clientID))
    }
}
