import DraftCore
import GRDB

extension Database {
    /// The state of a draft, from its rows.
    func storedDraft(_ id: DraftID) throws -> StoredDraft? {
        let columns = try first("SELECT \(DraftColumns.columns) FROM drafts WHERE id = ?", [id.sql], of: id) {
            try DraftColumns(&$0)
        }
        guard let columns else { return nil }
        let members = try all("SELECT \(Member.columns) FROM members WHERE draft_id = ?", [id.sql], of: id) {
            try Member(&$0)
        }
        let holders = try all(
            "SELECT holder_id FROM holdings WHERE draft_id = ? ORDER BY tenure", [id.sql], of: id
        ) { try $0.user() }
        return columns.draft(id, members: members, holders: holders)
    }

    /// What judging a command that names this segment needs to know of it.
    func header(of segment: SegmentID, in draft: DraftID) throws -> SegmentHeader? {
        try first(
            "SELECT \(SegmentHeader.columns) FROM segments WHERE draft_id = ? AND id = ?",
            [draft.sql, segment.description], of: draft
        ) { try SegmentHeader(&$0, id: segment) }
    }

    func tombstone(of id: DraftID) throws -> Tombstone? {
        try first("SELECT \(Tombstone.columns) FROM deleted_drafts WHERE id = ?", [id.sql], of: id) {
            try Tombstone(&$0, of: id)
        }
    }
}
