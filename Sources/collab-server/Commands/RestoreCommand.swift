import ArgumentParser
import DraftCore
import DraftStorage

/// `collab-server restore`
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Make a database of a backup, checked and with a history of its own name.",
        discussion: """
            No server may serve the database meanwhile. It must not be there yet: move a broken one away first. Clients \
            notice that the history is another, load their drafts anew and keep what they had not sent. Revocations and \
            links of users that were made after the backup have to be made again.
            """)

    @Argument(help: ArgumentHelp("The backup; it is only read.", valueName: "path"))
    var backup: String?

    @Flag(help: "The database was put back by other means: check it and give its history another name.")
    var inPlace = false

    @OptionGroup var database: DatabaseOption

    func run() async throws {
        guard (backup == nil) == inPlace else { throw CommandFailure("Name either a backup or --in-place.") }
        let url = try DatabaseURL(database.texts)
        let logID = try await StoreOpening.alone(with: url) { () async throws -> LogID in
            if let backup { return try await Self.restore(backup, to: url) }
            // A file that was put back may be of an earlier version.
            if case .sqlite = url { try await StoreOpening.open(url).close() }
            return try await Administration.change(database.texts) { store in
                if let finding = try await store.check().firstDamage {
                    throw CommandFailure("The database is not sound, so nothing was changed: \(finding)")
                }
                return try await store.beginNewHistory(.administration("restore", subject: "in place"))
            }
        }
        print("restored; the history is \(logID) now")
    }

    private static func restore(_ backup: String, to url: DatabaseURL) async throws -> LogID {
        switch url {
        case .sqlite(let path):
            do throws(StorageError) {
                return try await SQLiteLog.restore(backup, to: path, note: .administration("restore"))
            } catch {
                throw CommandFailure("Nothing was restored: \(error)")
            }
        case .postgres:
            throw CommandFailure(
                "A PostgreSQL database is put back by pg_restore or a base backup; then run"
                    + " `collab-server restore --in-place`.")
        }
    }
}
