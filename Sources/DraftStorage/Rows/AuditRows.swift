import DraftCore

extension AuditEntry {
    static let columns = """
        id, ts, kind, action, subject, origin, address, outcome, actor_id, draft_id, seq, request_id, count, hash
        """

    init(_ row: inout some RowReader) throws(StorageError) {
        let (id, moment) = (Int64(try row.integer()), try row.moment())
        let kind: AuditNote.Kind = try row.choice()
        let facts = AuditFacts(
            action: try row.text(), subject: try row.optionalText(), origin: try row.optionalText(),
            address: try row.optionalText())
        let note = AuditNote(
            kind, facts, outcome: try row.text(), by: try row.optional(UserID.init),
            draft: try row.optional { DraftID($0) }, seq: try row.optionalInteger().map(Seq.init(rawValue:)),
            requestID: try row.optional { RequestID($0) }, count: try row.integer(), at: moment)
        self.init(id: id, note: note, hash: try row.hash())
    }
}

extension AuditChain {
    static let columns = "chain, removed_id, removed_hash, last_id, last_hash"

    init(_ row: inout some RowReader) throws(StorageError) {
        self.init(
            name: try row.text(), removedID: Int64(try row.integer()), removedHash: try row.hash(),
            lastID: Int64(try row.integer()), lastHash: try row.hash())
    }
}
