import DraftCore
import FoundationEssentials

extension PostgresSession: CheckedRows {
    private static let step = 1_000

    /// PostgreSQL tells of damage when it is met. That nothing outlives its draft is what its foreign keys are for, which a
    /// superuser can do without.
    func eachDamage(_ body: (String) -> Void) throws {
        let owners = [
            ("wordings", "events o WHERE o.draft_id = t.draft_id AND o.seq = t.seq"),
            ("members", "drafts o WHERE o.id = t.draft_id"), ("holdings", "drafts o WHERE o.id = t.draft_id"),
        ]
        for (table, owner) in owners {
            let orphans = try first(
                "SELECT count(*) FROM \(table) t WHERE NOT EXISTS (SELECT 1 FROM \(owner))", [], of: nil
            ) { try $0.integer() }
            if let orphans, orphans > 0 { body("\(orphans) rows of the table \(table) belong to nothing") }
        }
    }

    func eachDraftID(in table: CheckedTable, _ body: (String) -> Void) throws {
        for id in try all(table.query, [], of: nil, { try $0.text() }) { body(id) }
    }

    func hasTombstones() throws -> Bool {
        try first("SELECT 1 FROM deleted_drafts LIMIT 1", [], of: nil) { try $0.integer() } != nil
    }

    func eachEventRow(of id: DraftID, _ body: (EventRow) -> Void) throws {
        var cursor = Int.min
        while true {
            let rows = try all(
                """
                SELECT \(EventRow.columns)
                FROM events e LEFT JOIN wordings w ON w.draft_id = e.draft_id AND w.seq = e.seq
                WHERE e.draft_id = $1 AND e.seq > $2 ORDER BY e.seq LIMIT \(Self.step)
                """, [.id(id), .int(cursor)], of: id
            ) { try EventRow(&$0) }
            for row in rows { body(row) }
            guard rows.count == Self.step, let last = rows.last else { return }
            cursor = last.entry.seq.rawValue
        }
    }

    func stateRows(of id: DraftID) throws -> StateRows? {
        guard let stored = try storedDraft(id) else { return nil }
        let segments = try all(
            Segment.selection + " WHERE s.draft_id = $1 ORDER BY s.segment_order", [.id(id)], of: id
        ) { try SegmentRow(&$0, of: id) }
        return try first("SELECT creation_key, title_folded FROM drafts WHERE id = $1", [.id(id)], of: id) {
            StateRows(
                stored: stored, creationKey: try $0.optional(IdempotencyKey.init), foldedTitle: try $0.text(),
                segments: segments)
        }
    }

    func membershipCounts() throws -> [(user: UserID, changes: Int)] {
        try all("SELECT user_id, changes FROM memberships", [], of: nil) { (try $0.user(), try $0.integer()) }
    }

    func hasAccessTables() throws -> Bool { true }

    func hasAuditTables() throws -> Bool { true }

    func readServerFacts() throws {
        let _: Identifier<PostgresSchema> = try requiredMeta("server_id") { Identifier($0) }
        let _: Int64 = try requiredMeta("access_version") { Int64($0) }
    }

    func userMetadata() throws -> [(user: UserID, isObject: Bool)] {
        try all("SELECT id, metadata FROM users", [], of: nil) { row in
            let user = try row.user()
            let metadata = try row.text()
            return (user, (try? JSONDecoder().decode(AnyObject.self, from: Data(metadata.utf8))) != nil)
        }
    }

    func readRevocations() throws {
        _ = try all("SELECT user_id FROM revocations", [], of: nil) { try $0.user() }
    }

    func inviteFacts() throws -> [(invite: Invite, hashLength: Int, users: Int)] {
        try all(
            """
            SELECT \(InviteRow.columns), length(code_hash),
                (SELECT count(*) FROM invite_uses WHERE invite_id = invites.id)
            FROM invites ORDER BY id
            """, [], of: nil
        ) { (try InviteRow(&$0).invite, try $0.integer(), try $0.integer()) }
    }

    func shareFacts() throws -> [(share: Share, hashLength: Int)] {
        try all("SELECT \(Share.columns), length(token_hash) FROM shares ORDER BY id", [], of: nil) {
            (try Share(&$0), try $0.integer())
        }
    }

    func ticketFacts() throws -> [(user: UserID, hashLength: Int)] {
        try all("SELECT user_id, length(hash) FROM tickets", [], of: nil) { (try $0.user(), try $0.integer()) }
    }
}

/// A JSON object, whatever is in it.
private struct AnyObject: Decodable {
    private enum CodingKeys: CodingKey {}

    init(from decoder: any Decoder) throws {
        _ = try decoder.container(keyedBy: CodingKeys.self)
    }
}
