public import DraftCore

/// A draft on the wire, with a part of its manuscript.
public struct DraftBody: Codable, Hashable, Sendable {
    public var draftID: DraftID
    public var creatorID: UserID
    public var title: String
    @Nullable public var platform: Platform?
    public var status: Draft.Status
    public var revise: Draft.RevisePolicy
    public var segments: [SegmentBody]
    public var segmentsFrom: Int
    public var segmentCount: Int
    public var segmentLimit: Int
    public var ringState: RingBody
    public var collaborators: [UserID]
    public var viewers: [UserID]
    public var pendingInvites: [String]
    public var members: [MemberBody]
    public var createdAt: Timestamp
    public var updatedAt: Timestamp
    @Nullable public var targetPublishAt: Timestamp?
    public var metrics: MetricsBody
    public var logID: LogID
    public var seq: Seq
    public var hash: EventHash

    enum CodingKeys: String, CodingKey {
        case draftID = "draft_id"
        case creatorID = "creator_id"
        case title, platform, status, revise, segments
        case segmentsFrom = "segments_from"
        case segmentCount = "segment_count"
        case segmentLimit = "segment_limit"
        case ringState = "ring_state"
        case collaborators, viewers
        case pendingInvites = "pending_invites"
        case members
        case createdAt = "created_at"
        case updatedAt = "updated_at"
        case targetPublishAt = "target_publish_at"
        case metrics
        case logID = "log_id"
        case seq, hash
    }

    /// `draft` as of its own seq.
    /// - Parameters:
    ///   - segments: consecutive segments, the first one at `segmentsFrom`.
    ///   - hash: the hash of the event at the draft's seq.
    public init(
        _ draft: Draft, segments: [Segment], segmentsFrom: Int, metrics: Metrics, logID: LogID, hash: EventHash,
        names: some Names
    ) {
        let members = draft.membersInOrder
        draftID = draft.id
        creatorID = draft.creatorID
        title = draft.title
        platform = draft.platform
        status = draft.status
        revise = draft.revise
        self.segments = segments.map { SegmentBody($0, names: names) }
        self.segmentsFrom = segmentsFrom
        segmentCount = draft.segmentCount
        segmentLimit = draft.segmentLimit
        ringState = RingBody(draft)
        collaborators = members.filter { $0.role == .contributor }.map(\.userID)
        viewers = members.filter { $0.role == .viewer }.map(\.userID)
        pendingInvites = []
        self.members = members.map { MemberBody($0, names: names) }
        createdAt = draft.createdAt
        updatedAt = draft.updatedAt
        targetPublishAt = draft.targetPublishAt
        self.metrics = MetricsBody(metrics)
        self.logID = logID
        self.seq = draft.seq
        self.hash = hash
    }

    /// The draft without its text.
    public var draft: Draft {
        Draft(
            id: draftID, creatorID: creatorID, title: title, platform: platform, status: status, revise: revise,
            members: members.map(\.member), ring: ringState.ring, segmentCount: max(0, min(segmentCount, 1 << 53)),
            createdAt: createdAt, updatedAt: updatedAt, targetPublishAt: targetPublishAt, seq: seq)
    }

    /// The part of the manuscript that came with it.
    public var manuscript: Manuscript {
        Manuscript(segments: segments.map(\.segment), firstOrder: max(0, segmentsFrom))
    }

    /// The names of everybody that the body tells of.
    public var names: [UserID: String] {
        let authors = segments.map { ($0.authorUserID, $0.authorName) }
        return Dictionary(authors + members.map { ($0.userID, $0.name) }, uniquingKeysWith: { _, last in last })
    }
}

/// A member on the wire.
public struct MemberBody: Codable, Hashable, Sendable {
    public var userID: UserID
    public var name: String
    public var role: Role
    public var joinedAt: Timestamp
    @Nullable public var lastActiveAt: Timestamp?

    enum CodingKeys: String, CodingKey {
        case userID = "user_id"
        case name, role
        case joinedAt = "joined_at"
        case lastActiveAt = "last_active_at"
    }

    /// `member` with the name they have now.
    public init(_ member: Member, names: some Names) {
        userID = member.userID
        name = names.name(of: member.userID)
        role = member.role
        joinedAt = member.joinedAt
        lastActiveAt = member.lastActiveAt
    }

    /// The member.
    public var member: Member {
        Member(userID: userID, role: role, joinedAt: joinedAt, lastActiveAt: lastActiveAt)
    }
}

/// Metrics on the wire, in the earlier system's spelling.
public struct MetricsBody: Codable, Hashable, Sendable {
    public var contributorsCount: Int
    public var ringPassesLast24h: Int
    @Nullable public var avgMinutesBetweenPasses: Double?
    @Nullable public var lastActivityAt: Timestamp?

    /// `metrics` on the wire.
    public init(_ metrics: Metrics) {
        contributorsCount = metrics.contributorCount
        ringPassesLast24h = metrics.ringPassesLast24h
        avgMinutesBetweenPasses = metrics.averageMinutesBetweenPasses
        lastActivityAt = metrics.lastActivityAt
    }
}
