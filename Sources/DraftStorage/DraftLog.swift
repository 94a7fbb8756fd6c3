public import DraftCore

/// The log of every draft, kept durably. One protocol, so that SQLite and PostgreSQL pass one suite.
///
/// Invariant: a draft's events are numbered 1, 2, 3 … without gaps, each chained to all before it; everything else that
/// is read here is a fold of them, written in their transaction. What returned without an error is on disk.
public protocol DraftLog: Sendable {
    /// Names this history; a restored store has another.
    var logID: LogID { get }

    /// The one door for writes: look the draft and the key up, judge, append; all in one transaction.
    ///
    /// Order: the draft exists, a replay of the actor's own key, the invite, `judge`. A refused command and one that changes
    /// nothing bind no key. Commands that wait at the same time share one commit, each with its own verdict.
    /// - Parameter judge: decides inside the transaction, perhaps more than once if the store has to try again, so it
    ///   must not have effects. It is given the draft (nil where one is to be begun), the segment that
    ///   `request.target` names, and the moment that its changes will carry.
    func commit(_ request: CommitRequest, judge: @escaping Judge) async throws(StorageError) -> CommitOutcome

    /// Drops a draft with its texts, events and keys; its tombstone stays. It is gone for everybody at once; what it was
    /// made of may be removed a little later.
    func delete(_ id: DraftID, by asker: Asker) async throws(StorageError) -> DeletionOutcome

    /// The draft and the hash of its newest event; nil where there is none.
    func draft(_ id: DraftID) async throws(StorageError) -> StoredDraft?

    /// The draft with a page of its manuscript, all as of one event; nil where there is none.
    /// - Parameter now: ends the 24 hours in which passes of the ring are counted.
    func snapshot(of id: DraftID, page: SegmentPage, now: Timestamp) async throws(StorageError) -> DraftSnapshot?

    /// One segment with its text; nil where there is none.
    func segment(_ id: SegmentID, of draft: DraftID) async throws(StorageError) -> Segment?

    /// The events after `seq`, at most `limit` of them and about `byteLimit` bytes, but one at least where there is one;
    /// nil where there is no such draft.
    func events(
        of id: DraftID, after seq: Seq, limit: Int, byteLimit: Int
    ) async throws(StorageError) -> EventPage?

    /// The log as it is stored, bytes, hashes and texts, for whoever wants to verify it, bounded like `events`; nil where
    /// there is none.
    func entries(
        of id: DraftID, after seq: Seq, limit: Int, byteLimit: Int
    ) async throws(StorageError) -> [LogEntry]?

    /// Where the log ends; nil where there is no such draft.
    func head(of id: DraftID) async throws(StorageError) -> LogHead?

    /// The hash of one event; zero for seq 0; nil where there is no such event or draft.
    func hash(of id: DraftID, at seq: Seq) async throws(StorageError) -> EventHash?

    /// The drafts that `user` is a member of, most recently active first.
    func drafts(of user: UserID, _ query: DraftListQuery) async throws(StorageError) -> DraftListPage

    /// Changes whenever the list of `user` does.
    func listVersion(of user: UserID) async throws(StorageError) -> DraftListVersion

    /// What was done to a draft, newest first.
    func audit(of id: DraftID, before: AuditEntry.ID?, limit: Int) async throws(StorageError) -> [AuditEntry]

    /// What is kept of a draft that was deleted; nil for all others.
    func tombstone(of id: DraftID) async throws(StorageError) -> Tombstone?

    /// Folds every log again, verifies the chains and the texts, and compares the state with the fold.
    func check() async throws(StorageError) -> CheckReport

    /// Writes a checked copy of the whole store to `path`, which appears there complete or not at all.
    func backup(to path: String) async throws(StorageError)

    /// Returns if the store can be read and written now; it tries to.
    func ping() async throws(StorageError)

    /// Finishes what has been accepted and lets the store go; whatever is asked afterwards is unavailable.
    func close() async throws(StorageError)
}

extension DraftLog {
    /// Drops a draft as a request of `user` asks for it.
    public func delete(
        _ id: DraftID, by user: UserID, requestID: RequestID?
    ) async throws(StorageError) -> DeletionOutcome {
        try await delete(id, by: Asker(user, requestID: requestID))
    }

    /// The log as it is stored, in pages of about 4 MiB at most: more of it need not be in memory at a time.
    public func entries(of id: DraftID, after seq: Seq, limit: Int) async throws(StorageError) -> [LogEntry]? {
        try await entries(of: id, after: seq, limit: limit, byteLimit: 4 << 20)
    }
}

/// All that a store of this program can do.
public typealias DraftStore = DraftLog & Directories & AuditTrail & StoreMaintenance

/// Decides what follows, or refuses.
public typealias Judge = @Sendable (Draft?, SegmentHeader?, Timestamp) throws(Rejection) -> [Change]
