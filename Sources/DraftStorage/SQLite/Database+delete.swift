import DraftCore
import FoundationEssentials
import GRDB

extension Database {
    /// How many segments, and how many events, go in one transaction.
    private static let erasureStep = 500

    /// Drops a draft and leaves its tombstone. Of a long draft there are rows left to erase, which nobody is shown.
    func delete(_ id: DraftID, by asker: Asker, now: Timestamp) throws -> DeletionOutcome {
        guard let stored = try storedDraft(id) else {
            let tombstone = try tombstone(of: id)
            return tombstone?.creatorID == asker.actor ? .alreadyDeleted : .rejected(.missing(.draft))
        }
        do throws(Rejection) {
            try stored.draft.checkDeletion(by: asker.actor)
        } catch {
            return .rejected(error)
        }
        let moment = max(now, stored.draft.updatedAt)
        try run(
            """
            INSERT INTO deleted_drafts (id, creator_id, creation_key, last_seq, last_hash, deleted_at)
            SELECT id, creator_id, creation_key, seq, hash, ? FROM drafts WHERE id = ?
            """, [moment.milliseconds, id.sql])
        for member in stored.draft.members.values where member.role.isMember {
            try countChange(of: member.userID)
        }
        // Its members and holdings go with its row, by the foreign keys.
        try run("DELETE FROM drafts WHERE id = ?", [id.sql])
        try eraseRows(of: id)
        try append(AuditNote("delete", of: id, by: asker, seq: stored.draft.seq, at: moment), to: id.sql)
        return .deleted(stored.draft)
    }

    /// Removes some of the rows that a deleted draft has left, texts and keys included.
    /// - Returns: whether there may be more.
    @discardableResult
    func eraseRows(of id: DraftID) throws -> Bool {
        try run(
            """
            DELETE FROM segments WHERE draft_id = ?1 AND segment_order <
                (SELECT min(segment_order) FROM segments WHERE draft_id = ?1) + ?2
            """, [id.sql, Self.erasureStep])
        let segments = changesCount
        // Their texts go with the events, by the foreign key.
        try run(
            "DELETE FROM events WHERE draft_id = ?1 AND seq < (SELECT min(seq) FROM events WHERE draft_id = ?1) + ?2",
            [id.sql, Self.erasureStep])
        return max(segments, changesCount) > 0
    }

    func hasEvents(of id: DraftID) throws -> Bool {
        try first("SELECT 1 FROM events WHERE draft_id = ? LIMIT 1", [id.sql], of: id) { try $0.integer() } != nil
    }

    /// Deleted drafts of which rows are left.
    func unerasedDrafts() throws -> [DraftID] {
        try all(
            "SELECT id FROM deleted_drafts d WHERE EXISTS (SELECT 1 FROM events WHERE draft_id = d.id)", [], of: nil
        ) { try $0.id() }
    }
}
