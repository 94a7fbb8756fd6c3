import Foundation
import Synchronization

@testable import DraftStorage

/// An empty place for one store, on a server that all tests of the process share: a schema of its own, for making a
/// whole database takes the server longer than most tests.
public struct TestDatabase: Sendable {
    /// Where it is.
    public let url: String
    /// Its name, by which its connections are known too.
    public let name: String
    private let server: String

    /// The server that `COLLAB_TEST_POSTGRES` names; else one that is started for this process.
    private static let server = Task {
        if let url = ProcessInfo.processInfo.environment["COLLAB_TEST_POSTGRES"] { return url }
        let cluster = try await PostgresCluster.start()
        kept.withLock { $0 = cluster }
        return cluster.url(of: "postgres")
    }
    private static let kept = Mutex<PostgresCluster?>(nil)
    /// A few at a time: every store has connections and threads of its own.
    private static let turnstile = Turnstile(places: 6)

    /// Makes one on the server at `server`.
    public static func make(on server: String) async throws -> TestDatabase {
        let name = "draft_test_" + UUID().uuidString.lowercased().replacing("-", with: "")
        let url =
            server + (server.contains("?") ? "&" : "?") + "application_name=\(name)&options=-csearch_path%3D\(name)"
        let database = TestDatabase(url: url, name: name, server: server)
        try await database.execute("CREATE SCHEMA \(name)")
        return database
    }

    /// Runs `body` with an empty one and removes it afterwards.
    public static func with<Result>(_ body: (TestDatabase) async throws -> Result) async throws -> Result {
        let server = try await server.value
        await turnstile.enter()
        let database: TestDatabase
        do {
            database = try await make(on: server)
        } catch {
            await turnstile.leave()
            throw error
        }
        let outcome: Swift.Result<Result, any Error>
        do { outcome = .success(try await body(database)) } catch { outcome = .failure(error) }
        let removal = await database.removal()
        await turnstile.leave()
        let result = try outcome.get()
        // A test that has failed may have left a connection that holds a lock; one that has passed may not.
        if let removal { throw removal }
        return result
    }

    /// Why it cannot be removed; nil where it is gone.
    private func removal() async -> (any Error)? {
        do {
            try await execute(["SET lock_timeout = '10s'", "DROP SCHEMA \(name) CASCADE"])
            return nil
        } catch {
            return error
        }
    }

    /// The text that a query of one row and one column finds.
    public func text(_ sql: String) async throws -> String? {
        try await withSession { session in try session.first(sql, [], of: nil) { try $0.text() } }
    }

    /// Does something in it, past the store.
    /// - Parameter pastKeys: whether what the foreign keys forbid is done all the same; for a superuser only.
    public func execute(_ sql: String, pastKeys: Bool = false) async throws {
        try await execute([sql], pastKeys: pastKeys)
    }

    /// Does one thing after the other in it, past the store.
    /// - Parameter pastKeys: whether what the foreign keys forbid is done all the same; for a superuser only.
    public func execute(_ statements: [String], pastKeys: Bool = false) async throws {
        _ = try await withSession { session in
            if pastKeys { try session.exchange([.plain("SET SESSION session_replication_role = replica")]) }
            return try session.exchange(statements.map(PostgresStatement.plain)).count
        }
    }

    /// Runs `body` on a connection of its own.
    private func withSession<Value: Sendable>(
        _ body: @escaping @Sendable (PostgresSession) throws -> Value
    ) async throws -> Value {
        let worker = PostgresWorker(try PostgresSettings(url: url), label: "test-database")
        do {
            let value = try await worker.run(by: .now + .seconds(60)) { session in
                // On a busy machine the disk takes its time.
                try session.exchange([.plain("SET SESSION statement_timeout = 0")])
                return try body(session)
            }
            await worker.close()
            return value
        } catch {
            await worker.close()
            throw error
        }
    }
}

/// Lets a few in at a time.
private actor Turnstile {
    private var places: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(places: Int) {
        self.places = places
    }

    func enter() async {
        guard places == 0 else {
            places -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    func leave() {
        if waiting.isEmpty { places += 1 } else { waiting.removeFirst().resume() }
    }
}
