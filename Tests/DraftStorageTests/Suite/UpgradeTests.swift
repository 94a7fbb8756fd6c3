import CollabTesting
import DraftCore
import GRDB
import Testing

@testable import DraftStorage

/// Databases of every schema that a server has ever written, with data in them, and what the present program makes of them.
@Suite struct UpgradeTests {
    private static let lighthouse = DraftID("2ccb8e9d-2b62-4c0e-a3c5-9001ca5ac672")
    private static let deleted = DraftID("bff6139b-d306-469c-85b7-37c8d1a3c198")

    /// Runs `body` on a database that was made by `fixture` and has been brought up to date.
    private func withUpgraded(
        _ fixture: Fixture, _ body: (any DraftStore, DraftID, Place) async throws -> Void
    ) async throws {
        try await withPlace(fixture.store) { place in
            try await fixture.fill(place)
            let log = try await place.open()
            try await body(log, try #require(Self.lighthouse), place)
            try await log.close()
        }
    }

    @Test(arguments: Fixture.all)
    func `a database of an earlier schema is brought up to date, keeps its drafts and goes on`(
        fixture: Fixture
    ) async throws {
        try await withUpgraded(fixture) { log, id, place in
            let (ada, ben) = (try user("ada"), try user("ben"))
            let draft = try #require(await log.draft(id)).draft
            #expect(draft.title == "The Lighthouse, again" && draft.ring.holder == ben && draft.seq == 10)
            let texts = try await log.texts(of: id, now: place.clock.now)
            #expect(texts == ["The lamp had been dark.", "Nobody would admit to it.", nil])
            #expect(try await log.tombstone(of: #require(Self.deleted))?.creatorID == ben)
            #expect(try await LogID(log.serverID) != nil)
            try await expectSound(log)

            place.clock.set(try #require(Timestamp("2026-11-30T00:00:00.000Z")))
            try await log.wrote(ben, "And it goes on.", in: id)
            try await log.invited(to: id, by: ada, Secret("code"), at: place.clock.now)
            #expect(try await log.join(id, user("dan"), Secret("code")).isNews)
            try await expectSound(log)
        }
    }

    @Test(arguments: Fixture.all)
    func `the audit of an earlier schema is chained, and goes on`(fixture: Fixture) async throws {
        try await withUpgraded(fixture) { log, id, _ in
            let entries = try await log.audit(of: id, before: nil, limit: 99)
            #expect(
                entries.reversed().map(\.note.facts.action) == [
                    "create", "add_member", "append", "revise", "pass", "append", "strike", "invite", "join", "share",
                    "update",
                ])
            #expect(entries.allSatisfy { $0.note.kind == .change && $0.note.outcome == "ok" && $0.note.draftID == id })
            #expect(entries.first?.note.requestID == RequestID("r-11") && entries.first?.note.seq == 10)
            let before = try await log.verifyTrail()
            #expect(before.findings == [] && before.lines == 15 && before.chains == 3)
            try await log.wrote(user("ben"), "And it goes on.", in: id)
            #expect(try await log.audit(of: id, before: nil, limit: 1).first?.note.facts.action == "append")
            #expect(try await log.verifyTrail().findings == [])
        }
    }

    // The first schema of files had none of these yet.
    @Test(arguments: Fixture.all.filter { $0.store == .postgres || $0.version > 1 })
    func `users, invites and shares are kept`(fixture: Fixture) async throws {
        try await withUpgraded(fixture) { log, id, _ in
            let dora = try #require(await log.users([user("dora")]).first)
            #expect(dora.profile.email == "dora@example.com")
            #expect(try await log.revocation(of: dora.id) != nil)
            let moment = try #require(Timestamp("2026-11-30T00:00:00.000Z"))
            #expect(try await log.invites(to: id, at: moment).map(\.uses) == [1])
            #expect(try await log.shares(of: id, at: moment).count == 1)
            #expect(try await log.accessVersion == 1)
        }
    }

    @Test(arguments: Fixture.all.filter { $0.store == .postgres })
    func `every way to the present schema ends in the same tables, indexes and constraints`(
        fixture: Fixture
    ) async throws {
        let fresh = try await withPlace(.postgres) { place in
            try await place.open().close()
            return try await Self.definitions(in: #require(place.database))
        }
        try await withUpgraded(fixture) { _, _, place in
            let upgraded = try await Self.definitions(in: #require(place.database))
            #expect(upgraded == fresh)
        }
    }

    @Test func `there is a fixture of every schema`() {
        let versions = { (store: Store) in Fixture.all.filter { $0.store == store }.map(\.version) }
        #expect(versions(.postgres) == Array(1...PostgresSchema.version))
        #expect(versions(.sqlite) == Array(1...SQLiteSchema.migrator.migrations.count))
    }

    /// Everything that makes up the tables of a test's schema, a line each.
    private static func definitions(in database: TestDatabase) async throws -> [Substring] {
        let name = database.name
        let text = try await database.text(
            """
            SELECT string_agg(replace(definition, '\(name).', ''), E'\\n' ORDER BY definition) FROM (
                SELECT concat_ws(' ', relname, relkind, relpersistence, reloptions::text)
                FROM pg_class WHERE relnamespace = '\(name)'::regnamespace
                UNION ALL
                SELECT concat_ws(
                    ' ', relname, attname, format_type(atttypid, atttypmod), attnotnull, attstorage, attidentity,
                    collname, pg_get_expr(adbin, adrelid))
                FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid AND relkind IN ('r', 'S')
                LEFT JOIN pg_collation ON pg_collation.oid = attcollation
                LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
                WHERE relnamespace = '\(name)'::regnamespace AND attnum > 0
                UNION ALL
                SELECT indexdef FROM pg_indexes WHERE schemaname = '\(name)'
                UNION ALL
                SELECT conname || ' ' || pg_get_constraintdef(oid)
                FROM pg_constraint WHERE connamespace = '\(name)'::regnamespace
            ) AS definitions (definition)
            """)
        return text?.split(separator: "\n") ?? []
    }
}
