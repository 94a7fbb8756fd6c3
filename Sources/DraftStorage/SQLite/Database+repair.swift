import DraftCore
import GRDB

extension Database: RepairedRows {
    func listCounts() throws -> [(user: String, changes: Int)] {
        try all("SELECT user_id, changes FROM memberships", [], of: nil) { (try $0.text(), try $0.integer()) }
    }

    func setListCount(_ changes: Int, of user: String) throws {
        try run("DELETE FROM memberships WHERE user_id = ?", [user])
        guard changes > 0 else { return }
        try run("INSERT INTO memberships (user_id, changes) VALUES (?, ?)", [user, changes])
    }

    func lastKnownSeq(of id: DraftID) throws -> Int {
        try first(
            """
            SELECT max(seq) FROM (
                SELECT seq FROM drafts WHERE id = ?1 UNION ALL SELECT seq FROM wordings WHERE draft_id = ?1
                UNION ALL SELECT seq FROM audit_trail WHERE chain = ?1) AS known
            """, [id.sql], of: id
        ) { try $0.optionalInteger() ?? 0 } ?? 0
    }

    func removeState(ofMalformedID id: String) throws -> Int {
        try ["drafts WHERE id = ?", "segments WHERE draft_id = ?"].reduce(0) { sum, place in
            try run("DELETE FROM \(place)", [id])
            return sum + changesCount
        }
    }

    func removeOrphans() throws -> Int {
        try ["members", "holdings"].reduce(0) { sum, table in
            try run("DELETE FROM \(table) WHERE draft_id NOT IN (SELECT id FROM drafts)", [])
            return sum + changesCount
        }
    }

    func replaceState(with folded: FoldedLog) throws {
        let (stored, id) = (folded.stored, folded.stored.draft.id)
        if try first("SELECT 1 FROM drafts WHERE id = ?", [id.sql], of: id, { try $0.integer() }) == nil {
            try insert(stored, creationKey: folded.creationKey)
        } else {
            try update(stored)
            try run(
                "UPDATE drafts SET creator_id = ?, creation_key = ?, platform = ?, created_at = ? WHERE id = ?",
                [
                    stored.draft.creatorID.description, folded.creationKey?.description,
                    stored.draft.platform?.description, stored.draft.createdAt.milliseconds, id.sql,
                ])
        }
        for table in ["members", "holdings", "segments"] {
            try run("DELETE FROM \(table) WHERE draft_id = ?", [id.sql])
        }
        for member in stored.draft.members.values { try write(member, member.userID, was: nil, in: id) }
        let ring = stored.draft.ring
        for (offset, holder) in ring.history.enumerated() {
            try run(
                "INSERT INTO holdings (draft_id, tenure, holder_id) VALUES (?, ?, ?)",
                [id.sql, ring.tenure.rawValue - ring.history.count + 1 + offset, holder.description])
        }
        for row in folded.segments { try insert(row.segment, wordedAt: row.wordingSeq) }
    }
}
