import DraftCore
import GRDB

extension SQLiteLog {
    public func check() async throws(StorageError) -> CheckReport {
        try await read { database in
            var check = StoreCheck(database)
            try check.run()
            return check.report
        }
    }
}

extension Database: CheckedRows {
    func eachDamage(_ body: (String) -> Void) throws {
        let damages = try String.fetchCursor(self, sql: "PRAGMA integrity_check")
        while let damage = try damages.next() {
            if damage != "ok" { body("the database file is damaged: \(damage)") }
        }
        let orphans = try String.fetchSet(self, sql: "SELECT \"table\" FROM pragma_foreign_key_check")
        for table in orphans.sorted() { body("rows of the table \(table) belong to nothing") }
    }

    func eachDraftID(in table: CheckedTable, _ body: (String) -> Void) throws {
        let ids = try String.fetchCursor(self, sql: table.query)
        while let id = try ids.next() { body(id) }
    }

    func hasTombstones() throws -> Bool {
        try first("SELECT 1 FROM deleted_drafts LIMIT 1", [], of: nil) { try $0.integer() } != nil
    }

    func eachEventRow(of id: DraftID, _ body: (EventRow) -> Void) throws {
        let statement = try cachedStatement(
            sql: """
                SELECT \(EventRow.columns)
                FROM events e LEFT JOIN wordings w ON w.draft_id = e.draft_id AND w.seq = e.seq
                WHERE e.draft_id = ? ORDER BY e.seq
                """)
        let cursor = try Row.fetchCursor(statement, arguments: [id.sql])
        while let row = try cursor.next() {
            var columns = SQLiteRow(row, of: id)
            body(try EventRow(&columns))
        }
    }

    func stateRows(of id: DraftID) throws -> StateRows? {
        guard let stored = try storedDraft(id) else { return nil }
        return try first("SELECT creation_key, title_folded FROM drafts WHERE id = ?", [id.sql], of: id) {
            StateRows(
                stored: stored, creationKey: try $0.optional(IdempotencyKey.init), foldedTitle: try $0.text(),
                segments: try segmentRows(of: id))
        }
    }

    func membershipCounts() throws -> [(user: UserID, changes: Int)] {
        try all("SELECT user_id, changes FROM memberships", [], of: nil) { (try $0.user(), try $0.integer()) }
    }

    func hasAccessTables() throws -> Bool { try SQLiteSchema.hasAccessTables(self) }

    func hasAuditTables() throws -> Bool { try SQLiteSchema.hasAuditTables(self) }

    func readServerFacts() throws {
        let _: Identifier<SQLiteSchema> = try requiredMeta("server_id") { Identifier($0) }
        let _: Int64 = try requiredMeta("access_version") { Int64($0) }
    }

    func userMetadata() throws -> [(user: UserID, isObject: Bool)] {
        try all(
            "SELECT id, CASE WHEN json_valid(metadata) THEN json_type(metadata) = 'object' ELSE 0 END FROM users", [],
            of: nil
        ) { (try $0.user(), try $0.integer() != 0) }
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
