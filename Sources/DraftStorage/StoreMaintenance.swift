public import DraftCore

/// What operators do to a whole store.
public protocol StoreMaintenance: Sendable {
    /// Writes the state anew wherever it is not what the log says. Whatever is wrong with a log itself is left alone, and
    /// so is the state of its draft.
    ///
    /// No server may serve the store meanwhile: one that remembers a draft would not look at it again.
    /// - Parameter note: for the audit, written with it, with the number of drafts.
    func repair(_ note: AuditNote) async throws(StorageError) -> RepairReport

    /// Gives the history of a store that was put back to an earlier state another name, so that nobody takes it for the one
    /// that they know, and ends what was to be used once.
    /// - Parameter note: for the audit, written with it.
    /// - Returns: the new name; the store has to be opened again before it serves.
    func beginNewHistory(_ note: AuditNote) async throws(StorageError) -> LogID

    /// How large the store is, and how much more it may become.
    func facts() async throws(StorageError) -> StoreFacts
}

/// What a repair has done and found.
public struct RepairReport: Hashable, Sendable {
    /// The drafts whose state was written anew.
    public internal(set) var drafts: [DraftID] = []
    /// How many rows that belong to no draft were removed.
    public internal(set) var strays = 0
    /// How many counts behind the versions of lists were set.
    public internal(set) var lists = 0
    /// What a check finds afterwards.
    public internal(set) var check = CheckReport()
}

/// How large a store is.
public struct StoreFacts: Hashable, Sendable {
    /// Drafts that are there.
    public let drafts: Int
    /// What it takes up.
    public let bytes: Int64
    /// What is left where it lies; nil where that cannot be told.
    public let freeBytes: Int64?

    /// The size of a store.
    public init(drafts: Int, bytes: Int64, freeBytes: Int64?) {
        self.drafts = drafts
        self.bytes = bytes
        self.freeBytes = freeBytes
    }
}
