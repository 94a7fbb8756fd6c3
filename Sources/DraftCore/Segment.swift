/// One piece of the manuscript: what one writer sent in one go.
public struct Segment: Hashable, Sendable {
    /// Names the segment.
    public let id: SegmentID
    /// The draft that it belongs to.
    public let draftID: DraftID
    /// Who wrote it.
    public let author: UserID
    /// The text; nil once the segment is struck from the manuscript.
    public var content: String?
    /// When it was added.
    public let createdAt: Timestamp
    /// Its place in the manuscript, from 0; struck segments keep theirs.
    public let order: Int
    /// The key of the command that added it.
    public let key: IdempotencyKey?
    /// Who held the ring when it was added.
    public let holderAtWrite: UserID
    /// The tenure under which it was added.
    public let tenure: Tenure
    /// The event that added it.
    public let seq: Seq
    /// 1 for the first wording, one more with every revision.
    public var revision: Int
    /// When it got its present wording; nil while that is the first.
    public var revisedAt: Timestamp?

    /// A segment as the log tells of it.
    public init(
        id: SegmentID, draftID: DraftID, author: UserID, content: String?, createdAt: Timestamp, order: Int,
        key: IdempotencyKey?, holderAtWrite: UserID, tenure: Tenure, seq: Seq, revision: Int = 1,
        revisedAt: Timestamp? = nil
    ) {
        self.id = id
        self.draftID = draftID
        self.author = author
        self.content = content
        self.createdAt = createdAt
        self.order = order
        self.key = key
        self.holderAtWrite = holderAtWrite
        self.tenure = tenure
        self.seq = seq
        self.revision = revision
        self.revisedAt = revisedAt
    }

    /// Whether it was struck from the manuscript.
    public var isStruck: Bool { content == nil }

    /// What judging a revision or a strike needs to know of it.
    public var header: SegmentHeader {
        SegmentHeader(id: id, author: author, revision: revision, isStruck: isStruck)
    }
}

/// A segment without its text: enough to judge commands that name it, whatever the length of the draft.
public struct SegmentHeader: Hashable, Sendable {
    /// Names the segment.
    public let id: SegmentID
    /// Who wrote it.
    public let author: UserID
    /// The number of its present wording.
    public let revision: Int
    /// Whether it was struck from the manuscript.
    public let isStruck: Bool

    /// A header as a store keeps it.
    public init(id: SegmentID, author: UserID, revision: Int, isStruck: Bool) {
        self.id = id
        self.author = author
        self.revision = revision
        self.isStruck = isStruck
    }
}
