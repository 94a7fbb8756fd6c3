public import DraftCore

/// The ring on the wire.
public struct RingBody: Codable, Hashable, Sendable {
    public var draftID: DraftID
    public var currentHolderID: UserID
    public var holdersHistory: [UserID]
    public var passedAt: Timestamp
    public var lastPassedAt: Timestamp
    @Nullable public var idempotencyKey: IdempotencyKey?
    public var tenure: Tenure
    public var requests: [UserID]
    @Nullable public var turnEndsAt: Timestamp?

    enum CodingKeys: String, CodingKey {
        case draftID = "draft_id"
        case currentHolderID = "current_holder_id"
        case holdersHistory = "holders_history"
        case passedAt = "passed_at"
        case lastPassedAt = "last_passed_at"
        case idempotencyKey = "idempotency_key"
        case tenure, requests
        case turnEndsAt = "turn_ends_at"
    }

    /// The ring of `draft`.
    public init(_ draft: Draft) {
        draftID = draft.id
        currentHolderID = draft.ring.holder
        holdersHistory = draft.ring.history
        passedAt = draft.ring.passedAt
        lastPassedAt = draft.ring.passedAt
        idempotencyKey = draft.ring.passKey
        tenure = draft.ring.tenure
        requests = []
        turnEndsAt = nil
    }

    /// The ring.
    public var ring: Ring {
        Ring(
            holder: currentHolderID, tenure: tenure, history: holdersHistory, passedAt: passedAt,
            passKey: idempotencyKey)
    }
}

/// What a pass did, in short.
public struct RingReceiptBody: Codable, Hashable, Sendable {
    public var currentHolderID: UserID
    public var tenure: Tenure
    public var passedAt: Timestamp
    @Nullable public var idempotencyKey: IdempotencyKey?

    enum CodingKeys: String, CodingKey {
        case currentHolderID = "current_holder_id"
        case tenure
        case passedAt = "passed_at"
        case idempotencyKey = "idempotency_key"
    }

    /// What `pass` did for the command with `key`.
    public init(_ pass: RingPass, key: IdempotencyKey?) {
        currentHolderID = pass.to
        tenure = pass.tenure
        passedAt = pass.passedAt
        idempotencyKey = key
    }
}
