/// A fact in a draft's log.
public struct Event: Hashable, Sendable {
    /// The draft that it happened to.
    public let draftID: DraftID
    /// Its place in the log.
    public let seq: Seq
    /// When it happened; never before the event before it.
    public let moment: Timestamp
    /// The request that caused it.
    public let requestID: RequestID?
    /// Who caused it.
    public let actor: UserID
    /// The key of the command; where a command made several events, the first one carries it.
    public let key: IdempotencyKey?
    /// What happened.
    public let change: Change

    /// A fact as the log tells of it.
    public init(
        draftID: DraftID, seq: Seq, moment: Timestamp, requestID: RequestID? = nil, actor: UserID,
        key: IdempotencyKey?, change: Change
    ) {
        self.draftID = draftID
        self.seq = seq
        self.moment = moment
        self.requestID = requestID
        self.actor = actor
        self.key = key
        self.change = change
    }
}

/// What a fact changes.
public enum Change: Hashable, Sendable {
    /// The draft began.
    case draftCreated(DraftCreation)
    /// A segment stands at the end of the manuscript.
    case segmentAdded(Segment)
    /// A segment has another wording.
    case segmentRevised(SegmentID, content: String, revision: Int)
    /// A segment is out of the manuscript.
    case segmentStruck(SegmentID)
    /// The ring is in other hands.
    case ringPassed(RingPass)
    /// Somebody is a member, or has another role.
    case memberAdded(UserID, Role)
    /// Somebody is a member no more; the role is the one they had.
    case memberRemoved(UserID, Role)
    /// Some settings have other values.
    case draftUpdated(DraftUpdate)
}

/// How a draft began.
public struct DraftCreation: Hashable, Sendable {
    /// Who began it.
    public let creatorID: UserID
    /// Its first title.
    public let title: String
    /// Where the text is to appear.
    public let platform: Platform?
    /// Whose segments the holder may revise.
    public let revise: Draft.RevisePolicy
    /// When its creator means to publish it.
    public let targetPublishAt: Timestamp?

    /// A beginning as the log tells of it.
    public init(
        creatorID: UserID, title: String, platform: Platform?, revise: Draft.RevisePolicy = .own,
        targetPublishAt: Timestamp? = nil
    ) {
        self.creatorID = creatorID
        self.title = title
        self.platform = platform
        self.revise = revise
        self.targetPublishAt = targetPublishAt
    }
}
