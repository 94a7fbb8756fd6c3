import DraftCore

extension PostgresSession: RepairedRows {
    func listCounts() throws -> [(user: String, changes: Int)] {
        try all("SELECT user_id, changes FROM memberships", [], of: nil) { (try $0.text(), try $0.integer()) }
    }

    func setListCount(_ changes: Int, of user: String) throws {
        try run("DELETE FROM memberships WHERE user_id = $1", [.text(user)])
        guard changes > 0 else { return }
        try run("INSERT INTO memberships (user_id, changes) VALUES ($1, $2)", [.text(user), .int(changes)])
    }

    func lastKnownSeq(of id: DraftID) throws -> Int {
        try first(
            """
            SELECT max(seq) FROM (
                SELECT seq FROM drafts WHERE id = $1 UNION ALL SELECT seq FROM wordings WHERE draft_id = $1
                UNION ALL SELECT seq FROM audit_trail WHERE chain = $1) AS known
            """, [.id(id)], of: id
        ) { try $0.optionalInteger() ?? 0 } ?? 0
    }

    func removeState(ofMalformedID id: String) throws -> Int {
        try ["drafts WHERE id = $1", "segments WHERE draft_id = $1"].reduce(0) { sum, place in
            try sum + run("DELETE FROM \(place)", [.text(id)])
        }
    }

    func removeOrphans() throws -> Int {
        try ["members", "holdings"].reduce(0) { sum, table in
            try sum + run("DELETE FROM \(table) WHERE draft_id NOT IN (SELECT id FROM drafts)")
        }
    }

    func replaceState(with folded: FoldedLog) throws {
        let draft = folded.stored.draft
        let isThere =
            try first("SELECT 1 FROM drafts WHERE id = $1", [.id(draft.id)], of: draft.id) { try $0.integer() } != nil
        for table in ["members", "holdings", "segments"] {
            try run("DELETE FROM \(table) WHERE draft_id = $1", [.id(draft.id)])
        }
        var writes = PostgresWrites()
        writes.restore(folded, isThere: isThere)
        try exchange(writes.statements)
        guard isThere else { return }
        try run(
            "UPDATE drafts SET creator_id = $1, creation_key = $2, platform = $3, created_at = $4 WHERE id = $5",
            [
                .user(draft.creatorID), .text(folded.creationKey?.description), .text(draft.platform?.description),
                .int(draft.createdAt.milliseconds), .id(draft.id),
            ])
    }
}
