public import DraftCore
import GRDB

extension SQLiteLog {
    public func drafts(of user: UserID, _ query: DraftListQuery) async throws(StorageError) -> DraftListPage {
        try await read { try $0.drafts(of: user, query) }
    }

    public func listVersion(of user: UserID) async throws(StorageError) -> DraftListVersion {
        try await read { try $0.listVersion(of: user) }
    }
}

extension Database {
    func listRows(
        of user: UserID, _ query: DraftListQuery, limit: Int
    ) throws -> [DraftListQuery.Cursor] {
        // Nothing is as new as the end of time, so the first page has the same question as all others.
        let after = query.after
        let updatedAt = after?.updatedAt.milliseconds ?? .max
        return try all(
            """
            SELECT d.updated_at, d.id FROM members m JOIN drafts d ON d.id = m.draft_id
            WHERE m.user_id = ? AND m.role <> 'former' AND (d.updated_at < ? OR (d.updated_at = ? AND d.id < ?))
                AND instr(d.title_folded, ?) > 0
            ORDER BY d.updated_at DESC, d.id DESC LIMIT ?
            """,
            [
                user.description, updatedAt, updatedAt, after?.draftID.sql ?? "",
                query.title?.folded ?? "", limit,
            ], of: nil
        ) { DraftListQuery.Cursor(updatedAt: try $0.moment(), draftID: try $0.id()) }
    }

    func listVersion(of user: UserID) throws -> DraftListVersion {
        let changes = try first(
            "SELECT changes FROM memberships WHERE user_id = ?", [user.description], of: nil
        ) { try $0.integer() }
        let sum = try first(
            """
            SELECT coalesce(sum(d.seq), 0) FROM members m JOIN drafts d ON d.id = m.draft_id
            WHERE m.user_id = ? AND m.role <> 'former'
            """, [user.description], of: nil
        ) { try $0.integer() }
        return DraftListVersion(membershipChanges: changes ?? 0, seqSum: sum ?? 0)
    }
}
