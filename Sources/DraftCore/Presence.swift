/// Who is around, as the server last told.
public struct Presence: Hashable, Sendable {
    /// How present somebody is.
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// Has the draft open.
        case here
        /// Is typing.
        case writing
        /// Has it open and has not touched a key for five minutes.
        case away
    }

    /// Who it is.
    public let userID: UserID
    /// The name to show.
    public let name: String
    /// How present they are.
    public let state: State
    /// Since when.
    public let since: Timestamp

    /// A presence as the server tells of it.
    public init(userID: UserID, name: String, state: State, since: Timestamp) {
        self.userID = userID
        self.name = name
        self.state = state
        self.since = since
    }
}

/// By liveliness: of several connections of one person the liveliest counts.
extension Presence.State: Comparable {
    public static func < (left: Self, right: Self) -> Bool { left.liveliness < right.liveliness }

    private var liveliness: Int {
        switch self {
        case .away: 0
        case .here: 1
        case .writing: 2
        }
    }
}
