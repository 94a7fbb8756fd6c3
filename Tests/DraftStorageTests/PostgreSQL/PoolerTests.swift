import CollabTesting
import DraftCore
import Foundation
import Glibc
import Testing

@testable import DraftStorage

/// PgBouncer between the store and the server.
@Suite struct PoolerTests {
    private static let program = "/usr/sbin/pgbouncer"
    private static let reason: Comment = "pgbouncer is not installed"

    @Test(.enabled(if: access(program, X_OK) == 0, reason))
    func `a pooler in session mode is like the server itself`() async throws {
        try await withPooler(mode: "session") { url in
            let log = try await PostgresLog.open(PostgresSettings(url: url))
            let ada = try user("ada")
            let id = try await log.began(by: ada)
            for number in 0..<5 { try await log.wrote(ada, "\(number)", key: key("k\(number)"), in: id) }
            #expect(try await log.ask(ada, .append(.random(), content: "0"), key: key("k0"), in: id).isReplay)
            #expect(try await log.texts(of: id, now: StoreSources.system.now()).count == 5)
            try await log.close()
        }
    }

    @Test(.enabled(if: access(program, X_OK) == 0, reason))
    func `a pooler that keeps no session is refused`() async throws {
        try await withPooler(mode: "transaction") { url in
            await #expect {
                try await PostgresLog.open(PostgresSettings(url: url)).close()
            } throws: { error in
                guard case .conflict(let sentence) = error as? StorageError else { return false }
                return sentence.contains("session mode")
            }
        }
    }

    private func withPooler(mode: String, _ body: (String) async throws -> Void) async throws {
        let cluster = try await PostgresCluster.start()
        let directory = try TemporaryDirectory()
        let port = try freePort()
        let settings = """
            [databases]
            postgres = host=127.0.0.1 port=\(cluster.port)
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = \(port)
            unix_socket_dir =
            auth_type = any
            pool_mode = \(mode)
            """
        let file = directory.file("pgbouncer.ini")
        try settings.replacing("postgres = host", with: "postgres = user=draft host")
            .write(toFile: file, atomically: true, encoding: .utf8)
        let isRoot = getuid() == 0
        if isRoot { for path in [directory.path, file] { chmod(path, 0o755) } }
        let pooler = try ChildProcess(
            isRoot ? "setpriv" : Self.program,
            (isRoot ? ["--reuid=postgres", "--regid=postgres", "--init-groups", "--", Self.program] : []) + [file],
            environment: ProcessInfo.processInfo.environment, output: directory.file("out"),
            errors: directory.file("err"))
        let url = "postgres://draft@127.0.0.1:\(port)/postgres"
        let deadline = ContinuousClock.now + .seconds(30)
        while (try? PostgresConnection(PostgresSettings(url: url))) == nil {
            try #require(
                pooler.isRunning && ContinuousClock.now < deadline,
                "\(String(describing: try? String(contentsOfFile: directory.file("err"), encoding: .utf8)))")
            try await Task.sleep(for: .milliseconds(50))
        }
        try await body(url)
        kill(pooler.processIdentifier, SIGKILL)
        try await cluster.stop()
    }
}
