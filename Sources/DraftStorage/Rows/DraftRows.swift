import DraftCore

/// A row of `drafts`, in the order in which it is selected.
struct DraftColumns {
    static let columns = """
        creator_id, title, platform, status, revise, holder_id, tenure, passed_at, pass_key, segment_count, created_at,
        updated_at, target_publish_at, seq, hash
        """

    let head: LogHead
    private let creator: UserID
    private let title: String
    private let platform: Platform?
    private let status: Draft.Status
    private let revise: Draft.RevisePolicy
    private let holder: UserID
    private let tenure: Tenure
    private let passedAt: Timestamp
    private let passKey: IdempotencyKey?
    private let segmentCount: Int
    private let createdAt: Timestamp
    private let updatedAt: Timestamp
    private let targetPublishAt: Timestamp?

    init(_ row: inout some RowReader) throws(StorageError) {
        creator = try row.user()
        title = try row.text()
        platform = try row.optional(Platform.init)
        status = try row.choice()
        revise = try row.choice()
        holder = try row.user()
        tenure = try row.tenure()
        passedAt = try row.moment()
        passKey = try row.optional(IdempotencyKey.init)
        segmentCount = try row.integer()
        createdAt = try row.moment()
        updatedAt = try row.moment()
        targetPublishAt = try row.optionalMoment()
        head = LogHead(seq: try row.seq(), hash: try row.hash())
    }

    func draft(_ id: DraftID, members: [Member], holders: [UserID]) -> StoredDraft {
        let ring = Ring(holder: holder, tenure: tenure, history: holders, passedAt: passedAt, passKey: passKey)
        let draft = Draft(
            id: id, creatorID: creator, title: title, platform: platform, status: status, revise: revise,
            members: members, ring: ring, segmentCount: segmentCount, createdAt: createdAt, updatedAt: updatedAt,
            targetPublishAt: targetPublishAt, seq: head.seq)
        return StoredDraft(draft: draft, hash: head.hash)
    }
}

extension Member {
    static let columns = "user_id, role, joined_at, last_active_at"

    init(_ row: inout some RowReader) throws(StorageError) {
        self.init(
            userID: try row.user(), role: try row.choice(), joinedAt: try row.moment(),
            lastActiveAt: try row.optionalMoment())
    }
}

extension Tombstone {
    static let columns = "creator_id, creation_key, last_seq, last_hash, deleted_at"

    init(_ row: inout some RowReader, of id: DraftID) throws(StorageError) {
        self.init(
            draftID: id, creatorID: try row.user(), creationKey: try row.optional(IdempotencyKey.init),
            head: LogHead(seq: try row.seq(), hash: try row.hash()), deletedAt: try row.moment())
    }
}

extension SegmentHeader {
    static let columns = "author_id, revision, struck"

    init(_ row: inout some RowReader, id: SegmentID) throws(StorageError) {
        self.init(id: id, author: try row.user(), revision: try row.integer(), isStruck: try row.integer() != 0)
    }
}

extension Segment {
    /// A segment with its text, and after these columns where the text is.
    static let selection = """
        SELECT s.id, s.author_id, w.content, s.created_at, s.segment_order, s.idempotency_key, s.holder_id, s.tenure,
            s.seq, s.revision, s.revised_at, s.struck, s.wording_seq
        FROM segments s LEFT JOIN wordings w ON w.draft_id = s.draft_id AND w.seq = s.wording_seq
        """

    init(_ row: inout some RowReader, of draft: DraftID) throws(StorageError) {
        let id: SegmentID = try row.id()
        let author = try row.user()
        let content = try row.optionalText()
        self.init(
            id: id, draftID: draft, author: author, content: content, createdAt: try row.moment(),
            order: try row.integer(), key: try row.optional(IdempotencyKey.init), holderAtWrite: try row.user(),
            tenure: try row.tenure(), seq: try row.seq(), revision: try row.integer(),
            revisedAt: try row.optionalMoment())
        let isStruck = try row.integer() != 0
        guard isStruck || content != nil else {
            throw .corrupt(draft: draft, seq: seq, "the text of segment \(id) is missing")
        }
        if isStruck { self.content = nil }
    }
}

extension SegmentRow {
    init(_ row: inout some RowReader, of draft: DraftID) throws(StorageError) {
        let segment = try Segment(&row, of: draft)
        self.init(segment, wordingSeq: try row.seq())
    }
}
