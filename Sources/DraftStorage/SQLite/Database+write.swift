import DraftCore
import FoundationEssentials
import GRDB

extension Database {
    /// Writes what a commit has planned. What it touches does not grow with the draft: its rows in `drafts` and the
    /// audit, a row or two for each event, and the rows of the members whom the events name.
    func write(_ plan: CommitPlan, over before: StoredDraft?, for request: CommitRequest) throws {
        let draft = plan.after.draft
        if before == nil { try insert(plan.after, creationKey: request.key) } else { try update(plan.after) }
        if draft.ring.tenure != before?.draft.ring.tenure { try insertHolding(of: draft) }
        for event in plan.events {
            try insert(event, key: event.event.key, fingerprint: request.fingerprint, last: draft.seq)
            try fold(event.event)
            if let user = event.event.change.changedMembership { try countChange(of: user) }
        }
        for user in plan.touchedMembers {
            try write(draft.members[user], user, was: before?.draft.members[user], in: draft.id)
        }
        try append(
            AuditNote(of: request, leadingTo: draft), to: draft.id.sql)
    }

    func insert(_ stored: StoredDraft, creationKey: IdempotencyKey?) throws {
        let draft = stored.draft
        try run(
            """
            INSERT INTO drafts (creator_id, creation_key, platform, created_at, title, title_folded, status, revise,
                holder_id, tenure, passed_at, pass_key, segment_count, updated_at, target_publish_at, seq, hash, id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                draft.creatorID.description, creationKey?.description, draft.platform?.description,
                draft.createdAt.milliseconds,
            ] + mutableColumns(of: stored))
    }

    func update(_ stored: StoredDraft) throws {
        try run(
            """
            UPDATE drafts SET title = ?, title_folded = ?, status = ?, revise = ?, holder_id = ?, tenure = ?,
                passed_at = ?, pass_key = ?, segment_count = ?, updated_at = ?, target_publish_at = ?, seq = ?, hash = ?
            WHERE id = ?
            """, mutableColumns(of: stored))
    }

    private func mutableColumns(of stored: StoredDraft) -> StatementArguments {
        let draft = stored.draft
        return [
            draft.title, draft.title.folded, draft.status.rawValue, draft.revise.rawValue,
            draft.ring.holder.description, draft.ring.tenure.rawValue, draft.ring.passedAt.milliseconds,
            draft.ring.passKey?.description, draft.segmentCount, draft.updatedAt.milliseconds,
            draft.targetPublishAt?.milliseconds, draft.seq.rawValue, stored.hash.sql, draft.id.sql,
        ]
    }

    private func insertHolding(of draft: Draft) throws {
        let ring = draft.ring
        try run(
            "INSERT INTO holdings (draft_id, tenure, holder_id) VALUES (?, ?, ?)",
            [draft.id.sql, ring.tenure.rawValue, ring.holder.description])
        try run(
            "DELETE FROM holdings WHERE draft_id = ? AND tenure <= ?",
            [draft.id.sql, ring.tenure.rawValue - Ring.historyLimit])
    }

    private func insert(
        _ planned: CommitPlan.PlannedEvent, key: IdempotencyKey?, fingerprint: Fingerprint, last: Seq
    ) throws {
        let event = planned.event
        try run(
            """
            INSERT INTO events
                (draft_id, seq, kind, ts, actor_id, idempotency_key, fingerprint, commit_last, body, hash)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                event.draftID.sql, event.seq.rawValue, event.change.kind, event.moment.milliseconds,
                event.actor.description, key?.description, key == nil ? nil : Data(fingerprint.bytes), last.rawValue,
                Data(planned.form.body), planned.form.hash.sql,
            ])
        guard let wording = planned.form.wording else { return }
        try run(
            "INSERT INTO wordings (draft_id, seq, salt, content) VALUES (?, ?, ?, ?)",
            [event.draftID.sql, event.seq.rawValue, Data(wording.salt), wording.content])
    }

    private func fold(_ event: Event) throws {
        switch event.change {
        case .segmentAdded(let segment):
            try insert(segment, wordedAt: event.seq)
        case .segmentRevised(let id, _, let revision):
            try run(
                """
                UPDATE segments SET revision = ?, revised_at = ?, wording_seq = ? WHERE draft_id = ? AND id = ?
                """,
                [
                    revision, event.moment.milliseconds, event.seq.rawValue, event.draftID.sql, id.description,
                ])
        case .segmentStruck(let id):
            try run(
                "UPDATE segments SET struck = 1 WHERE draft_id = ? AND id = ?", [event.draftID.sql, id.description])
        case .draftCreated, .ringPassed, .memberAdded, .memberRemoved, .draftUpdated:
            break
        }
    }

    func insert(_ segment: Segment, wordedAt seq: Seq) throws {
        try run(
            """
            INSERT INTO segments (draft_id, segment_order, id, author_id, idempotency_key, holder_id, tenure, seq,
                revision, created_at, revised_at, struck, wording_seq)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                segment.draftID.sql, segment.order, segment.id.description, segment.author.description,
                segment.key?.description, segment.holderAtWrite.description, segment.tenure.rawValue,
                segment.seq.rawValue, segment.revision, segment.createdAt.milliseconds,
                segment.revisedAt?.milliseconds, segment.isStruck ? 1 : 0, seq.rawValue,
            ])
    }

    func write(_ member: Member?, _ user: UserID, was before: Member?, in draft: DraftID) throws {
        guard member != before else { return }
        guard let member else {
            try run("DELETE FROM members WHERE draft_id = ? AND user_id = ?", [draft.sql, user.description])
            return
        }
        try run(
            """
            INSERT INTO members (draft_id, user_id, role, joined_at, last_active_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (draft_id, user_id) DO UPDATE
            SET role = excluded.role, joined_at = excluded.joined_at, last_active_at = excluded.last_active_at
            """,
            [
                draft.sql, user.description, member.role.rawValue, member.joinedAt.milliseconds,
                member.lastActiveAt?.milliseconds,
            ])
    }

    func countChange(of user: UserID) throws {
        try run(
            """
            INSERT INTO memberships (user_id, changes) VALUES (?, 1)
            ON CONFLICT (user_id) DO UPDATE SET changes = changes + 1
            """, [user.description])
    }
}

extension String {
    /// The form in which titles are searched: without the difference of case, alike in every store.
    var folded: String { lowercased() }
}
