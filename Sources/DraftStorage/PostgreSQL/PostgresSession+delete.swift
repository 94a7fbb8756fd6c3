import DraftCore

extension PostgresSession {
    /// How many segments, and how many events, go in one transaction.
    private static let erasureStep = 500

    /// Drops a draft and leaves its tombstone. Of a long draft there are rows left to erase, which nobody is shown.
    func delete(_ id: DraftID, by asker: Asker, now: Timestamp) throws -> DeletionOutcome {
        // The lock first: what is read before it may be old when it is there.
        guard try lockedHead(of: id) != nil, let stored = try storedDraft(id) else {
            let tombstone = try tombstone(of: id)
            return tombstone?.creatorID == asker.actor ? .alreadyDeleted : .rejected(.missing(.draft))
        }
        do throws(Rejection) {
            try stored.draft.checkDeletion(by: asker.actor)
        } catch {
            return .rejected(error)
        }
        // Before the lists of its members, as commits lock them.
        var audit = try lockedAudit([id.description])
        let moment = max(now, stored.draft.updatedAt)
        try run(
            """
            INSERT INTO deleted_drafts (id, creator_id, creation_key, last_seq, last_hash, deleted_at)
            SELECT id, creator_id, creation_key, seq, hash, $1 FROM drafts WHERE id = $2
            """, [.int(moment.milliseconds), .id(id)])
        var lists = PostgresWrites.changedLists
        for member in stored.draft.membersInOrder where member.role.isMember {
            lists.append([.user(member.userID), .int(1)])
        }
        try exchange([lists.statement].compactMap(\.self))
        // What was being written of it is nobody's any more.
        try run("DELETE FROM presence WHERE draft_id = $1", [.id(id)])
        // Its members and holdings go with its row, by the foreign keys.
        try run("DELETE FROM drafts WHERE id = $1", [.id(id)])
        try eraseRows(of: id)
        audit.append(AuditNote("delete", of: id, by: asker, seq: stored.draft.seq, at: moment), to: id.description)
        try exchange([audit.statement].compactMap(\.self))
        return .deleted(stored.draft)
    }

    /// Removes some of the rows that a deleted draft has left, texts and keys included.
    /// - Returns: whether there may be more.
    @discardableResult
    func eraseRows(of id: DraftID) throws -> Bool {
        let step = Self.erasureStep
        let counts = try [("segments", "segment_order"), ("wordings", "seq"), ("events", "seq")].map { table, column in
            try run(
                """
                DELETE FROM \(table) WHERE draft_id = $1 AND \(column) <
                    (SELECT min(\(column)) FROM \(table) WHERE draft_id = $1) + $2
                """, [.id(id), .int(step)])
        }
        return counts.contains { $0 > 0 }
    }

    /// Whether anything is left of a draft, its texts least of all.
    func hasEvents(of id: DraftID) throws -> Bool {
        try first(
            """
            SELECT 1 WHERE EXISTS (SELECT 1 FROM events WHERE draft_id = $1)
                OR EXISTS (SELECT 1 FROM wordings WHERE draft_id = $1)
            """, [.id(id)], of: id
        ) { try $0.integer() } != nil
    }

    /// Deleted drafts of which rows are left.
    func unerasedDrafts() throws -> [DraftID] {
        try all(
            """
            SELECT id FROM deleted_drafts d WHERE EXISTS (SELECT 1 FROM events WHERE draft_id = d.id)
                OR EXISTS (SELECT 1 FROM wordings WHERE draft_id = d.id)
            """, [], of: nil
        ) { try $0.id() }
    }
}
