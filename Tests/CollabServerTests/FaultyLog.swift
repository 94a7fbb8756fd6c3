import DraftCore
import DraftStorage
import Synchronization

/// A store that fails when it is told to.
final class FaultyLog: DraftLog {
    private struct State {
        var error: StorageError?
        var pagesLeft: Int?
        var pings = 0
    }

    private let log: any DraftLog
    private let state = Mutex(State())

    init(_ log: any DraftLog) {
        self.log = log
    }

    /// From now on everything fails with `error`; nil mends it.
    func fail(with error: StorageError?) {
        state.withLock { $0.error = error }
    }

    /// From now on only so many pages of entries can be read.
    func failEntries(after pages: Int) {
        state.withLock { $0.pagesLeft = pages }
    }

    /// How often it was looked at.
    var pings: Int { state.withLock(\.pings) }

    private func pass() throws(StorageError) {
        if let error = state.withLock(\.error) { throw error }
    }

    var logID: LogID { log.logID }

    func commit(_ request: CommitRequest, judge: @escaping Judge) async throws(StorageError) -> CommitOutcome {
        try pass()
        return try await log.commit(request, judge: judge)
    }

    func delete(_ id: DraftID, by asker: Asker) async throws(StorageError) -> DeletionOutcome {
        try pass()
        return try await log.delete(id, by: asker)
    }

    func draft(_ id: DraftID) async throws(StorageError) -> StoredDraft? {
        try pass()
        return try await log.draft(id)
    }

    func snapshot(of id: DraftID, page: SegmentPage, now: Timestamp) async throws(StorageError) -> DraftSnapshot? {
        try pass()
        return try await log.snapshot(of: id, page: page, now: now)
    }

    func segment(_ id: SegmentID, of draft: DraftID) async throws(StorageError) -> Segment? {
        try pass()
        return try await log.segment(id, of: draft)
    }

    func events(of id: DraftID, after seq: Seq, limit: Int, byteLimit: Int) async throws(StorageError) -> EventPage? {
        try pass()
        return try await log.events(of: id, after: seq, limit: limit, byteLimit: byteLimit)
    }

    func entries(of id: DraftID, after seq: Seq, limit: Int, byteLimit: Int) async throws(StorageError) -> [LogEntry]? {
        let isThere = state.withLock { state in
            guard let left = state.pagesLeft else { return true }
            state.pagesLeft = left - 1
            return left > 0
        }
        guard isThere else { throw .unavailable("no page is left") }
        return try await log.entries(of: id, after: seq, limit: limit, byteLimit: byteLimit)
    }

    func head(of id: DraftID) async throws(StorageError) -> LogHead? {
        try pass()
        return try await log.head(of: id)
    }

    func hash(of id: DraftID, at seq: Seq) async throws(StorageError) -> EventHash? {
        try pass()
        return try await log.hash(of: id, at: seq)
    }

    func drafts(of user: UserID, _ query: DraftListQuery) async throws(StorageError) -> DraftListPage {
        try pass()
        return try await log.drafts(of: user, query)
    }

    func listVersion(of user: UserID) async throws(StorageError) -> DraftListVersion {
        try pass()
        return try await log.listVersion(of: user)
    }

    func audit(of id: DraftID, before: AuditEntry.ID?, limit: Int) async throws(StorageError) -> [AuditEntry] {
        try pass()
        return try await log.audit(of: id, before: before, limit: limit)
    }

    func tombstone(of id: DraftID) async throws(StorageError) -> Tombstone? { try await log.tombstone(of: id) }
    func check() async throws(StorageError) -> CheckReport { try await log.check() }
    func backup(to path: String) async throws(StorageError) { try await log.backup(to: path) }

    func ping() async throws(StorageError) {
        state.withLock { $0.pings += 1 }
        try pass()
        try await log.ping()
    }

    func close() async throws(StorageError) { try await log.close() }
}
