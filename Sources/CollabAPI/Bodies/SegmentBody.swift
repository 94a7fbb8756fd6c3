public import DraftCore

/// A segment on the wire.
public struct SegmentBody: Codable, Hashable, Sendable {
    public var segmentID: SegmentID
    public var draftID: DraftID
    public var userID: UserID
    @Nullable public var content: String?
    public var createdAt: Timestamp
    public var segmentOrder: Int
    @Nullable public var idempotencyKey: IdempotencyKey?
    public var authorUserID: UserID
    public var authorDisplay: String
    public var authorName: String
    public var ringHolderUserIDAtWrite: UserID
    public var ringHolderDisplayAtWrite: String
    public var tenure: Tenure
    public var seq: Seq
    public var revision: Int
    @Nullable public var revisedAt: Timestamp?
    public var struck: Bool

    enum CodingKeys: String, CodingKey {
        case segmentID = "segment_id"
        case draftID = "draft_id"
        case userID = "user_id"
        case content
        case createdAt = "created_at"
        case segmentOrder = "segment_order"
        case idempotencyKey = "idempotency_key"
        case authorUserID = "author_user_id"
        case authorDisplay = "author_display"
        case authorName = "author_name"
        case ringHolderUserIDAtWrite = "ring_holder_user_id_at_write"
        case ringHolderDisplayAtWrite = "ring_holder_display_at_write"
        case tenure, seq, revision
        case revisedAt = "revised_at"
        case struck
    }

    /// `segment` with the names that its author and holder have now.
    public init(_ segment: Segment, names: some Names) {
        segmentID = segment.id
        draftID = segment.draftID
        userID = segment.author
        content = segment.content
        createdAt = segment.createdAt
        segmentOrder = segment.order
        idempotencyKey = segment.key
        authorUserID = segment.author
        authorDisplay = names.display(of: segment.author)
        authorName = names.name(of: segment.author)
        ringHolderUserIDAtWrite = segment.holderAtWrite
        ringHolderDisplayAtWrite = names.display(of: segment.holderAtWrite)
        tenure = segment.tenure
        seq = segment.seq
        revision = segment.revision
        revisedAt = segment.revisedAt
        struck = segment.isStruck
    }

    /// The segment without the names; what counts of a number that cannot be is its nearest possible value.
    public var segment: Segment {
        Segment(
            id: segmentID, draftID: draftID, author: authorUserID, content: struck ? nil : content,
            createdAt: createdAt, order: max(0, min(segmentOrder, 1 << 53)), key: idempotencyKey,
            holderAtWrite: ringHolderUserIDAtWrite, tenure: tenure, seq: seq, revision: max(1, min(revision, 1 << 53)),
            revisedAt: revisedAt)
    }
}
