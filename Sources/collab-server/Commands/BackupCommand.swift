import ArgumentParser
import DraftStorage

/// `collab-server backup`
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Write a checked copy of the database.",
        discussion: "May run beside a server. The copy appears at PATH complete or not at all.")

    @Argument(help: ArgumentHelp("Where the copy goes.", valueName: "path"))
    var path: String

    @OptionGroup var database: DatabaseOption

    func run() async throws {
        let log = try await StoreOpening.openExisting(try DatabaseURL(database.texts))
        do throws(StorageError) {
            try await log.backup(to: path)
            try await log.close()
        } catch {
            throw CommandFailure("No backup was written: \(error)")
        }
        print("backup written to \(path)")
    }
}
