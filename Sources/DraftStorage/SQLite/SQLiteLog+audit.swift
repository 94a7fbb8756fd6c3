public import DraftCore
import GRDB

extension SQLiteLog {
    public func audit(
        of id: DraftID, before entry: AuditEntry.ID?, limit: Int
    ) async throws(StorageError) -> [AuditEntry] {
        try await readAudit { try $0.auditEntries(of: id, before: entry, limit: limit) }
    }

    public func record(_ notes: [AuditNote]) async throws(StorageError) {
        guard !notes.isEmpty else { return }
        try requireStorable(notes)
        try await write { database in
            for note in notes { try database.append(note) }
        }
    }

    public func trail(_ filter: AuditFilter) async throws(StorageError) -> [AuditEntry] {
        try await readAudit { try $0.auditEntries(filter) }
    }

    public func verifyTrail() async throws(StorageError) -> AuditReport {
        try await readAudit { try $0.verifyAudit() }
    }

    public func forgetTrail(before moment: Timestamp, limit: Int) async throws(StorageError) -> Int {
        try await write { try $0.forgetAudit(before: moment, limit: limit) }
    }

    private func readAudit<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StorageError) -> Value {
        guard hasAuditTables else { throw .olderSchema }
        return try await read(body)
    }
}
