public import DraftCore

/// No body; also what an empty body reads as.
public struct EmptyBody: Codable, Hashable, Sendable {
    private enum CodingKeys: CodingKey {}

    /// Nothing.
    public init() {}

    // Where no field is asked for, synthesised decoding takes any JSON for an object.
    public init(from decoder: any Decoder) throws {
        _ = try decoder.container(keyedBy: CodingKeys.self)
    }
}

/// Begins a draft.
public struct CreateBody: Codable, Hashable, Sendable {
    public var title: String
    public var platform: Platform?
    public var initialSegment: String?
    public var idempotencyKey: IdempotencyKey?

    enum CodingKeys: String, CodingKey {
        case title, platform
        case initialSegment = "initial_segment"
        case idempotencyKey = "idempotency_key"
    }

    /// A draft to be begun.
    public init(
        title: String, platform: Platform? = nil, initialSegment: String? = nil, idempotencyKey: IdempotencyKey? = nil
    ) {
        self.title = title
        self.platform = platform
        self.initialSegment = initialSegment
        self.idempotencyKey = idempotencyKey
    }
}

/// Changes settings of a draft. A field that is absent stays as it is; a `target_publish_at` of null takes the target
/// away.
public struct UpdateBody: Codable, Hashable, Sendable {
    public var update: DraftUpdate
    public var idempotencyKey: IdempotencyKey?

    enum CodingKeys: String, CodingKey {
        case turnSeconds = "turn_seconds"
        case idempotencyKey = "idempotency_key"
    }

    /// New values for some settings.
    public init(_ update: DraftUpdate, idempotencyKey: IdempotencyKey? = nil) {
        self.update = update
        self.idempotencyKey = idempotencyKey
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        // Passed over, it would look as if it had been granted.
        guard !container.contains(.turnSeconds) else {
            throw DecodingError.dataCorruptedError(
                forKey: .turnSeconds, in: container, debugDescription: WireError.unsupportedReason)
        }
        update = try UpdateData(from: decoder).update
        idempotencyKey = try container.decodeIfPresent(IdempotencyKey.self, forKey: .idempotencyKey)
    }

    public func encode(to encoder: any Encoder) throws {
        try UpdateData(update).encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(idempotencyKey, forKey: .idempotencyKey)
    }
}

/// Adds a segment.
public struct AppendBody: Codable, Hashable, Sendable {
    public var content: String
    public var idempotencyKey: IdempotencyKey
    public var tenure: Tenure?

    enum CodingKeys: String, CodingKey {
        case content
        case idempotencyKey = "idempotency_key"
        case tenure
    }

    /// A segment to be added.
    public init(content: String, idempotencyKey: IdempotencyKey, tenure: Tenure? = nil) {
        self.content = content
        self.idempotencyKey = idempotencyKey
        self.tenure = tenure
    }
}

/// Gives a segment another wording.
public struct ReviseBody: Codable, Hashable, Sendable {
    public var content: String
    public var idempotencyKey: IdempotencyKey
    public var tenure: Tenure?
    public var revision: Int?

    enum CodingKeys: String, CodingKey {
        case content
        case idempotencyKey = "idempotency_key"
        case tenure, revision
    }

    /// Another wording.
    public init(content: String, idempotencyKey: IdempotencyKey, tenure: Tenure? = nil, revision: Int? = nil) {
        self.content = content
        self.idempotencyKey = idempotencyKey
        self.tenure = tenure
        self.revision = revision
    }
}

/// Passes the ring.
public struct PassBody: Codable, Hashable, Sendable {
    public var toUserID: UserID
    public var idempotencyKey: IdempotencyKey
    public var tenure: Tenure?

    enum CodingKeys: String, CodingKey {
        case toUserID = "to_user_id"
        case idempotencyKey = "idempotency_key"
        case tenure
    }

    /// The ring for `recipient`.
    public init(to recipient: UserID, idempotencyKey: IdempotencyKey, tenure: Tenure? = nil) {
        toUserID = recipient
        self.idempotencyKey = idempotencyKey
        self.tenure = tenure
    }
}

/// Passes the ring to whom a strategy chooses.
public struct SmartPassBody: Codable, Hashable, Sendable {
    public var strategy: Strategy?
    public var allowAI: Bool?
    public var idempotencyKey: IdempotencyKey
    public var tenure: Tenure?

    enum CodingKeys: String, CodingKey {
        case strategy
        case allowAI = "allow_ai"
        case idempotencyKey = "idempotency_key"
        case tenure
    }

    /// The ring for whom `strategy` chooses; `most_inactive` where there is none.
    public init(strategy: Strategy?, idempotencyKey: IdempotencyKey, tenure: Tenure? = nil) {
        self.strategy = strategy
        allowAI = nil
        self.idempotencyKey = idempotencyKey
        self.tenure = tenure
    }
}

/// A body that only names the command.
public struct KeyBody: Codable, Hashable, Sendable {
    public var idempotencyKey: IdempotencyKey

    enum CodingKeys: String, CodingKey {
        case idempotencyKey = "idempotency_key"
    }

    /// The name of a command.
    public init(idempotencyKey: IdempotencyKey) {
        self.idempotencyKey = idempotencyKey
    }
}

/// Makes somebody a member. Every field may stand in the query as well.
public struct CollaboratorBody: Codable, Hashable, Sendable {
    public var collaboratorID: UserID?
    public var role: Role?
    public var idempotencyKey: IdempotencyKey?

    enum CodingKeys: String, CodingKey {
        case collaboratorID = "collaborator_id"
        case role
        case idempotencyKey = "idempotency_key"
    }

    /// A member to be.
    public init(collaboratorID: UserID?, role: Role? = nil, idempotencyKey: IdempotencyKey? = nil) {
        self.collaboratorID = collaboratorID
        self.role = role
        self.idempotencyKey = idempotencyKey
    }
}

/// Says how present the caller is, and what they are typing.
public struct PresenceReportBody: Codable, Hashable, Sendable {
    public var state: Presence.State
    public var text: String?

    /// A report.
    public init(state: Presence.State, text: String? = nil) {
        self.state = state
        self.text = text
    }
}
