import DraftCore

extension PostgresSession: StoreReader {
    /// How many entries are read at a time: of long ones few fill a page.
    private static let step = 128

    func eachEntry(
        of id: DraftID, after: Seq, through: Seq, limit: Int, _ body: (LogEntry) throws -> Bool
    ) throws {
        var (cursor, left) = (after, max(0, limit))
        while left > 0 {
            let count = min(left, Self.step)
            let entries = try all(
                """
                SELECT \(LogEntry.columns)
                FROM events e LEFT JOIN wordings w ON w.draft_id = e.draft_id AND w.seq = e.seq
                WHERE e.draft_id = $1 AND e.seq > $2 AND e.seq <= $3 ORDER BY e.seq LIMIT $4
                """, [.id(id), .int(cursor.rawValue), .int(through.rawValue), .int(count)], of: id
            ) { try LogEntry(&$0) }
            for entry in entries where try !body(entry) { return }
            guard entries.count == count, let last = entries.last else { return }
            cursor = last.seq
            left -= count
        }
    }

    /// The commit that a key of `actor` is bound to.
    func binding(of key: IdempotencyKey, by actor: UserID, in draft: DraftID) throws -> KeyBinding? {
        try first(
            """
            SELECT \(KeyBinding.columns) FROM events
            WHERE draft_id = $1 AND actor_id = $2 AND idempotency_key = $3
            """, [.id(draft), .user(actor), .text(key.description)], of: draft
        ) { try KeyBinding(&$0) }
    }

    func hash(of id: DraftID, at seq: Seq) throws -> EventHash? {
        try first(
            "SELECT hash FROM events WHERE draft_id = $1 AND seq = $2", [.id(id), .int(seq.rawValue)], of: id
        ) { try $0.hash() }
    }

    /// How often the ring of each draft was passed; drafts without a pass are left out.
    func ringPasses(of ids: [DraftID], in24HoursBefore now: Timestamp) throws -> [DraftID: Int] {
        let counts = try all(
            """
            SELECT draft_id, count(*) FROM events
            WHERE draft_id = ANY($1) AND kind = 'ring_passed' AND ts > $2 AND ts <= $3 GROUP BY draft_id
            """,
            [
                .texts(ids.map(\.description)), .int(now.before(hours: 24).milliseconds), .int(now.milliseconds),
            ], of: nil
        ) { (try $0.id() as DraftID, try $0.integer()) }
        return Dictionary(counts, uniquingKeysWith: +)
    }
}
