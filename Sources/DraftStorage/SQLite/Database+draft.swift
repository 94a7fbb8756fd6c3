import DraftCore
import GRDB

extension Database {
    /// The state of a draft, from its rows.
    func storedDraft(_ id: DraftID) throws -> StoredDraft? {
        let columns = try first(
            """
            SELECT creator_id, title, platform, status, revise, holder_id, tenure, passed_at, pass_key, segment_count,
                created_at, updated_at, target_publish_at, seq, hash
            FROM drafts WHERE id = ?
            """, [id.sql], of: id
        ) { try DraftColumns(&$0) }
        guard let columns else { return nil }
        let members = try all(
            "SELECT user_id, role, joined_at, last_active_at FROM members WHERE draft_id = ?", [id.sql], of: id
        ) {
            Member(
                userID: try $0.user(), role: try $0.choice(), joinedAt: try $0.moment(),
                lastActiveAt: try $0.optionalMoment())
        }
        let holders = try all(
            "SELECT holder_id FROM holdings WHERE draft_id = ? ORDER BY tenure", [id.sql], of: id
        ) { try $0.user() }
        return columns.draft(id, members: members, holders: holders)
    }

    /// What judging a command that names this segment needs to know of it.
    func header(of segment: SegmentID, in draft: DraftID) throws -> SegmentHeader? {
        try first(
            "SELECT author_id, revision, struck FROM segments WHERE draft_id = ? AND id = ?",
            [draft.sql, segment.description], of: draft
        ) {
            SegmentHeader(
                id: segment, author: try $0.user(), revision: try $0.integer(), isStruck: try $0.integer() != 0)
        }
    }

    func tombstone(of id: DraftID) throws -> Tombstone? {
        try first(
            "SELECT creator_id, creation_key, last_seq, last_hash, deleted_at FROM deleted_drafts WHERE id = ?",
            [id.sql], of: id
        ) {
            Tombstone(
                draftID: id, creatorID: try $0.user(), creationKey: try $0.optional(IdempotencyKey.init),
                head: LogHead(seq: try $0.seq(), hash: try $0.hash()), deletedAt: try $0.moment())
        }
    }
}

/// A row of `drafts`, in the order in which it is selected.
private struct DraftColumns {
    let creator: UserID
    let title: String
    let platform: Platform?
    let status: Draft.Status
    let revise: Draft.RevisePolicy
    let holder: UserID
    let tenure: Tenure
    let passedAt: Timestamp
    let passKey: IdempotencyKey?
    let segmentCount: Int
    let createdAt: Timestamp
    let updatedAt: Timestamp
    let targetPublishAt: Timestamp?
    let head: LogHead

    init(_ row: inout SQLiteRow) throws(StorageError) {
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
