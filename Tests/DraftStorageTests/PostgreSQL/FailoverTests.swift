import CollabTesting
import DraftCore
import Foundation
import Glibc
import Testing

@testable import DraftStorage

@Suite struct FailoverTests {
    @Test(.timeLimit(.minutes(5)))
    func `a replica that is promoted is found, and what was acknowledged is there`() async throws {
        let primary = try await PostgresCluster.start()
        let replica = try await PostgresCluster.start(following: primary.port)
        // Acknowledged is what both have on disk: without this a failover may lose the last moments.
        try await administer(primary, "ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()")
        let url = "postgres://draft@127.0.0.1:\(primary.port),127.0.0.1:\(replica.port)/postgres"
        let log = try await PostgresLog.open(PostgresSettings(url: url))
        let ada = try user("ada")
        let id = try await log.began(by: ada)
        for number in 0..<20 { try await log.wrote(ada, "\(number)", key: key("k\(number)"), in: id) }

        try primary.signal(SIGKILL)
        // Asked in the middle of it, as a client would: again with the same key, until it is answered.
        async let during = persisting {
            try await log.ask(ada, .append(.random(), content: "20"), key: key("k20"), in: id)
        }
        try await replica.promote()
        try await administer(replica, "ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()")
        #expect(try await during.receipt != nil)
        for number in 21..<30 { try await log.wrote(ada, "\(number)", key: key("k\(number)"), in: id) }
        let now = StoreSources.system.now()
        #expect(try await log.texts(of: id, now: now) == (0..<30).map { "\($0)" })
        try await expectSound(log)
        try await log.close()
        try await primary.stop()
        try await replica.stop()
    }

    @Test(.timeLimit(.minutes(5))) func `a server process that hangs is given up in time`() async throws {
        let cluster = try await PostgresCluster.start()
        let log = try await PostgresLog.open(PostgresSettings(url: cluster.url(of: "postgres")))
        let ada = try user("ada")
        let id = try await log.began(by: ada)
        let pids = try await log.ask { session in
            try session.all("SELECT pid FROM pg_stat_activity WHERE application_name = 'collab-server'", [], of: nil) {
                pid_t(try $0.integer())
            }
        }
        #expect(!pids.isEmpty)
        for pid in pids { kill(pid, SIGSTOP) }
        let start = ContinuousClock.now
        // Whether it is written after a while or refused, somebody is told something.
        let outcome = try? await log.ask(ada, .append(.random(), content: "words"), key: key("k"), in: id)
        let patience = ContinuousClock.now - start
        for pid in pids { kill(pid, SIGCONT) }
        #expect(patience < .seconds(40))
        let again = try await persisting {
            try await log.ask(ada, .append(.random(), content: "words"), key: key("k"), in: id)
        }
        #expect(again.receipt != nil && (outcome == nil || again.isReplay))
        #expect(try await log.texts(of: id, now: StoreSources.system.now()) == ["words"])
        try await log.close()
        try await cluster.stop()
    }

    private func administer(_ cluster: PostgresCluster, _ statements: String...) async throws {
        let settings = try PostgresSettings(url: cluster.url(of: "postgres"))
        let worker = PostgresWorker(settings, label: "administration")
        for statement in statements {
            _ = try await worker.run(by: .now + .seconds(30)) { try $0.exchange([.plain(statement)]).count }
        }
        await worker.close()
    }

    private func persisting(_ body: @Sendable () async throws -> CommitOutcome) async throws -> CommitOutcome {
        let deadline = ContinuousClock.now + .seconds(120)
        while true {
            do {
                return try await body()
            } catch StorageError.unavailable where ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(100))
            }
        }
    }
}
