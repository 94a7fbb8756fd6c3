public import DraftCore
import GRDB
import Glibc

extension SQLiteLog {
    /// Makes the database `target` of a backup, checked, of the present schema and with a history of its own name. It
    /// appears there complete or not at all, and only where nothing is.
    /// - Parameter note: for the audit of the new database.
    /// - Returns: the name of the new history.
    public static func restore(
        _ backup: String, to target: String, sources: StoreSources = .system, note: AuditNote
    ) async throws(StorageError) -> LogID {
        try requireNothing(at: target)
        let partial = "\(target).\(Identifier<SQLiteLog>.random()).partial"
        do {
            try createPrivateFile(partial)
            let logID = try await fill(partial, from: backup, sources, note)
            for suffix in ["-wal", "-shm"] { unlink(partial + suffix) }
            try synchronize(partial)
            guard rename(partial, target) == 0 else {
                throw StorageError.unavailable("the database cannot be put in its place: \(systemReason())")
            }
            try synchronizeFolder(of: target)
            return logID
        } catch {
            for suffix in ["", "-wal", "-shm", "-journal"] { unlink(partial + suffix) }
            throw StorageError(error).naming(backup)
        }
    }

    private static func fill(
        _ partial: String, from backup: String, _ sources: StoreSources, _ note: AuditNote
    ) async throws -> LogID {
        let source = try await open(path: backup, mode: .inspecting, sources: sources)
        try await source.copy(to: partial)
        try await source.close()
        let log = try await open(path: partial, mode: .serving, sources: sources)
        do {
            if let finding = try await log.check().firstDamage {
                throw StorageError.corrupt(
                    draft: finding.draftID, seq: finding.seq, "the backup is not sound: \(finding.sentence)")
            }
            let logID = try await log.beginNewHistory(note)
            try await log.moveEverythingIntoFile()
            try await log.close()
            return logID
        } catch {
            try await log.close()
            throw error
        }
    }
}

extension SQLiteLog {
    /// Leaves nothing in the file's companions, which do not go with it when it gets another name.
    fileprivate func moveEverythingIntoFile() async throws {
        let isBusy = try await database.writeWithoutTransaction { database in
            try Int.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        }
        guard isBusy == 0 else { throw StorageError.unavailable("the database cannot be put into one file") }
    }
}

private func requireNothing(at target: String) throws(StorageError) {
    for companion in [target, "\(target)-wal", "\(target)-journal"] where access(companion, F_OK) == 0 {
        throw .conflict("\(companion) is there already; move it away, or name another place")
    }
}
