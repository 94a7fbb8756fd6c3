import CollabTesting
import DraftCore
import Foundation
import Testing

@testable import DraftStorage

/// A COMMIT that the server obeys, and whose answer is lost on the way.
@Suite struct LostAnswerTests {
    @Test(arguments: ["k1", nil])
    func `what was committed without an answer is there once, and who has a key is told so`(
        keyText: String?
    ) async throws {
        try await withPlace(.postgres) { place in
            let database = try #require(place.database)
            let port = try #require(URLComponents(string: database.url)?.port)
            let proxy = try await FaultyProxy.open(to: port, speaksHTTP: false)
            let far = database.url.replacing(":\(port)/", with: ":\(proxy.port)/")
            let log = try await PostgresLog.open(PostgresSettings(url: far), sources: place.sources)
            let near = try await place.openDatabase()
            let ada = try user("ada")
            let commandKey = try keyText.map { text in try key(text) }
            let id = try await log.began(by: ada)

            let gate = try await CommitGate(in: database)
            let asked = Task { try await log.ask(ada, .append(.random(), content: "Once."), key: commandKey, in: id) }
            try await eventually { try await gate.isHolding }
            // Answers to those who are connected now are lost from here on; whoever comes anew is served.
            let last = proxy.arrivals.count
            proxy.set { number in Weather { $0.toClient.isSwallowed = number <= last } }
            try await gate.open()
            try await eventually { try await near.draft(id)?.draft.segmentCount == 1 }
            proxy.cut()

            if keyText == nil {
                await #expect(throws: StorageError.self) { _ = try await asked.value }
            } else {
                #expect(try await asked.value.isReplay)
            }
            #expect(try await log.texts(of: id, now: place.clock.now) == ["Once."])
            try await expectSound(log)
            try await near.close()
            try await log.close()
        }
    }
}

/// Holds every COMMIT of an event back until it is opened.
private struct CommitGate {
    private let name: String
    private let worker: PostgresWorker

    init(in database: TestDatabase) async throws {
        let name = database.name
        self.name = name
        worker = PostgresWorker(try PostgresSettings(url: database.url), label: "commit-gate")
        try await database.execute([
            """
            CREATE FUNCTION wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN PERFORM pg_advisory_xact_lock_shared(hashtext('\(name)')); RETURN NULL; END $$
            """,
            """
            CREATE CONSTRAINT TRIGGER gate AFTER INSERT ON events DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION wait_at_gate()
            """,
        ])
        try await run("SELECT pg_advisory_lock(hashtext('\(name)'))")
    }

    /// Whether a transaction, complete but for its COMMIT, waits before it.
    var isHolding: Bool {
        get async throws {
            let name = name
            return try await worker.run(by: .now + .seconds(60)) { session in
                try session.first(
                    """
                    SELECT count(*) FROM pg_stat_activity
                    WHERE application_name = $1 AND query = 'COMMIT' AND wait_event_type = 'Lock'
                    """, [.text(name)], of: nil
                ) { try $0.integer() } ?? 0
            } > 0
        }
    }

    func open() async throws {
        try await run("SELECT pg_advisory_unlock(hashtext('\(name)'))")
        await worker.close()
    }

    private func run(_ sql: String) async throws {
        _ = try await worker.run(by: .now + .seconds(60)) { session in try session.exchange([.plain(sql)]).count }
    }
}
