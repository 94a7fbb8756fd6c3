public import DraftCore

/// A store that several servers have at the same time, and what they tell each other through it.
///
/// Invariant: news are hints. They may be lost or come twice, so every server also looks by itself; what happened is read
/// from the store and never from the hint.
public protocol SharedStore: Sendable {
    /// What other servers have done, until the store is closed.
    func news() -> AsyncStream<StoreNews>

    /// Where the logs of `drafts` end; those that are not there are left out.
    func heads(of drafts: [DraftID]) async throws(StorageError) -> [DraftID: LogHead]

    /// Tells the other servers who is seen at this one, in the place of what it said of the draft before.
    /// - Parameter expiresAt: when it is to be believed no more, should this server say nothing else until then.
    func share(
        _ presence: SharedPresence, of draft: DraftID, expiresAt: Timestamp, at now: Timestamp
    ) async throws(StorageError)

    /// Who is seen at other servers, for each of `drafts`; those where nobody is are left out.
    func presenceElsewhere(
        at drafts: [DraftID], now: Timestamp
    ) async throws(StorageError) -> [DraftID: SharedPresence]
}

/// What other servers have done.
public enum StoreNews: Hashable, Sendable {
    /// These drafts have changed.
    case drafts(Set<DraftID>)
    /// At these drafts somebody came, went or is writing.
    case presence(Set<DraftID>)
    /// For a while nobody was listening, so anything may have happened.
    case anything
}

/// Who is at a draft, as servers tell each other.
public struct SharedPresence: Hashable, Sendable {
    /// Everybody who is seen, and how lively.
    public var members: [UserID: Presence.State]
    /// The holder's words while they are being written.
    public var words: Words?

    /// Words and whose they are.
    public struct Words: Hashable, Sendable {
        /// Who writes them.
        public let user: UserID
        /// What is written so far.
        public let text: String

        /// Somebody's words.
        public init(user: UserID, text: String) {
            self.user = user
            self.text = text
        }
    }

    /// Whoever is there, or nobody.
    public init(members: [UserID: Presence.State] = [:], words: Words? = nil) {
        self.members = members
        self.words = words
    }

    /// Whether there is nothing to tell.
    public var isEmpty: Bool { members.isEmpty && words == nil }
}
