import DraftCore

/// Where one reader is in a draft's log, and what it has been told of presence. It costs a few integers, however slow
/// the reader: what it has not read stays in the feed's tail or in the log.
struct Subscription: Sendable {
    /// What the reader is to do next.
    enum Step {
        case write(EncodedFrame)
        /// The next events are in the log only.
        case fetch(after: Seq)
        case end(SocketClose)
        case rest
    }

    private let user: UserID?
    private let admittedAt: Seq
    private var cursor: Seq
    private var presenceVersion: Int
    private var typingVersion: Int
    private var page: ArraySlice<FeedEntry> = []
    private var isFetching = false
    private var isRemoved = false

    /// - Parameters:
    ///   - cursor: the last event that the reader knows.
    ///   - admittedAt: the event at which it was judged a member; removals before it are history.
    init(user: UserID?, after cursor: Seq, admittedAt: Seq, presenceVersion: Int, typingVersion: Int) {
        self.user = user
        self.cursor = cursor
        self.admittedAt = admittedAt
        self.presenceVersion = presenceVersion
        self.typingVersion = typingVersion
    }

    /// Events go first and in order; presence and words follow once all events have been written.
    mutating func next(in view: FeedView) -> Step {
        if isRemoved { return .end(.noLongerMember) }
        if let entry = page.popFirst() { return take(entry) }
        if isFetching { return .rest }
        switch view.tail.next(after: cursor) {
        case .entry(let entry):
            return take(entry)
        case .inLog:
            if let ending = view.ending { return .end(ending) }
            isFetching = true
            return .fetch(after: cursor)
        case .nothing:
            return nextNews(in: view)
        }
    }

    /// Takes in what the log had.
    mutating func fetched(_ entries: [FeedEntry]) {
        isFetching = false
        page = entries[...]
    }

    private mutating func nextNews(in view: FeedView) -> Step {
        if let presence = view.presence, presence.version > presenceVersion {
            presenceVersion = presence.version
            return .write(presence.frame)
        }
        if let typing = view.typing, typing.version > typingVersion {
            typingVersion = typing.version
            return .write(typing.frame)
        }
        if let ending = view.ending { return .end(ending) }
        return .rest
    }

    private mutating func take(_ entry: FeedEntry) -> Step {
        cursor = entry.seq
        if let user, entry.removed == user, entry.seq > admittedAt { isRemoved = true }
        return .write(entry.frame)
    }
}
