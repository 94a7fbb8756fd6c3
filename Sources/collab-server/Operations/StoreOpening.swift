import DraftStorage
import Glibc

/// Opens the store that a configuration names.
enum StoreOpening {
    /// For commands that read what is there and must not begin a new store by a slip of the pen.
    static func openExisting(_ database: DatabaseURL) async throws(CommandFailure) -> any DraftLog & Directories {
        switch database {
        case .sqlite(let path):
            guard access(path, R_OK) == 0 else {
                throw CommandFailure("The database \(path) cannot be read: \(String(cString: strerror(errno))).")
            }
            return try await open(path, mode: .inspecting, sources: .system)
        }
    }

    /// For a server; makes the store where there is none.
    static func open(_ database: DatabaseURL, clock: WallClock = .system) async throws(CommandFailure) -> any DraftLog
        & Directories
    {
        switch database {
        case .sqlite(let path):
            var sources = StoreSources.system
            sources.now = clock.now
            return try await open(path, mode: .serving, sources: sources)
        }
    }

    private static func open(
        _ path: String, mode: SQLiteLog.Mode, sources: StoreSources
    ) async throws(CommandFailure) -> any DraftLog & Directories {
        do throws(StorageError) {
            return try await SQLiteLog.open(path: path, mode: mode, sources: sources)
        } catch {
            throw CommandFailure("The database \(path) cannot be opened: \(error)")
        }
    }
}
