import DraftCore
import FoundationEssentials
import GRDB

extension Database: AuditAppender {
    /// Appends a note to the chain of its draft, where there is one, else to that of the server.
    func append(_ note: AuditNote) throws {
        guard let draft = note.draftID, try auditHash(endOf: draft.sql) != nil else {
            return try append(note, to: AuditForm.serverChain)
        }
        try append(note, to: draft.sql)
    }

    /// Appends a note to a chain, and begins it where it is new.
    func append(_ note: AuditNote, to chain: String) throws {
        let form = AuditForm(note, in: chain, after: try auditHash(endOf: chain) ?? .zero)
        try run(
            """
            INSERT INTO audit_trail (chain, ts, kind, action, subject, origin, address, outcome, actor_id, draft_id, seq,
                request_id, count, hash)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                chain, note.moment.milliseconds, note.kind.rawValue, note.facts.action, note.facts.subject,
                note.facts.origin, note.facts.address, note.outcome, note.actor?.description, note.draftID?.sql,
                note.seq?.rawValue, note.requestID?.description, note.count, form.hash.sql,
            ])
        try run(
            """
            INSERT INTO audit_chains (chain, removed_id, removed_hash, last_id, last_hash) VALUES (?1, 0, ?2, ?3, ?4)
            ON CONFLICT (chain) DO UPDATE SET last_id = excluded.last_id, last_hash = excluded.last_hash
            """, [chain, EventHash.zero.sql, lastInsertedRowID, form.hash.sql])
    }

    private func auditHash(endOf chain: String) throws -> EventHash? {
        try first("SELECT last_hash FROM audit_chains WHERE chain = ?", [chain], of: nil) { try $0.hash() }
    }

    /// What was done to a draft, newest first.
    func auditEntries(of draft: DraftID, before id: AuditEntry.ID?, limit: Int) throws -> [AuditEntry] {
        try all(
            """
            SELECT \(AuditEntry.columns) FROM audit_trail WHERE chain = ? AND id < ? ORDER BY id DESC LIMIT ?
            """, [draft.sql, id ?? .max, max(0, limit)], of: draft
        ) { try AuditEntry(&$0) }
    }

    func auditEntries(_ filter: AuditFilter) throws -> [AuditEntry] {
        try all(
            """
            SELECT \(AuditEntry.columns) FROM audit_trail
            WHERE id < ?1 AND (?2 IS NULL OR actor_id = ?2) AND (?3 IS NULL OR draft_id = ?3)
                AND (?4 IS NULL OR ts >= ?4) AND (?5 IS NULL OR ts < ?5) AND (?6 IS NULL OR outcome = ?6)
                AND (?7 IS NULL OR kind = ?7)
            ORDER BY id DESC LIMIT ?8
            """,
            [
                filter.before ?? .max, filter.actor?.description, filter.draftID?.sql, filter.since?.milliseconds,
                filter.until?.milliseconds, filter.outcome, filter.kind?.rawValue, max(0, filter.limit),
            ], of: nil
        ) { try AuditEntry(&$0) }
    }

    /// Removes lines from before `moment` from the beginning, and notes where each chain was cut.
    func forgetAudit(before moment: Timestamp, limit: Int) throws -> Int {
        let oldest = try all(
            "SELECT chain, ts, id, hash FROM audit_trail ORDER BY id LIMIT ?", [max(0, limit)], of: nil
        ) { (chain: try $0.text(), moment: try $0.moment(), id: Int64(try $0.integer()), hash: try $0.hash()) }
        let old = oldest.prefix { $0.moment < moment }
        guard let last = old.last else { return 0 }
        let cuts = Dictionary(old.map { ($0.chain, $0) }) { _, later in later }
        for cut in cuts.values {
            try run(
                "UPDATE audit_chains SET removed_id = ?, removed_hash = ? WHERE chain = ?",
                [cut.id, cut.hash.sql, cut.chain])
        }
        try run("DELETE FROM audit_trail WHERE id <= ?", [last.id])
        return old.count
    }
}

extension Database: AuditReader {
    func auditChains() throws -> [AuditChain] {
        try all("SELECT \(AuditChain.columns) FROM audit_chains ORDER BY chain", [], of: nil) { try AuditChain(&$0) }
    }

    func eachAuditEntry(in chain: String, _ body: (AuditEntry) -> Void) throws {
        let cursor = try Row.fetchCursor(
            cachedStatement(sql: "SELECT \(AuditEntry.columns) FROM audit_trail WHERE chain = ? ORDER BY id"),
            arguments: [chain])
        while let row = try cursor.next() {
            var columns = SQLiteRow(row, of: DraftID(chain))
            body(try AuditEntry(&columns))
        }
    }

    func chainless() throws -> [String] {
        try all(
            """
            SELECT id FROM (
                SELECT id FROM drafts UNION SELECT id FROM deleted_drafts UNION SELECT chain FROM audit_trail)
            WHERE id NOT IN (SELECT chain FROM audit_chains) ORDER BY id
            """, [], of: nil
        ) { try $0.text() }
    }
}
