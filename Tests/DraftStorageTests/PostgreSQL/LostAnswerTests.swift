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
            let url = database.url.replacing(":\(port)/", with: ":\(proxy.port)/")
            let log = try await PostgresLog.open(PostgresSettings(url: url), sources: place.sources)
            let ada = try user("ada")
            let id = try await log.began(by: ada)
            try await database.execute(Self.slowCommit)

            let asked = Task {
                try await log.ask(
                    ada, .append(.random(), content: "Once."), key: try keyText.map { try key($0) }, in: id)
            }
            // The transaction is complete but for its COMMIT, which has been sent.
            try await eventually { try await Self.isCommitting(in: database) }
            proxy.set(Weather { $0.toClient.isSwallowed = true })
            let near = try await place.openDatabase()
            try await eventually { try await near.draft(id)?.draft.segmentCount == 1 }
            proxy.set(.clear)
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

    /// Makes the server take its time over a COMMIT, as a disk may.
    private static let slowCommit = [
        """
        CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_sleep(1); RETURN NULL; END $$
        """,
        """
        CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON events DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION slow()
        """,
    ]

    private static func isCommitting(in database: TestDatabase) async throws -> Bool {
        do {
            try await database.execute(
                """
                DO $$ BEGIN
                    IF NOT EXISTS (
                        SELECT FROM pg_stat_activity WHERE application_name = '\(database.name)' AND query = 'COMMIT'
                        AND wait_event = 'PgSleep')
                    THEN RAISE EXCEPTION 'not yet'; END IF;
                END $$
                """)
            return true
        } catch is PostgresFailure {
            return false
        }
    }
}
