import DraftCore

/// One pass over all that a store holds.
///
/// Invariant: damage in one place is a finding and hides no other place.
struct StoreCheck<Rows: CheckedRows> {
    private let rows: Rows
    private(set) var report = CheckReport()
    private var listChanges: [UserID: Int] = [:]
    private var areLogsComplete = true

    init(_ rows: Rows) {
        self.rows = rows
    }

    mutating func run() throws {
        try part { check in
            try check.rows.eachDamage { check.find($0) }
        }
        var ids: Set<String> = []
        for table in CheckedTable.allCases {
            try part { check in try check.rows.eachDraftID(in: table) { ids.insert($0) } }
        }
        for text in ids.sorted() {
            guard let id = DraftID(text) else {
                find("a draft has the malformed id \(text)")
                continue
            }
            try part { check in try check.verify(id) }
        }
        try part { check in try check.compareMemberships() }
        if try rows.hasAuditTables() {
            try part { check in check.report.findings += try check.rows.verifyAudit().findings }
        }
        guard try rows.hasAccessTables() else { return }
        for look in AccessCheck<Rows>.looks {
            try part { check in check.report.findings += try look(check.rows) }
        }
    }

    /// Does a part of the check. A store that cannot be read through is what a check is there to find.
    private mutating func part(_ body: (inout StoreCheck) throws -> Void) throws {
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

    private mutating func verify(_ id: DraftID) throws {
        if try rows.tombstone(of: id) != nil {
            // The rows of a long draft go little by little after its deletion; only a state would bring it back to life.
            if try rows.head(of: id) != nil { find("it is deleted and still there", in: id) }
            return
        }
        var verifier = LogVerifier(id)
        do {
            try rows.eachEventRow(of: id) { verifier.take($0) }
            verifier.finish(try rows.stateRows(of: id))
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
        let counts = try rows.membershipCounts()
        let counted = Dictionary(counts.map { ($0.user, $0.changes) }, uniquingKeysWith: max)
        let isWhole = try areLogsComplete && !rows.hasTombstones()
        for user in Set(counted.keys).union(listChanges.keys).sorted() {
            let (kept, told) = (counted[user] ?? 0, listChanges[user] ?? 0)
            if kept < told || (isWhole && kept > told) {
                find("the list of \(user) has changed \(told) times by the logs, and \(kept) times by its count")
            }
        }
    }
}
