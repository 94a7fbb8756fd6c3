public import DraftCore

/// What the server says on the live channel.
public enum ServerMessage: Codable, Hashable, Sendable {
    /// The first frame.
    case connected(ConnectedBody)
    /// Something happened; the same body as in a long poll.
    case event(EventBody)
    /// The asked-for place is not in this log: load the draft again.
    case reset(ResetBody)
    /// Who is around now.
    case presence([PresenceBody])
    /// The holder's words.
    case typing(TypingBody)
    /// Answers a ping.
    case pong(PongBody)
    /// Something was wrong with what the client said.
    case error(SocketErrorBody)

    enum CodingKeys: String, CodingKey {
        case type, members
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        switch try container.decode(String.self, forKey: .type) {
        case "connected": self = .connected(try ConnectedBody(from: decoder))
        case "reset": self = .reset(try ResetBody(from: decoder))
        case "presence": self = .presence(try container.decode([PresenceBody].self, forKey: .members))
        case "typing": self = .typing(try TypingBody(from: decoder))
        case "pong": self = .pong(try PongBody(from: decoder))
        case "error": self = .error(try SocketErrorBody(from: decoder))
        default: self = .event(try EventBody(from: decoder))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .connected(let body):
            try container.encode("connected", forKey: .type)
            try body.encode(to: encoder)
        case .event(let body):
            try body.encode(to: encoder)
        case .reset(let body):
            try container.encode("reset", forKey: .type)
            try body.encode(to: encoder)
        case .presence(let members):
            try container.encode("presence", forKey: .type)
            try container.encode(members, forKey: .members)
        case .typing(let body):
            try container.encode("typing", forKey: .type)
            try body.encode(to: encoder)
        case .pong(let body):
            try container.encode("pong", forKey: .type)
            try body.encode(to: encoder)
        case .error(let body):
            try container.encode("error", forKey: .type)
            try body.encode(to: encoder)
        }
    }
}

/// The first frame on the live channel.
public struct ConnectedBody: Codable, Hashable, Sendable {
    public var draftID: DraftID
    @Nullable public var userID: UserID?
    public var ts: Timestamp
    public var requestID: RequestID
    public var connectionID: String
    public var logID: LogID
    public var seq: Seq
    public var hash: EventHash
    public var members: [MemberBody]
    public var presence: [PresenceBody]

    enum CodingKeys: String, CodingKey {
        case draftID = "draft_id"
        case userID = "user_id"
        case ts
        case requestID = "request_id"
        case connectionID = "connection_id"
        case logID = "log_id"
        case seq, hash, members, presence
    }

    /// A welcome.
    public init(
        draftID: DraftID, userID: UserID?, ts: Timestamp, requestID: RequestID, connectionID: String, logID: LogID,
        seq: Seq, hash: EventHash, members: [MemberBody], presence: [PresenceBody]
    ) {
        self.draftID = draftID
        self.ts = ts
        self.requestID = requestID
        self.connectionID = connectionID
        self.logID = logID
        self.seq = seq
        self.hash = hash
        self.members = members
        self.presence = presence
        _userID = Nullable(wrappedValue: userID)
    }
}

/// Answers a ping.
public struct PongBody: Codable, Hashable, Sendable {
    public var ts: Timestamp
    public var requestID: RequestID

    enum CodingKeys: String, CodingKey {
        case ts
        case requestID = "request_id"
    }

    /// An answer.
    public init(ts: Timestamp, requestID: RequestID) {
        self.ts = ts
        self.requestID = requestID
    }
}

/// What was wrong with what the client said.
public struct SocketErrorBody: Codable, Hashable, Sendable {
    public var code: String
    public var message: String
    public var requestID: RequestID

    enum CodingKeys: String, CodingKey {
        case code, message
        case requestID = "request_id"
    }

    /// An error.
    public init(code: ErrorCode, message: String, requestID: RequestID) {
        self.code = code.rawValue
        self.message = message
        self.requestID = requestID
    }
}

/// What a client says on the live channel.
public enum ClientMessage: Codable, Hashable, Sendable {
    /// Asks for a pong.
    case ping
    /// A fresh token, before the old one expires.
    case auth(token: String)
    /// The words that the holder is typing.
    case typing(text: String)
    /// How present the client is.
    case state(Presence.State)
    /// A word of a newer client.
    case unknown

    enum CodingKeys: String, CodingKey {
        case type, token, text, state
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        switch try container.decode(String.self, forKey: .type) {
        case "ping": self = .ping
        case "auth": self = .auth(token: try container.decode(String.self, forKey: .token))
        case "typing": self = .typing(text: try container.decode(String.self, forKey: .text))
        case "state": self = .state(try container.decode(Presence.State.self, forKey: .state))
        default: self = .unknown
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .ping:
            try container.encode("ping", forKey: .type)
        case .auth(let token):
            try container.encode("auth", forKey: .type)
            try container.encode(token, forKey: .token)
        case .typing(let text):
            try container.encode("typing", forKey: .type)
            try container.encode(text, forKey: .text)
        case .state(let state):
            try container.encode("state", forKey: .type)
            try container.encode(state, forKey: .state)
        case .unknown:
            try container.encode("unknown", forKey: .type)
        }
    }
}

/// Why the live channel was closed, beyond the codes of RFC 6455.
public enum SocketCloseCode {
    /// The server goes away: come back.
    public static let goingAway: UInt16 = 1001
    /// The reader was too slow: come back with `since`.
    public static let tooSlow: UInt16 = 1013
    /// The token has expired: sign in again.
    public static let tokenExpired: UInt16 = 4401
    /// A member no more.
    public static let notMember: UInt16 = 4403
    /// The draft is gone.
    public static let draftGone: UInt16 = 4404
}
