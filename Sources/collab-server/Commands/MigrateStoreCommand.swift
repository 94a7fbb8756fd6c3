import ArgumentParser
import DraftStorage

/// `collab-server migrate-store`
struct MigrateStoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate-store",
        abstract: "Move everything from an SQLite file into an empty PostgreSQL database.",
        discussion: "No server may run on the file, which is only read. Both sides are folded and verified."
            + " Where no target is given, COLLAB_DATABASE names it, and its password need not stand on the command line."
    )

    @Argument(help: ArgumentHelp("The file to move from.", valueName: "sqlite:PATH"))
    var source: String

    @Argument(help: ArgumentHelp("The empty database to move to.", valueName: "postgres://HOST/NAME"))
    var target: String?

    @Option(
        help: ArgumentHelp(
            "A file of variables, a line NAME=value each; options and the environment win over it.", valueName: "file"))
    var config: String?

    func run() async throws {
        guard case .sqlite(let path)? = DatabaseURL(source) else {
            throw CommandFailure("The first argument has to be sqlite:PATH, the file to move from.")
        }
        let texts = SettingTexts.told(database: target, config: config)
        guard texts[.database] != nil || !texts.problems.isEmpty else {
            throw CommandFailure(
                "The target is missing: name it as the second argument, postgres://HOST/NAME, or by"
                    + " \(Setting.database.variable).")
        }
        guard case .postgres(let settings) = try DatabaseURL(texts) else {
            throw CommandFailure("The target has to be a PostgreSQL database, postgres://HOST/NAME.")
        }
        let lock = try DatabaseLock(forDatabaseAt: path)
        defer { lock.release() }
        do throws(StorageError) {
            let report = try await StoreMove(fromFileAt: path, to: settings).run()
            print(
                "\(report.drafts.counted("draft")) and \(report.events.counted("event")) moved to \(settings.shownURL)"
                    + " and verified.")
        } catch {
            throw CommandFailure("The move has failed: \(error)")
        }
    }
}
