import DraftCore
import FoundationEssentials
import GRDB

extension Database: StoreReader {
    func eachEntry(
        of id: DraftID, after: Seq, through: Seq, limit: Int, _ body: (LogEntry) throws -> Bool
    ) throws {
        let statement = try cachedStatement(
            sql: """
                SELECT \(LogEntry.columns)
                FROM events e LEFT JOIN wordings w ON w.draft_id = e.draft_id AND w.seq = e.seq
                WHERE e.draft_id = ? AND e.seq > ? AND e.seq <= ? ORDER BY e.seq LIMIT ?
                """)
        let arguments: StatementArguments = [id.sql, after.rawValue, through.rawValue, max(0, limit)]
        let cursor = try Row.fetchCursor(statement, arguments: arguments)
        while let row = try cursor.next() {
            var columns = SQLiteRow(row, of: id)
            guard try body(try LogEntry(&columns)) else { return }
        }
    }

    /// The commit that a key of `actor` is bound to.
    func binding(of key: IdempotencyKey, by actor: UserID, in draft: DraftID) throws -> KeyBinding? {
        try first(
            """
            SELECT \(KeyBinding.columns) FROM events
            WHERE draft_id = ? AND actor_id = ? AND idempotency_key = ?
            """, [draft.sql, actor.description, key.description], of: draft
        ) { try KeyBinding(&$0) }
    }

    func hash(of id: DraftID, at seq: Seq) throws -> EventHash? {
        try first(
            "SELECT hash FROM events WHERE draft_id = ? AND seq = ?", [id.sql, seq.rawValue], of: id
        ) { try $0.hash() }
    }

    func head(of id: DraftID) throws -> LogHead? {
        try first("SELECT seq, hash FROM drafts WHERE id = ?", [id.sql], of: id) {
            LogHead(seq: try $0.seq(), hash: try $0.hash())
        }
    }

    func ringPasses(of ids: [DraftID], in24HoursBefore now: Timestamp) throws -> [DraftID: Int] {
        let counts = try ids.map { id in
            let passes = try first(
                "SELECT count(*) FROM events WHERE draft_id = ? AND kind = 'ring_passed' AND ts > ? AND ts <= ?",
                [id.sql, now.before(hours: 24).milliseconds, now.milliseconds], of: id
            ) { try $0.integer() }
            return (id, passes ?? 0)
        }
        return Dictionary(counts, uniquingKeysWith: +)
    }

    func storedDrafts(_ ids: [DraftID]) throws -> [DraftID: StoredDraft] {
        let found = try ids.compactMap { id in try storedDraft(id).map { (id, $0) } }
        return Dictionary(found, uniquingKeysWith: { _, last in last })
    }
}
