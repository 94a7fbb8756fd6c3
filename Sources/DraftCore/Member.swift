/// What somebody may do in a draft.
public enum Role: String, Hashable, Sendable, CaseIterable {
    /// Began the draft and manages it; may write; cannot leave.
    case creator
    /// May hold the ring and write.
    case contributor
    /// May read.
    case viewer
    /// Wrote here once and is a member no more.
    case former

    /// Whether the ring may be given to somebody in this role.
    public var mayWrite: Bool { self == .creator || self == .contributor }

    /// Whether this role sees the draft at all.
    public var isMember: Bool { self != .former }
}

/// Somebody's place in a draft.
public struct Member: Hashable, Sendable {
    /// Who it is.
    public let userID: UserID
    /// What they may do now.
    public var role: Role
    /// When they joined, the last time they did.
    public var joinedAt: Timestamp
    /// When their newest segment was added; nil while they have written none.
    public var lastActiveAt: Timestamp?

    /// A member as the log tells of them.
    public init(userID: UserID, role: Role, joinedAt: Timestamp, lastActiveAt: Timestamp? = nil) {
        self.userID = userID
        self.role = role
        self.joinedAt = joinedAt
        self.lastActiveAt = lastActiveAt
    }
}
