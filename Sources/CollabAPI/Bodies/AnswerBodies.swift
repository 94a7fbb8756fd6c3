public import DraftCore

/// The envelope of every answer.
public struct DataBody<Content: Codable & Hashable & Sendable>: Codable, Hashable, Sendable {
    /// What was asked for.
    public var data: Content

    /// An answer.
    public init(_ data: Content) {
        self.data = data
    }
}

/// What a command did, in short: what a caller gets who sends `Prefer: return=minimal`.
public struct ReceiptBody: Codable, Hashable, Sendable {
    /// The segment, where one was added or revised.
    public var segment: SegmentBody?
    /// The ring, where it was passed.
    public var ringState: RingReceiptBody?
    /// The last event of the command.
    public var seq: Seq

    enum CodingKeys: String, CodingKey {
        case segment
        case ringState = "ring_state"
        case seq
    }

    /// What a command did.
    public init(segment: SegmentBody? = nil, ringState: RingReceiptBody? = nil, seq: Seq) {
        self.segment = segment
        self.ringState = ringState
        self.seq = seq
    }
}

/// A smart pass, and beside it how its choice was made. `Content` is a draft or, in short, a receipt.
public struct SmartPassAnswer<Content: Codable & Hashable & Sendable>: Codable, Hashable, Sendable {
    public var data: Content
    public var selectedToUserID: UserID
    public var strategyUsed: Strategy
    public var reasoning: String
    public var metrics: SmartPassMetrics

    enum CodingKeys: String, CodingKey {
        case data
        case selectedToUserID = "selected_to_user_id"
        case strategyUsed = "strategy_used"
        case reasoning, metrics
    }

    /// A smart pass to `recipient`.
    public init(_ data: Content, to recipient: UserID, choice: HolderChoice) {
        self.data = data
        selectedToUserID = recipient
        strategyUsed = choice.strategy
        reasoning = choice.reasoning
        metrics = SmartPassMetrics(strategy: choice.strategy, candidateCount: choice.candidateCount)
    }
}

/// From what a smart pass was computed.
public struct SmartPassMetrics: Codable, Hashable, Sendable {
    public var strategy: Strategy
    public var candidateCount: Int
    public var computedFrom: String

    enum CodingKeys: String, CodingKey {
        case strategy
        case candidateCount = "candidate_count"
        case computedFrom = "computed_from"
    }

    init(strategy: Strategy, candidateCount: Int) {
        self.strategy = strategy
        self.candidateCount = candidateCount
        computedFrom = "activity_history"
    }
}

/// A page of the caller's drafts, without segments.
public struct DraftListAnswer: Codable, Hashable, Sendable {
    public var data: [DraftBody]
    public var count: Int
    @Nullable public var nextCursor: String?
    public var version: String

    enum CodingKeys: String, CodingKey {
        case data, count
        case nextCursor = "next_cursor"
        case version
    }

    /// A page.
    public init(_ drafts: [DraftBody], nextCursor: String?, version: String) {
        data = drafts
        count = drafts.count
        self.version = version
        _nextCursor = Nullable(wrappedValue: nextCursor)
    }
}

/// What a long poll answers: events, or the word that the asked-for place is not in this log.
public enum EventsAnswer: Codable, Hashable, Sendable {
    /// Events after the asked-for place, and who is around.
    case events(EventsPage)
    /// The place cannot be served: load the draft again.
    case reset(ResetBody)

    public init(from decoder: any Decoder) throws {
        let isReset =
            try decoder.container(keyedBy: CodingKeys.self).decodeIfPresent(Bool.self, forKey: .reset) ?? false
        self = isReset ? .reset(try ResetBody(from: decoder)) : .events(try EventsPage(from: decoder))
    }

    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .events(let page):
            try page.encode(to: encoder)
        case .reset(let reset):
            try reset.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(true, forKey: .reset)
        }
    }

    enum CodingKeys: String, CodingKey {
        case reset
    }
}

/// Where a client starts again.
public struct ResetBody: Codable, Hashable, Sendable {
    public var logID: LogID
    public var seq: Seq

    enum CodingKeys: String, CodingKey {
        case logID = "log_id"
        case seq
    }

    /// Start again from a snapshot of at least `seq`.
    public init(logID: LogID, seq: Seq) {
        self.logID = logID
        self.seq = seq
    }
}

/// Events and presence, as a long poll answers them.
public struct EventsPage: Codable, Hashable, Sendable {
    public var data: [EventBody]
    /// The newest event of the log, which may lie beyond the last one here.
    public var seq: Seq
    public var hash: EventHash
    public var logID: LogID
    public var presence: [PresenceBody]
    public var presenceVersion: Int
    @Nullable public var typing: TypingBody?

    enum CodingKeys: String, CodingKey {
        case data, seq, hash
        case logID = "log_id"
        case presence
        case presenceVersion = "presence_v"
        case typing
    }

    /// A page.
    public init(
        _ events: [EventBody], seq: Seq, hash: EventHash, logID: LogID, presence: [PresenceBody], presenceVersion: Int,
        typing: TypingBody?
    ) {
        data = events
        self.seq = seq
        self.hash = hash
        self.logID = logID
        self.presence = presence
        self.presenceVersion = presenceVersion
        _typing = Nullable(wrappedValue: typing)
    }
}

/// Somebody who is around.
public struct PresenceBody: Codable, Hashable, Sendable {
    public var userID: UserID
    public var name: String
    public var state: Presence.State
    public var since: Timestamp

    enum CodingKeys: String, CodingKey {
        case userID = "user_id"
        case name, state, since
    }

    /// `presence` on the wire.
    public init(_ presence: Presence) {
        userID = presence.userID
        name = presence.name
        state = presence.state
        since = presence.since
    }

    /// The presence.
    public var presence: Presence {
        Presence(userID: userID, name: name, state: state, since: since)
    }
}

/// What the holder is typing.
public struct TypingBody: Codable, Hashable, Sendable {
    public var userID: UserID
    public var text: String

    enum CodingKeys: String, CodingKey {
        case userID = "user_id"
        case text
    }

    /// Words of `user`; none clear what was shown.
    public init(userID: UserID, text: String) {
        self.userID = userID
        self.text = text
    }
}

/// A page of a draft's audit trail.
public struct AuditAnswer: Codable, Hashable, Sendable {
    public var data: [AuditBody]
    @Nullable public var nextCursor: String?

    enum CodingKeys: String, CodingKey {
        case data
        case nextCursor = "next_cursor"
    }

    /// A page.
    public init(_ rows: [AuditBody], nextCursor: String?) {
        data = rows
        _nextCursor = Nullable(wrappedValue: nextCursor)
    }
}

/// Who did what; never what was written.
public struct AuditBody: Codable, Hashable, Sendable {
    /// The last event of the draft then; nil for what was refused.
    @Nullable public var seq: Seq?
    public var ts: Timestamp
    /// Nil where nobody had proved who they are.
    @Nullable public var actorID: UserID?
    public var action: String
    @Nullable public var requestID: RequestID?
    /// `change`, `sign_in`, `refusal` or `limit`.
    public var kind: String
    /// `ok`, or the code of the refusal.
    public var outcome: String
    /// Whom or what it was done to: a user, an invite or a share.
    @Nullable public var subject: String?

    enum CodingKeys: String, CodingKey {
        case seq, ts
        case actorID = "actor_id"
        case action
        case requestID = "request_id"
        case kind, outcome, subject
    }

    /// A row.
    public init(
        seq: Seq?, ts: Timestamp, actorID: UserID?, action: String, requestID: RequestID?, kind: String,
        outcome: String, subject: String?
    ) {
        _seq = Nullable(wrappedValue: seq)
        self.ts = ts
        _actorID = Nullable(wrappedValue: actorID)
        self.action = action
        _requestID = Nullable(wrappedValue: requestID)
        self.kind = kind
        self.outcome = outcome
        _subject = Nullable(wrappedValue: subject)
    }
}
