import DraftCore

/// What a check reads, all as of one moment; each store has its own statements for it.
protocol CheckedRows: AuditReader, SendableMetatype {
    /// What the database says of damage to itself, in sentences.
    func eachDamage(_ body: (String) -> Void) throws
    /// The ids that stand in one of the tables; what was handed over before an error counts.
    func eachDraftID(in table: CheckedTable, _ body: (String) -> Void) throws
    func tombstone(of id: DraftID) throws -> Tombstone?
    func hasTombstones() throws -> Bool
    func head(of id: DraftID) throws -> LogHead?
    func eachEventRow(of id: DraftID, _ body: (EventRow) -> Void) throws
    func stateRows(of id: DraftID) throws -> StateRows?
    /// How often each list of drafts has changed, by its count.
    func membershipCounts() throws -> [(user: UserID, changes: Int)]
    /// Whether there are the tables of users, invites, shares and tickets.
    func hasAccessTables() throws -> Bool
    /// Whether there are the tables of the audit.
    func hasAuditTables() throws -> Bool
    /// Throws where what the store says of itself cannot be read.
    func readServerFacts() throws
    /// Everybody, and whether their metadata are a JSON object.
    func userMetadata() throws -> [(user: UserID, isObject: Bool)]
    func readRevocations() throws
    func inviteFacts() throws -> [(invite: Invite, hashLength: Int, users: Int)]
    func shareFacts() throws -> [(share: Share, hashLength: Int)]
    func ticketFacts() throws -> [(user: UserID, hashLength: Int)]
}

/// Where ids of drafts stand.
enum CheckedTable: CaseIterable {
    case drafts
    case events
    case segments

    /// The query for them, the same in every store.
    var query: String {
        switch self {
        case .drafts: "SELECT id FROM drafts"
        case .events: "SELECT DISTINCT draft_id FROM events"
        case .segments: "SELECT DISTINCT draft_id FROM segments"
        }
    }
}
