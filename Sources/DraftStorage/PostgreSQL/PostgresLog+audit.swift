public import DraftCore

extension PostgresLog {
    public func audit(
        of id: DraftID, before entry: AuditEntry.ID?, limit: Int
    ) async throws(StorageError) -> [AuditEntry] {
        try await ask { session in
            try session.all(
                """
                SELECT \(AuditEntry.columns) FROM audit_trail WHERE chain = $1 AND id < $2 ORDER BY id DESC LIMIT $3
                """, [.id(id), .int(entry ?? .max), .int(max(0, limit))], of: id
            ) { try AuditEntry(&$0) }
        }
    }

    public func record(_ notes: [AuditNote]) async throws(StorageError) {
        guard !notes.isEmpty else { return }
        try requireStorable(notes)
        try await write { try $0.append(notes) }
    }

    public func trail(_ filter: AuditFilter) async throws(StorageError) -> [AuditEntry] {
        // What is rare among many lines is found by reading them all.
        try await readAll { session in
            try session.all(
                """
                SELECT \(AuditEntry.columns) FROM audit_trail
                WHERE id < $1 AND ($2::text IS NULL OR actor_id = $2) AND ($3::text IS NULL OR draft_id = $3)
                    AND ($4::bigint IS NULL OR ts >= $4) AND ($5::bigint IS NULL OR ts < $5)
                    AND ($6::text IS NULL OR outcome = $6) AND ($7::text IS NULL OR kind = $7)
                ORDER BY id DESC LIMIT $8
                """,
                [
                    .int(filter.before ?? .max), .text(filter.actor?.description), .text(filter.draftID?.description),
                    .int(filter.since?.milliseconds), .int(filter.until?.milliseconds), .text(filter.outcome),
                    .text(filter.kind?.rawValue), .int(max(0, filter.limit)),
                ], of: nil
            ) { try AuditEntry(&$0) }
        }
    }

    public func verifyTrail() async throws(StorageError) -> AuditReport {
        try await readAll { try $0.verifyAudit() }
    }

    public func forgetTrail(before moment: Timestamp, limit: Int) async throws(StorageError) -> Int {
        try await write { try $0.forgetAudit(before: moment, limit: limit) }
    }
}
