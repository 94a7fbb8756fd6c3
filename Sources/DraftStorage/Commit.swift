public import DraftCore

/// What a commit has to know besides the verdict: whose log, whose key, and who asked.
public struct CommitRequest: Hashable, Sendable {
    /// Whether a draft must be there, or is to begin.
    public enum Kind: Hashable, Sendable {
        /// The draft is to begin; the key, if any, is unique among all that its creator ever began.
        case founding
        /// The draft must be there.
        case change
    }

    /// The log to be written. Of a founding that turns out to be a replay it is another draft than the one that was begun.
    public let draftID: DraftID
    /// Whether a draft must be there, or is to begin.
    public let kind: Kind
    /// Who asks.
    public let actor: UserID
    /// Makes asking twice the same as asking once.
    public let key: IdempotencyKey?
    /// What the key stands for.
    public let fingerprint: Fingerprint
    /// The request, for the event and the audit.
    public let requestID: RequestID?
    /// The segment whose header the judge needs.
    public let target: SegmentID?
    /// What the audit says was done; kept only if something was.
    public let audit: AuditFacts
    /// Lets somebody in who is no member: the commit happens only if it can be used by them, and is its use.
    public let invite: SecretHash?

    /// A request to write into `draftID`.
    public init(
        draftID: DraftID, kind: Kind, actor: UserID, key: IdempotencyKey?, fingerprint: Fingerprint,
        requestID: RequestID?, target: SegmentID?, audit: AuditFacts, invite: SecretHash? = nil
    ) {
        self.draftID = draftID
        self.kind = kind
        self.actor = actor
        self.key = key
        self.fingerprint = fingerprint
        self.requestID = requestID
        self.target = target
        self.audit = audit
        self.invite = invite
    }
}

/// What became of a request.
public enum CommitOutcome: Hashable, Sendable {
    /// It is in the log, or changed nothing: then there are no events and no key is bound.
    case committed(Receipt)
    /// It was in the log already.
    case replayed(Receipt)
    /// It may not be, and nothing has changed.
    case rejected(Rejection)
}

/// What a commit has written.
public struct Receipt: Hashable, Sendable {
    /// The draft after the commit; for a replay as it is now.
    public let draft: Draft
    /// Where the log ended then: of a commit its last event, of a replay the newest one now.
    public let head: LogHead
    /// The events of the commit; for a replay those of the first one.
    public let events: [StoredEvent]

    /// A receipt as a store writes it.
    public init(draft: Draft, head: LogHead, events: [StoredEvent]) {
        self.draft = draft
        self.head = head
        self.events = events
    }

    /// The last event that the command made, also when it is replayed; the present one where it made none.
    public var seq: Seq { events.last?.event.seq ?? head.seq }
}
