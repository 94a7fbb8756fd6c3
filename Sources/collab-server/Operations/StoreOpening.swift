import DraftStorage
import Glibc

/// Opens the store that a configuration names.
enum StoreOpening {
    /// For commands that read what is there and must not begin a new store by a slip of the pen.
    static func openExisting(_ database: DatabaseURL) async throws(CommandFailure) -> any DraftStore {
        switch database {
        case .sqlite(let path):
            guard access(path, R_OK) == 0 else {
                throw CommandFailure("The database \(path) cannot be read: \(reason(errno)).")
            }
            return try await open(path, mode: .inspecting, sources: .system)
        case .postgres(let settings):
            return try await open(settings, mode: .inspecting, sources: .system)
        }
    }

    /// For commands that change who may come in, also beside a server; they must not begin a new store either.
    static func openForChanges(_ database: DatabaseURL) async throws(CommandFailure) -> any DraftStore {
        switch database {
        case .sqlite(let path):
            guard access(path, R_OK | W_OK) == 0 else {
                throw CommandFailure("The database \(path) cannot be changed: \(reason(errno)).")
            }
            return try await open(path, mode: .administering, sources: .system)
        case .postgres(let settings):
            return try await open(settings, mode: .administering, sources: .system)
        }
    }

    /// Keeps servers away from the database while `body` runs.
    static func alone<Value>(with database: DatabaseURL, _ body: () async throws -> Value) async throws -> Value {
        switch database {
        case .sqlite(let path):
            let lock = try DatabaseLock(forDatabaseAt: path)
            defer { lock.release() }
            return try await body()
        case .postgres(let settings):
            return try await PostgresSolitude.alone(with: settings, body)
        }
    }

    private static func reason(_ code: Int32) -> String {
        let words = String(cString: strerror(code))
        guard code == ENOENT else { return words }
        return words + "; \"collab-server serve\" with the same --database makes it, so start that first"
    }

    /// For a server; makes the store where there is none.
    static func open(_ database: DatabaseURL, clock: WallClock = .system, observer: StoreObserver = StoreObserver())
        async throws(CommandFailure) -> any DraftStore
    {
        var sources = StoreSources.system
        sources.now = clock.now
        sources.observer = observer
        switch database {
        case .sqlite(let path): return try await open(path, mode: .serving, sources: sources)
        case .postgres(let settings): return try await open(settings, mode: .serving, sources: sources)
        }
    }

    private static func open(
        _ path: String, mode: SQLiteLog.Mode, sources: StoreSources
    ) async throws(CommandFailure) -> any DraftStore {
        do throws(StorageError) {
            return try await SQLiteLog.open(path: path, mode: mode, sources: sources)
        } catch {
            throw CommandFailure("The database \(path) cannot be opened: \(error)")
        }
    }

    private static func open(
        _ settings: PostgresSettings, mode: PostgresLog.Mode, sources: StoreSources
    ) async throws(CommandFailure) -> PostgresLog {
        do throws(StorageError) {
            return try await PostgresLog.open(settings, mode: mode, sources: sources)
        } catch {
            throw CommandFailure("The database \(settings.shownURL) cannot be opened: \(error)")
        }
    }
}
