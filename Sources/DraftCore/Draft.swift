/// A draft without its text: members, ring and settings, as folded from its log. Its size does not grow with the manuscript.
public struct Draft: Hashable, Sendable {
    /// Whether the draft takes new text.
    public enum Status: String, Hashable, Sendable, CaseIterable {
        /// The holder may write.
        case active
        /// Nothing may be written and the ring rests, until the creator opens it again.
        case locked
        /// Finished; like `locked`, and said so.
        case completed
    }

    /// Whose segments the holder may revise and strike.
    public enum RevisePolicy: String, Hashable, Sendable, CaseIterable {
        /// Their own.
        case own
        /// Everybody's.
        case any
    }

    /// Names the draft.
    public let id: DraftID
    /// Who began it.
    public let creatorID: UserID
    /// One line, 1 to 200 characters.
    public internal(set) var title: String
    /// Where the text is to appear; it bounds the length of segments.
    public let platform: Platform?
    /// Whether the draft takes new text.
    public internal(set) var status: Status
    /// Whose segments the holder may revise.
    public internal(set) var revise: RevisePolicy
    /// Everybody who is or, having written, was a member.
    public internal(set) var members: [UserID: Member]
    /// Whose turn it is.
    public internal(set) var ring: Ring
    /// How many segments the manuscript has, struck ones included.
    public internal(set) var segmentCount: Int
    /// When it began.
    public let createdAt: Timestamp
    /// When its newest event happened.
    public internal(set) var updatedAt: Timestamp
    /// When its creator means to publish it.
    public internal(set) var targetPublishAt: Timestamp?
    /// The newest event that this state has taken in.
    public internal(set) var seq: Seq

    /// A draft as a snapshot tells of it.
    public init(
        id: DraftID, creatorID: UserID, title: String, platform: Platform?, status: Status, revise: RevisePolicy,
        members: [Member], ring: Ring, segmentCount: Int, createdAt: Timestamp, updatedAt: Timestamp,
        targetPublishAt: Timestamp?, seq: Seq
    ) {
        self.id = id
        self.creatorID = creatorID
        self.title = title
        self.platform = platform
        self.status = status
        self.revise = revise
        self.members = Dictionary(members.map { ($0.userID, $0) }, uniquingKeysWith: { _, last in last })
        self.ring = ring
        self.segmentCount = segmentCount
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.targetPublishAt = targetPublishAt
        self.seq = seq
    }

    /// The present role of `user`; nil for strangers and former members.
    public func role(of user: UserID) -> Role? {
        guard let role = members[user]?.role, role.isMember else { return nil }
        return role
    }

    /// Everybody in the order of their ids.
    public var membersInOrder: [Member] {
        members.values.sorted { $0.userID < $1.userID }
    }

    /// Everybody who may hold the ring, in the order of their ids.
    public var writers: [Member] {
        membersInOrder.filter { $0.role.mayWrite }
    }

    /// The longest segment in characters (Unicode scalars).
    public var segmentLimit: Int { platform?.segmentLimit ?? Platform.defaultSegmentLimit }
}

/// Where a text is to appear: any name of 1 to 32 characters; four of them bound the length of a segment.
public struct Platform: Hashable, Sendable, CustomStringConvertible {
    /// The longest segment where no platform says otherwise.
    public static let defaultSegmentLimit = 16_384
    private static let short: Set<String> = ["x", "instagram", "tiktok", "youtube"]

    /// The name on the wire.
    public let description: String

    /// Nil where `name` is empty, too long or not one clean line.
    public init?(_ name: String) {
        guard (1...32).contains(name.unicodeScalars.count), SafeText.firstViolation(in: name, place: .line) == nil
        else {
            return nil
        }
        description = name
    }

    /// The longest segment in characters (Unicode scalars).
    public var segmentLimit: Int { Self.short.contains(description) ? 500 : Self.defaultSegmentLimit }
}

/// Bounds on what a draft may hold.
public enum DraftLimits {
    /// The longest title in characters.
    public static let titleLength = 200
    /// How many members a draft may have at once.
    public static let members = 500
}
