public import DraftCore

extension PostgresLog {
    public func drafts(of user: UserID, _ query: DraftListQuery) async throws(StorageError) -> DraftListPage {
        try await read { try $0.drafts(of: user, query) }
    }

    public func listVersion(of user: UserID) async throws(StorageError) -> DraftListVersion {
        try await ask { try $0.listVersion(of: user) }
    }
}

extension PostgresSession {
    func listRows(
        of user: UserID, _ query: DraftListQuery, limit: Int
    ) throws -> [DraftListQuery.Cursor] {
        // Nothing is as new as the end of time, so the first page has the same question as all others.
        let after = query.after
        return try all(
            """
            SELECT d.updated_at, d.id FROM members m JOIN drafts d ON d.id = m.draft_id
            WHERE m.user_id = $1 AND m.role <> 'former' AND (d.updated_at < $2 OR (d.updated_at = $2 AND d.id < $3))
                AND strpos(d.title_folded, $4) > 0
            ORDER BY d.updated_at DESC, d.id DESC LIMIT $5
            """,
            [
                .user(user), .int(after?.updatedAt.milliseconds ?? .max), .text(after?.draftID.description ?? ""),
                .text(query.title?.folded ?? ""), .int(limit),
            ], of: nil
        ) { DraftListQuery.Cursor(updatedAt: try $0.moment(), draftID: try $0.id()) }
    }

    /// One statement, so that both numbers are of the same moment.
    func listVersion(of user: UserID) throws -> DraftListVersion {
        let version = try first(
            """
            SELECT coalesce((SELECT changes FROM memberships WHERE user_id = $1), 0),
                (SELECT coalesce(sum(d.seq), 0)::bigint FROM members m JOIN drafts d ON d.id = m.draft_id
                WHERE m.user_id = $1 AND m.role <> 'former')
            """, [.user(user)], of: nil
        ) { DraftListVersion(membershipChanges: try $0.integer(), seqSum: try $0.integer()) }
        guard let version else { throw PostgresFailure.lost("an answer is missing") }
        return version
    }
}
