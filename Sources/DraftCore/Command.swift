/// What somebody asks of a draft, made once and sent until it is answered.
public struct Command: Hashable, Sendable {
    /// Who asks.
    public let actor: UserID
    /// Makes asking twice the same as asking once.
    public let key: IdempotencyKey?
    /// The tenure under which it was made; nil asks under whichever tenure there is.
    public let tenure: Tenure?
    /// What is asked.
    public let action: Action

    /// A command by `actor`.
    public init(actor: UserID, key: IdempotencyKey? = nil, tenure: Tenure? = nil, action: Action) {
        self.actor = actor
        self.key = key
        self.tenure = tenure
        self.action = action
    }

    /// What can be asked of a draft that exists.
    public enum Action: Hashable, Sendable {
        /// Adds a segment at the end; its id is made before, so that a retry names the same segment.
        case append(SegmentID, content: String)
        /// Gives a segment another wording; `revision` is the one that its reviser saw.
        case revise(SegmentID, content: String, revision: Int?)
        /// Takes a segment out of the manuscript.
        case strike(SegmentID)
        /// Passes the ring to somebody.
        case pass(to: UserID)
        /// Passes the ring to whom the strategy chooses.
        case passSmart(Strategy)
        /// The creator takes the ring back.
        case reclaim
        /// Makes somebody a member, or gives a member another role.
        case addMember(UserID, Role)
        /// Ends a membership: the creator may end any other, everybody their own.
        case removeMember(UserID)
        /// Changes what the draft says of itself.
        case update(DraftUpdate)
    }

    /// The segment that the command names, if any.
    public var target: SegmentID? {
        switch action {
        case .revise(let id, _, _), .strike(let id): id
        default: nil
        }
    }
}

/// What a new draft begins with.
public struct Founding: Hashable, Sendable {
    /// Names the draft; made before, so that a retry names the same draft.
    public let id: DraftID
    /// Who begins it and holds the ring first.
    public let creator: UserID
    /// Makes asking twice the same as asking once, for this creator.
    public let key: IdempotencyKey?
    /// Will be trimmed.
    public let title: String
    /// Where the text is to appear.
    public let platform: Platform?
    /// The first segment, if there is one.
    public let initialSegment: InitialSegment?

    /// The first segment of a new draft.
    public struct InitialSegment: Hashable, Sendable {
        /// Names the segment.
        public let id: SegmentID
        /// Its text.
        public let content: String

        /// A first segment.
        public init(id: SegmentID, content: String) {
            self.id = id
            self.content = content
        }
    }

    /// A draft to be begun.
    public init(
        id: DraftID, creator: UserID, key: IdempotencyKey? = nil, title: String, platform: Platform? = nil,
        initialSegment: InitialSegment? = nil
    ) {
        self.id = id
        self.creator = creator
        self.key = key
        self.title = title
        self.platform = platform
        self.initialSegment = initialSegment
    }
}

/// New values for some of a draft's settings; nil leaves one as it is.
public struct DraftUpdate: Hashable, Sendable {
    /// A value to set, or none.
    public enum Assignment<Value: Hashable & Sendable>: Hashable, Sendable {
        /// The new value.
        case set(Value)
        /// No value from now on.
        case clear

        /// The new value, nil for `clear`.
        public var value: Value? {
            if case .set(let value) = self { value } else { nil }
        }
    }

    /// The new title.
    public var title: String?
    /// The new status.
    public var status: Draft.Status?
    /// The new policy.
    public var revise: Draft.RevisePolicy?
    /// The new target.
    public var targetPublishAt: Assignment<Timestamp>?

    /// New values for what is not nil.
    public init(
        title: String? = nil, status: Draft.Status? = nil, revise: Draft.RevisePolicy? = nil,
        targetPublishAt: Assignment<Timestamp>? = nil
    ) {
        self.title = title
        self.status = status
        self.revise = revise
        self.targetPublishAt = targetPublishAt
    }

    /// Whether nothing would change.
    public var isEmpty: Bool { self == DraftUpdate() }
}
