import ArgumentParser
import DraftStorage

/// `collab-server check`
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Fold every log again, verify the hashes, and compare the result with the state.",
        discussion: "Changes nothing and may run beside a server. Exits with 1 where something is not as it must be.")

    @OptionGroup var database: DatabaseOption

    func run() async throws {
        let log = try await StoreOpening.openExisting(try DatabaseURL(database.texts))
        let report = try await log.check()
        try await log.close()
        for finding in report.findings { print(finding) }
        print("\(report.drafts) drafts and \(report.events) events checked, \(report.findings.count) findings.")
        if !report.isSound { throw ExitCode.failure }
    }
}
