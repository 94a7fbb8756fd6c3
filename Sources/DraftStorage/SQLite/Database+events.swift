import DraftCore
import FoundationEssentials
import GRDB

extension Database {
    /// The events with `after` < seq ≤ `through`, in order.
    func storedEvents(
        of id: DraftID, after: Seq, through: Seq = Seq(rawValue: .max), limit: Int, byteLimit: Int = .max
    ) throws -> [StoredEvent] {
        var events: [StoredEvent] = []
        var bytes = 0
        try eachEntry(of: id, after: after, through: through, limit: limit) { entry in
            bytes += entry.size
            guard events.isEmpty || bytes <= byteLimit else { return false }
            events.append(try StoredEvent(entry, of: id))
            return true
        }
        return events
    }

    /// Hands over the entries with `after` < seq ≤ `through` in order, until `body` says false.
    func eachEntry(
        of id: DraftID, after: Seq, through: Seq = Seq(rawValue: .max), limit: Int, _ body: (LogEntry) throws -> Bool
    ) throws {
        let statement = try cachedStatement(
            sql: """
                SELECT e.seq, e.body, e.hash, w.salt, w.content
                FROM events e LEFT JOIN wordings w ON w.draft_id = e.draft_id AND w.seq = e.seq
                WHERE e.draft_id = ? AND e.seq > ? AND e.seq <= ? ORDER BY e.seq LIMIT ?
                """)
        let arguments: StatementArguments = [id.sql, after.rawValue, through.rawValue, max(0, limit)]
        let cursor = try Row.fetchCursor(statement, arguments: arguments)
        while let row = try cursor.next() {
            var columns = SQLiteRow(row, of: id)
            let entry = LogEntry(
                seq: try columns.seq(), body: try columns.blob(), hash: try columns.hash(),
                wording: try columns.wording())
            guard try body(entry) else { return }
        }
    }

    /// The commit that a key of `actor` is bound to.
    func binding(of key: IdempotencyKey, by actor: UserID, in draft: DraftID) throws -> KeyBinding? {
        try first(
            """
            SELECT seq, commit_last, fingerprint FROM events
            WHERE draft_id = ? AND actor_id = ? AND idempotency_key = ?
            """, [draft.sql, actor.description, key.description], of: draft
        ) {
            KeyBinding(
                first: try $0.seq(), last: try $0.seq(), fingerprint: Fingerprint(bytes: try $0.blob()))
        }
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

    func ringPasses(of id: DraftID, in24HoursBefore now: Timestamp) throws -> Int {
        let passes = try first(
            "SELECT count(*) FROM events WHERE draft_id = ? AND kind = 'ring_passed' AND ts > ? AND ts <= ?",
            [id.sql, now.before(hours: 24).milliseconds, now.milliseconds], of: id
        ) { try $0.integer() }
        return passes ?? 0
    }
}

/// What a key stands for in a log.
struct KeyBinding {
    let first: Seq
    let last: Seq
    let fingerprint: Fingerprint?
}

extension StoredEvent {
    fileprivate init(_ entry: LogEntry, of draft: DraftID) throws(StorageError) {
        do throws(MalformedEvent) {
            let event = try StoredForm.event(decoding: entry.body, content: entry.wording?.content)
            self.init(event: event, hash: entry.hash)
        } catch {
            throw .corrupt(
                draft: draft, seq: entry.seq, "in the stored event, \(error.field) is missing or malformed")
        }
        guard event.seq == entry.seq, event.draftID == draft else {
            throw .corrupt(draft: draft, seq: entry.seq, "the stored event names another place in the log")
        }
    }
}

extension SQLiteRow {
    mutating func wording() throws(StorageError) -> Wording? {
        let salt = try optionalBlob()
        let content = try optionalText()
        guard let salt, let content else { return nil }
        return Wording(salt: salt, content: content)
    }
}
