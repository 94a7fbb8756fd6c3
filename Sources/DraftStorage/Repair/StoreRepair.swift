import DraftCore

/// What a repair reads and writes, in one transaction; each store has its own statements for it.
protocol RepairedRows: CheckedRows {
    /// How often each list of drafts has changed by its count, whatever the user's id looks like.
    func listCounts() throws -> [(user: String, changes: Int)]
    /// Sets such a count; 0 removes it.
    func setListCount(_ changes: Int, of user: String) throws
    /// The last event that anything but the log knows of a draft: its state, a text, or the audit.
    func lastKnownSeq(of id: DraftID) throws -> Int
    /// Removes what the state tables have of an id that no draft can have.
    /// - Returns: how many rows.
    func removeState(ofMalformedID id: String) throws -> Int
    /// Removes members and holdings of drafts that are not there.
    /// - Returns: how many rows.
    func removeOrphans() throws -> Int
    /// Writes what a log says over whatever stands in the state tables; what hangs on the draft's row stays.
    func replaceState(with folded: FoldedLog) throws
}

/// Writes the state tables anew from the logs.
///
/// Invariant: events, texts and tombstones are only read. A log that is not sound itself is no source to repair from.
struct StoreRepair<Rows: RepairedRows> {
    private let rows: Rows
    private(set) var report = RepairReport()
    private var listChanges: [UserID: Int] = [:]
    private var areLogsComplete = true

    init(_ rows: Rows) {
        self.rows = rows
    }

    mutating func run() throws {
        let logs = try ids(.events)
        for text in try ids(.drafts).union(ids(.segments)).subtracting(logs).sorted() { try removeStray(text) }
        for text in logs.sorted() {
            guard let id = DraftID(text) else {
                areLogsComplete = false
                continue
            }
            if try rows.tombstone(of: id) == nil { try repair(id) }
        }
        report.strays += try rows.removeOrphans()
        try setLists()
    }

    private func ids(_ table: CheckedTable) throws -> Set<String> {
        var ids: Set<String> = []
        try rows.eachDraftID(in: table) { ids.insert($0) }
        return ids
    }

    /// Rows of a draft without a log: those of a deleted one go by themselves, and a state alone may be all that is left of
    /// a draft, so only what no draft can ever be called is removed.
    private mutating func removeStray(_ text: String) throws {
        guard DraftID(text) == nil else {
            areLogsComplete = false
            return
        }
        report.strays += try rows.removeState(ofMalformedID: text)
    }

    private mutating func repair(_ id: DraftID) throws {
        var verifier = LogVerifier(id)
        do {
            try rows.eachEventRow(of: id) { verifier.take($0) }
        } catch {
            // An event that cannot even be read; its log is no source to repair from.
            let error = StorageError(error)
            guard case .corrupt = error else { throw error }
            verifier.find(error)
        }
        listChanges.merge(verifier.listChanges, uniquingKeysWith: +)
        // A log that has lost its end looks sound; to go back to it would take away the last trace of what is missing.
        guard let folded = verifier.folded, try rows.lastKnownSeq(of: id) <= folded.stored.draft.seq.rawValue else {
            areLogsComplete = false
            return
        }
        guard try !isAsItMustBe(id, verifier) else { return }
        try rows.replaceState(with: folded)
        report.drafts.append(id)
    }

    private func isAsItMustBe(_ id: DraftID, _ verifier: LogVerifier) throws -> Bool {
        var verifier = verifier
        do {
            verifier.finish(try rows.stateRows(of: id))
        } catch {
            // A row that cannot even be read is one that has to be written anew.
            guard case .corrupt = StorageError(error) else { throw error }
            return false
        }
        return verifier.findings.isEmpty
    }

    /// Deleted drafts took with them what their share in these counts could be told from, so a count may be greater than
    /// what the logs tell where there are such.
    private mutating func setLists() throws {
        let isWhole = try areLogsComplete && !rows.hasTombstones()
        let kept = Dictionary(try rows.listCounts().map { ($0.user, $0.changes) }, uniquingKeysWith: max)
        let told = Dictionary(uniqueKeysWithValues: listChanges.map { ($0.key.description, $0.value) })
        for user in Set(kept.keys).union(told.keys).sorted() {
            let right = isWhole ? told[user] ?? 0 : max(kept[user] ?? 0, told[user] ?? 0)
            guard right != kept[user] ?? 0 else { continue }
            try rows.setListCount(right, of: user)
            report.lists += 1
        }
    }
}
