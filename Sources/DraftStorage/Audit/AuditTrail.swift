public import DraftCore

/// What was done, by whom and with what outcome, over the whole store: append-only and chained by hashes.
///
/// Invariant: the note of a change is written in the change's own transaction, by the calls that make changes; here are the
/// notes of what changes nothing.
public protocol AuditTrail: Sendable {
    /// Appends notes, all of them or none. What is about a draft that the store knows joins the draft's own.
    func record(_ notes: [AuditNote]) async throws(StorageError)

    /// The lines that `filter` lets through, newest first.
    func trail(_ filter: AuditFilter) async throws(StorageError) -> [AuditEntry]

    /// Verifies every chain, from where it was cut to its end.
    func verifyTrail() async throws(StorageError) -> AuditReport

    /// Forgets lines from before `moment`, oldest first and at most `limit`; each chain keeps the hash at which it was cut.
    /// - Returns: how many were forgotten; as many as `limit` where there may be more.
    func forgetTrail(before moment: Timestamp, limit: Int) async throws(StorageError) -> Int
}

/// Which lines of the audit.
public struct AuditFilter: Hashable, Sendable {
    /// Only what this user did.
    public var actor: UserID?
    /// Only what was about this draft.
    public var draftID: DraftID?
    /// Only from this moment on.
    public var since: Timestamp?
    /// Only before this moment.
    public var until: Timestamp?
    /// Only with this outcome.
    public var outcome: String?
    /// Only of this kind.
    public var kind: AuditNote.Kind?
    /// Continues after the line with this id.
    public var before: AuditEntry.ID?
    /// At most so many.
    public var limit: Int

    /// The newest lines, or those after one.
    public init(
        actor: UserID? = nil, draft: DraftID? = nil, since: Timestamp? = nil, until: Timestamp? = nil,
        outcome: String? = nil, kind: AuditNote.Kind? = nil, before: AuditEntry.ID? = nil, limit: Int
    ) {
        self.actor = actor
        self.draftID = draft
        self.since = since
        self.until = until
        self.outcome = outcome
        self.kind = kind
        self.before = before
        self.limit = limit
    }
}

/// What verifying the audit has found.
public struct AuditReport: Hashable, Sendable {
    /// How many chains were verified.
    public internal(set) var chains = 0
    /// How many lines.
    public internal(set) var lines = 0
    /// Everything that is not as it must be.
    public internal(set) var findings: [CheckReport.Finding] = []

    /// A report of nothing.
    public init() {}
}
