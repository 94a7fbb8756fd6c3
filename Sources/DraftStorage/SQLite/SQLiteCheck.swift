import DraftCore
import GRDB

extension SQLiteLog {
    public func check() async throws(StorageError) -> CheckReport {
        try await read { database in
            var check = SQLiteCheck(database: database)
            try check.run()
            return check.report
        }
    }
}

/// One pass over all that a file holds.
///
/// Invariant: damage in one place is a finding and hides no other place.
struct SQLiteCheck {
    let database: Database
    private(set) var report = CheckReport()
    private var listChanges: [UserID: Int] = [:]
    private var areLogsComplete = true

    init(database: Database) {
        self.database = database
    }

    mutating func run() throws {
        try part { check in try check.lookForDamage() }
        var ids: Set<String> = []
        try part { check in try check.collectDrafts(into: &ids) }
        for text in ids.sorted() {
            guard let id = DraftID(text) else {
                find("a draft has the malformed id \(text)")
                continue
            }
            try part { check in try check.verify(id) }
        }
        try part { check in try check.compareMemberships() }
        if try SQLiteSchema.hasAuditTables(database) {
            try part { check in check.report.findings += try check.database.verifyAudit().findings }
        }
        guard try SQLiteSchema.hasAccessTables(database) else { return }
        for look in SQLiteAccessCheck.looks {
            try part { check in check.report.findings += try look(check.database) }
        }
    }

    /// Does a part of the check. A file that cannot be read through is what a check is there to find.
    private mutating func part(_ body: (inout SQLiteCheck) throws -> Void) throws {
        do {
            try body(&self)
        } catch {
            guard case .corrupt(let draft, let seq, let sentence) = StorageError(error) else { throw error }
            report.findings.append(CheckReport.Finding(draftID: draft, seq: seq, sentence))
            areLogsComplete = false
        }
    }

    private mutating func find(_ sentence: String, in draft: DraftID? = nil) {
        report.findings.append(CheckReport.Finding(draftID: draft, sentence))
    }

    private mutating func lookForDamage() throws {
        let damages = try String.fetchCursor(database, sql: "PRAGMA integrity_check")
        while let damage = try damages.next() {
            if damage != "ok" { find("the database file is damaged: \(damage)") }
        }
        let orphans = try String.fetchSet(database, sql: "SELECT \"table\" FROM pragma_foreign_key_check")
        for table in orphans.sorted() { find("rows of the table \(table) belong to nothing") }
    }

    private mutating func collectDrafts(into ids: inout Set<String>) throws {
        for query in [
            "SELECT id FROM drafts", "SELECT DISTINCT draft_id FROM events", "SELECT DISTINCT draft_id FROM segments",
        ] {
            var found: Set<String> = []
            try part { check in
                let cursor = try String.fetchCursor(check.database, sql: query)
                while let id = try cursor.next() { found.insert(id) }
            }
            ids.formUnion(found)
        }
    }

    private mutating func verify(_ id: DraftID) throws {
        if try database.tombstone(of: id) != nil {
            // The rows of a long draft go little by little after its deletion; only a state would bring it back to life.
            if try database.head(of: id) != nil { find("it is deleted and still there", in: id) }
            return
        }
        var verifier = LogVerifier(id)
        do {
            try database.eachEventRow(of: id) { verifier.take($0) }
            verifier.finish(try database.stateRows(of: id))
        } catch {
            let error = StorageError(error)
            guard case .corrupt = error else { throw error }
            verifier.find(error)
        }
        report.drafts += 1
        report.events += verifier.eventCount
        report.findings += verifier.findings
        listChanges.merge(verifier.listChanges, uniquingKeysWith: +)
        if !verifier.isFoldable { areLogsComplete = false }
    }

    /// Deleted drafts took the events with them that their share in these counts could be told from: where there are
    /// such, a count may be greater than what the logs tell, but never less.
    private mutating func compareMemberships() throws {
        let rows = try database.all("SELECT user_id, changes FROM memberships", [], of: nil) {
            (user: try $0.user(), changes: try $0.integer())
        }
        let counted = Dictionary(rows.map { ($0.user, $0.changes) }, uniquingKeysWith: max)
        let isWhole = try areLogsComplete && !database.hasTombstones()
        for user in Set(counted.keys).union(listChanges.keys).sorted() {
            let (kept, told) = (counted[user] ?? 0, listChanges[user] ?? 0)
            if kept < told || (isWhole && kept > told) {
                find("the list of \(user) has changed \(told) times by the logs, and \(kept) times by its count")
            }
        }
    }
}

extension Database {
    func hasTombstones() throws -> Bool {
        try first("SELECT 1 FROM deleted_drafts LIMIT 1", [], of: nil) { try $0.integer() } != nil
    }

    func eachEventRow(of id: DraftID, _ body: (EventRow) -> Void) throws {
        let statement = try cachedStatement(
            sql: """
                SELECT e.seq, e.body, e.hash, w.salt, w.content, e.kind, e.ts, e.actor_id, e.idempotency_key,
                    e.fingerprint, e.commit_last
                FROM events e LEFT JOIN wordings w ON w.draft_id = e.draft_id AND w.seq = e.seq
                WHERE e.draft_id = ? ORDER BY e.seq
                """)
        let cursor = try Row.fetchCursor(statement, arguments: [id.sql])
        while let row = try cursor.next() {
            var columns = SQLiteRow(row, of: id)
            let entry = LogEntry(
                seq: try columns.seq(), body: try columns.blob(), hash: try columns.hash(),
                wording: try columns.wording())
            body(
                EventRow(
                    entry: entry, kind: try columns.text(), moment: try columns.moment(), actor: try columns.text(),
                    key: try columns.optionalText(), fingerprint: try columns.optionalBlob(),
                    commitLast: try columns.seq()))
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
}
