import DraftCore

/// Members and holders of drafts, as they are read; the row of a draft makes the whole of them.
struct DraftReading {
    private var members: [DraftID: [Member]] = [:]
    private var holders: [DraftID: [UserID]] = [:]
    private var damages: [DraftID: StorageError] = [:]

    mutating func readMembers(_ result: PostgresResult) throws {
        try read(result) { reading, id, row throws(StorageError) in
            reading.members[id, default: []].append(try Member(&row))
        }
    }

    mutating func readHolders(_ result: PostgresResult) throws {
        try read(result) { reading, id, row throws(StorageError) in
            reading.holders[id, default: []].append(try row.user())
        }
    }

    /// One damaged draft fails alone.
    private mutating func read(
        _ result: PostgresResult, _ body: (inout DraftReading, DraftID, inout PostgresRow) throws(StorageError) -> Void
    ) throws {
        _ = try result.map(of: nil) { row in
            let id: DraftID = try row.id()
            row.draft = id
            do throws(StorageError) {
                try body(&self, id, &row)
            } catch {
                damages[id] = error
            }
        }
    }

    func draft(_ id: DraftID, _ columns: DraftColumns) throws(StorageError) -> StoredDraft {
        if let damage = damages[id] { throw damage }
        return columns.draft(id, members: members[id] ?? [], holders: holders[id] ?? [])
    }
}

extension PostgresSession {
    /// The state of a draft, from its rows; to be asked in a transaction that reads as of one moment, or under a lock.
    func storedDraft(_ id: DraftID) throws -> StoredDraft? { try storedDrafts([id])[id] }

    /// The states of several drafts; those that are not there are left out.
    func storedDrafts(_ ids: [DraftID]) throws -> [DraftID: StoredDraft] {
        let list: [PostgresValue] = [.texts(ids.map(\.description))]
        let results = try exchange([
            PostgresStatement("SELECT id, \(DraftColumns.columns) FROM drafts WHERE id = ANY($1)", list),
            PostgresStatement("SELECT draft_id, \(Member.columns) FROM members WHERE draft_id = ANY($1)", list),
            PostgresStatement(
                "SELECT draft_id, holder_id FROM holdings WHERE draft_id = ANY($1) ORDER BY draft_id, tenure", list),
        ])
        guard results.count == 3 else { throw PostgresFailure.lost("an answer is missing") }
        var reading = DraftReading()
        try reading.readMembers(results[1])
        try reading.readHolders(results[2])
        let drafts = try results[0].map(of: nil) { row in
            let id: DraftID = try row.id()
            row.draft = id
            return (id, try reading.draft(id, DraftColumns(&row)))
        }
        return Dictionary(drafts, uniquingKeysWith: { _, last in last })
    }

    func head(of id: DraftID) throws -> LogHead? {
        try first("SELECT seq, hash FROM drafts WHERE id = $1", [.id(id)], of: id) {
            LogHead(seq: try $0.seq(), hash: try $0.hash())
        }
    }

    /// Where the log ends, with nobody else writing to the draft until the transaction is over.
    func lockedHead(of id: DraftID) throws -> LogHead? {
        try first("SELECT seq, hash FROM drafts WHERE id = $1 FOR UPDATE", [.id(id)], of: id) {
            LogHead(seq: try $0.seq(), hash: try $0.hash())
        }
    }

    func tombstone(of id: DraftID) throws -> Tombstone? {
        try first("SELECT \(Tombstone.columns) FROM deleted_drafts WHERE id = $1", [.id(id)], of: id) {
            try Tombstone(&$0, of: id)
        }
    }

    /// A page of the manuscript, in order.
    func segments(of draft: DraftID, orders: Range<Int>) throws -> [Segment] {
        guard !orders.isEmpty else { return [] }
        return try all(
            Segment.selection
                + " WHERE s.draft_id = $1 AND s.segment_order >= $2 AND s.segment_order < $3 ORDER BY s.segment_order",
            [.id(draft), .int(orders.lowerBound), .int(orders.upperBound)], of: draft
        ) { try Segment(&$0, of: draft) }
    }

    func segment(_ id: SegmentID, of draft: DraftID) throws -> Segment? {
        try first(
            Segment.selection + " WHERE s.draft_id = $1 AND s.id = $2", [.id(draft), .text(id.description)], of: draft
        ) { try Segment(&$0, of: draft) }
    }
}
