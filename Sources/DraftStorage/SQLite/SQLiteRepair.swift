import DraftCore
import GRDB

/// Writes the state tables anew from the logs, in one transaction.
///
/// Invariant: events, texts and tombstones are only read. A log that is not sound itself is no source to repair from.
struct SQLiteRepair {
    let database: Database
    private(set) var report = RepairReport()
    private var listChanges: [UserID: Int] = [:]
    private var areLogsComplete = true

    init(database: Database) {
        self.database = database
    }

    mutating func run() throws {
        for text in try ids("drafts", "segments").subtracting(ids("events")).sorted() { try removeStray(text) }
        for text in try ids("events").sorted() {
            guard let id = DraftID(text) else {
                areLogsComplete = false
                continue
            }
            if try database.tombstone(of: id) == nil { try repair(id) }
        }
        try removeOrphans()
        try setLists()
    }

    private func ids(_ tables: String...) throws -> Set<String> {
        var ids: Set<String> = []
        for table in tables {
            let column = table == "drafts" ? "id" : "draft_id"
            ids.formUnion(try String.fetchSet(database, sql: "SELECT DISTINCT \(column) FROM \(table)"))
        }
        return ids
    }

    /// Rows of a draft without a log: those of a deleted one go by themselves, and a state alone may be all that is left of
    /// a draft, so only what no draft can ever be called is removed.
    private mutating func removeStray(_ text: String) throws {
        guard DraftID(text) == nil else {
            areLogsComplete = false
            return
        }
        for table in ["drafts WHERE id = ?", "segments WHERE draft_id = ?"] {
            try database.run("DELETE FROM \(table)", [text])
            report.strays += database.changesCount
        }
    }

    private mutating func repair(_ id: DraftID) throws {
        var verifier = LogVerifier(id)
        do {
            try database.eachEventRow(of: id) { verifier.take($0) }
        } catch let error as StorageError {
            // An event that cannot even be read; its log is no source to repair from.
            guard case .corrupt = error else { throw error }
            verifier.find(error)
        }
        listChanges.merge(verifier.listChanges, uniquingKeysWith: +)
        guard let folded = verifier.folded else {
            areLogsComplete = false
            return
        }
        guard try !isAsItMustBe(id, verifier) else { return }
        try database.replaceState(with: folded)
        report.drafts.append(id)
    }

    private func isAsItMustBe(_ id: DraftID, _ verifier: LogVerifier) throws -> Bool {
        var verifier = verifier
        do {
            verifier.finish(try database.stateRows(of: id))
        } catch let error as StorageError {
            // A row that cannot even be read is one that has to be written anew.
            guard case .corrupt = error else { throw error }
            return false
        }
        return verifier.findings.isEmpty
    }

    private mutating func removeOrphans() throws {
        for table in ["members", "holdings"] {
            try database.run("DELETE FROM \(table) WHERE draft_id NOT IN (SELECT id FROM drafts)", [])
            report.strays += database.changesCount
        }
    }

    /// Deleted drafts took with them what their share in these counts could be told from, so a count may be greater than
    /// what the logs tell where there are such.
    private mutating func setLists() throws {
        let rows = try database.all("SELECT user_id, changes FROM memberships", [], of: nil) {
            (user: try $0.text(), changes: try $0.integer())
        }
        let isWhole = try areLogsComplete && !database.hasTombstones()
        let kept = Dictionary(rows.map { ($0.user, $0.changes) }, uniquingKeysWith: max)
        let told = Dictionary(uniqueKeysWithValues: listChanges.map { ($0.key.description, $0.value) })
        for user in Set(kept.keys).union(told.keys) {
            let right = isWhole ? told[user] ?? 0 : max(kept[user] ?? 0, told[user] ?? 0)
            guard right != kept[user] ?? 0 else { continue }
            try database.run("DELETE FROM memberships WHERE user_id = ?", [user])
            if right > 0 {
                try database.run("INSERT INTO memberships (user_id, changes) VALUES (?, ?)", [user, right])
            }
            report.lists += 1
        }
    }
}

extension Database {
    /// Writes what a log says over whatever stands in the state tables; what hangs on the draft's row stays.
    fileprivate func replaceState(with folded: FoldedLog) throws {
        let (stored, id) = (folded.stored, folded.stored.draft.id)
        if try first("SELECT 1 FROM drafts WHERE id = ?", [id.sql], of: id, { try $0.integer() }) == nil {
            try insert(stored, creationKey: folded.creationKey)
        } else {
            try update(stored)
            try run(
                "UPDATE drafts SET creator_id = ?, creation_key = ?, platform = ?, created_at = ? WHERE id = ?",
                [
                    stored.draft.creatorID.description, folded.creationKey?.description,
                    stored.draft.platform?.description, stored.draft.createdAt.milliseconds, id.sql,
                ])
        }
        for table in ["members", "holdings", "segments"] {
            try run("DELETE FROM \(table) WHERE draft_id = ?", [id.sql])
        }
        for member in stored.draft.members.values { try write(member, member.userID, was: nil, in: id) }
        let ring = stored.draft.ring
        for (offset, holder) in ring.history.enumerated() {
            try run(
                "INSERT INTO holdings (draft_id, tenure, holder_id) VALUES (?, ?, ?)",
                [id.sql, ring.tenure.rawValue - ring.history.count + 1 + offset, holder.description])
        }
        for row in folded.segments { try insert(row.segment, wordedAt: row.wordingSeq) }
    }
}
