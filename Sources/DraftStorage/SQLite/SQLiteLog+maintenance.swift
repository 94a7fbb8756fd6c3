public import DraftCore
import GRDB
import Glibc

extension SQLiteLog {
    /// More pages than a usual command needs, so that a disk that takes no command takes no pulse either.
    private static let pulseBytes = 65_536

    /// Writes and removes a few pages: a disk that is full, or was mounted read-only under a server that runs, is found by
    /// nothing less.
    public func ping() async throws(StorageError) {
        try await read { try $0.run("SELECT value FROM meta", []) }
        try await write { database in
            try database.run(
                "INSERT OR REPLACE INTO pulse (id, filler) VALUES (1, zeroblob(?))", [Self.pulseBytes])
        }
        try await write { try $0.run("DELETE FROM pulse", []) }
    }

    public func repair(_ note: AuditNote) async throws(StorageError) -> RepairReport {
        var report = try await write { database in
            var repair = StoreRepair(database)
            try repair.run()
            var note = note
            note.count = max(1, repair.report.drafts.count)
            try database.append(note)
            return repair.report
        }
        report.check = try await check()
        return report
    }

    public func beginNewHistory(_ note: AuditNote) async throws(StorageError) -> LogID {
        let logID = sources.logID()
        try await write { database in
            try database.run("UPDATE meta SET value = ? WHERE name = 'log_id'", [logID.description])
            try database.run("DELETE FROM tickets", [])
            try database.raiseAccessVersion()
            try database.append(note)
        }
        return logID
    }

    public func facts() async throws(StorageError) -> StoreFacts {
        let drafts = try await read { database in
            try database.first("SELECT count(*) FROM drafts", [], of: nil) { try $0.integer() } ?? 0
        }
        let bytes = [path, path + "-wal"].reduce(Int64(0)) { $0 + fileSize($1) }
        return StoreFacts(drafts: drafts, bytes: bytes, freeBytes: freeBytes(at: path))
    }
}

private func fileSize(_ path: String) -> Int64 {
    var file = stat()
    return stat(path, &file) == 0 ? Int64(file.st_size) : 0
}

/// What those without privileges may still write where `path` lies.
private func freeBytes(at path: String) -> Int64? {
    var system = statvfs()
    guard statvfs(path, &system) == 0 else { return nil }
    return Int64(clamping: UInt64(system.f_bavail) * UInt64(system.f_frsize))
}
