import ArgumentParser
import DraftStorage

/// `collab-server check`
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Fold every log again, verify the hashes, and compare the result with the state.",
        discussion: """
            Changes nothing and may run beside a server, unless --repair is given. Exits with 1 where something is not as \
            it must be.
            """)

    @Flag(
        help: "Write the state anew wherever it is not what the log says; no server may serve the database meanwhile.")
    var repair = false

    @OptionGroup var database: DatabaseOption

    func run() async throws {
        let report = repair ? try await repaired() : try await looked()
        for finding in report.findings { print(finding) }
        print(
            "\(report.drafts.counted("draft")) and \(report.events.counted("event")) checked,"
                + " \(report.findings.count.counted("finding")).")
        if report.isSound { return }
        if !repair {
            print("`collab-server check --repair` writes anew what is not what the logs say, while no server serves.")
        }
        throw ExitCode.failure
    }

    private func looked() async throws -> CheckReport {
        let log = try await StoreOpening.openExisting(try DatabaseURL(database.texts))
        let report = try await log.check()
        try await log.close()
        return report
    }

    private func repaired() async throws -> CheckReport {
        let report = try await StoreOpening.alone(with: try DatabaseURL(database.texts)) {
            try await Administration.change(database.texts) { store in
                try await store.repair(.administration("repair"))
            }
        }
        for draft in report.drafts { print("draft \(draft): its state was written anew from its log") }
        print(
            "\(report.drafts.count.counted("draft")) repaired, \(report.lists.counted("count")) of lists set,"
                + " \(report.strays.counted("row")) of no draft removed.")
        return report.check
    }
}
