public import DraftCore

/// Which drafts of a user to list.
public struct DraftListQuery: Hashable, Sendable {
    /// Only drafts whose title has this in it, whatever the case of its letters; nil or empty for all.
    public var title: String?
    /// Continues after this row.
    public var after: Cursor?
    /// At most so many.
    public var limit: Int
    /// Ends the 24 hours in which passes of the ring are counted.
    public var now: Timestamp

    /// The first drafts, or those after a row.
    public init(title: String? = nil, after: Cursor? = nil, limit: Int, now: Timestamp) {
        self.title = title
        self.after = after
        self.limit = limit
        self.now = now
    }

    /// A row of the list. Rows run from the newest down, so it is also the upper bound of all pages after it: a draft
    /// that changes meanwhile rises above it and comes no second time.
    public struct Cursor: Hashable, Sendable {
        /// When the draft of that row was last active.
        public let updatedAt: Timestamp
        /// The draft of that row.
        public let draftID: DraftID

        /// The row of a draft.
        public init(updatedAt: Timestamp, draftID: DraftID) {
            self.updatedAt = updatedAt
            self.draftID = draftID
        }
    }
}

/// A page of the list.
public struct DraftListPage: Hashable, Sendable {
    /// The drafts without their text (`segments` is empty), most recently active first.
    public let drafts: [DraftSnapshot]
    /// Where the next page continues; nil on the last one.
    public let next: DraftListQuery.Cursor?
    /// The version of the list that was read.
    public let version: DraftListVersion

    /// A page as a store reads it.
    public init(drafts: [DraftSnapshot], next: DraftListQuery.Cursor?, version: DraftListVersion) {
        self.drafts = drafts
        self.next = next
        self.version = version
    }
}

/// Changes whenever a user's list does: a membership, or anything in one of the drafts.
public struct DraftListVersion: Hashable, Sendable, CustomStringConvertible {
    private let membershipChanges: Int
    private let seqSum: Int

    init(membershipChanges: Int, seqSum: Int) {
        self.membershipChanges = membershipChanges
        self.seqSum = seqSum
    }

    /// Opaque; equal for equal versions.
    public var description: String { "\(membershipChanges).\(seqSum)" }
}
