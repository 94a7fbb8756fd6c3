import DraftCore
import GRDB
import Glibc

extension SQLiteLog {
    /// How a file is opened.
    public enum Mode: Sendable {
        /// To serve drafts: made if it is not there, brought to the present schema.
        case serving
        /// To be looked at and copied, also while a server has it: never changed. Of an older schema there are the logs
        /// alone.
        case inspecting
        /// For a command that changes what stands beside the logs, also while a server has it: it must be there, with the
        /// present schema.
        case administering
    }

    /// Opens the file at `path`.
    ///
    /// `serving` takes no lock that keeps other servers away; whoever serves holds one of their own.
    public static func open(
        path: String, mode: Mode = .serving, sources: StoreSources = .system
    ) async throws(StorageError) -> SQLiteLog {
        do {
            guard !isFolder(path) else { throw StorageError.unavailable("it is a folder") }
            switch mode {
            case .serving: return try await openServing(path, sources)
            case .inspecting: return try await openInspecting(path, sources)
            case .administering: return try await openAdministering(path, sources)
            }
        } catch {
            throw StorageError(error).naming(path)
        }
    }

    private static func openServing(_ path: String, _ sources: StoreSources) async throws -> SQLiteLog {
        try createPrivateFile(path)
        if !isEmptyFile(path) { try await requireServable(path) }
        let pool = try DatabasePool(path: path, configuration: configuration())
        do {
            try SQLiteSchema.migrator.migrate(pool)
            try await requireFullSynchronization(pool)
            let logID = try await pool.write { try $0.logID(orNew: sources.logID) }
            try synchronizeFolder(of: path)
            let log = SQLiteLog(path: path, database: pool, logID: logID, sources: sources)
            await log.erasure.begin(try await pool.read { try $0.unerasedDrafts() })
            return log
        } catch {
            try pool.close()
            throw error
        }
    }

    private static func openInspecting(_ path: String, _ sources: StoreSources) async throws -> SQLiteLog {
        var configuration = configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        let (logID, hasAccessTables, hasAuditTables) = try await queue.read { database in
            try checkOwnership(of: database, mayBeEmpty: false)
            guard try SQLiteSchema.isReadable(database) else { throw StorageError.olderSchema }
            return (
                try database.logID(orNew: nil), try SQLiteSchema.hasAccessTables(database),
                try SQLiteSchema.hasAuditTables(database)
            )
        }
        return SQLiteLog(
            path: path, database: queue, logID: logID, sources: sources, hasAccessTables: hasAccessTables,
            hasAuditTables: hasAuditTables)
    }

    private static func openAdministering(_ path: String, _ sources: StoreSources) async throws -> SQLiteLog {
        // A pool would make a file that is not there, and switch one of another program to WAL.
        let looked = try await openInspecting(path, sources)
        try await looked.close()
        guard looked.hasAuditTables else { throw StorageError.olderSchema }
        let pool = try DatabasePool(path: path, configuration: configuration())
        do {
            try await requireFullSynchronization(pool)
            return SQLiteLog(path: path, database: pool, logID: looked.logID, sources: sources)
        } catch {
            try pool.close()
            throw error
        }
    }

    /// Looks before a pool is opened, which switches the file to WAL whomever it belongs to.
    private static func requireServable(_ path: String) async throws {
        do {
            try await requireServable(path, readonly: true)
        } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_READONLY_ROLLBACK {
            // A crash left half a transaction, which nobody can read past without undoing it.
            try await requireServable(path, readonly: false)
        }
    }

    private static func requireServable(_ path: String, readonly: Bool) async throws {
        var configuration = configuration()
        configuration.readonly = readonly
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try await queue.read { try checkOwnership(of: $0, mayBeEmpty: true) }
        try queue.close()
    }

    private static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(5)
        configuration.label = "draft"
        configuration.prepareDatabase { database in
            // Room for the trees of many long drafts, and fewer, larger rounds of copying the WAL back.
            try database.execute(sql: "PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = 4000")
        }
        return configuration
    }

    private static func checkOwnership(of database: Database, mayBeEmpty: Bool) throws {
        let mark = try Int.fetchOne(database, sql: "PRAGMA application_id")
        if mark == SQLiteSchema.applicationID {
            guard try !SQLiteSchema.migrator.hasBeenSuperseded(database) else {
                throw StorageError.conflict("the database was written by a newer version of this program")
            }
            return
        }
        // A first start that was cut short leaves no more than this table.
        let tables = try Int.fetchOne(
            database, sql: "SELECT count(*) FROM sqlite_master WHERE tbl_name <> 'grdb_migrations'")
        guard mayBeEmpty, mark == 0, tables == 0 else {
            throw StorageError.conflict("the database belongs to another program")
        }
    }

    /// GRDB sets NORMAL while it opens a pool, which would lose acknowledged commits at a power cut.
    private static func requireFullSynchronization(_ pool: DatabasePool) async throws {
        let level = try await pool.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA synchronous = FULL")
            return try Int.fetchOne(database, sql: "PRAGMA synchronous")
        }
        guard level == 2 else {
            throw StorageError.unavailable(
                "the database does not accept synchronous=FULL, so commits would not be safe")
        }
    }
}

extension StorageError {
    /// The file has not what was asked for, yet.
    static let olderSchema = conflict("the database has an older schema; a server that opens it brings it up to date")
}

extension Database {
    fileprivate func logID(orNew make: (@Sendable () -> LogID)?) throws -> LogID {
        if let text = try String.fetchOne(self, sql: "SELECT value FROM meta WHERE name = 'log_id'") {
            guard let logID = LogID(text) else {
                throw StorageError.corrupt(draft: nil, seq: nil, "the log_id of the database is malformed")
            }
            return logID
        }
        guard let make else { throw StorageError.corrupt(draft: nil, seq: nil, "the database has no log_id") }
        let logID = make()
        try execute(sql: "INSERT INTO meta (name, value) VALUES ('log_id', ?)", arguments: [logID.description])
        return logID
    }
}
