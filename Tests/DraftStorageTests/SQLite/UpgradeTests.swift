import DraftCore
import Foundation
import GRDB
import Testing

@testable import DraftStorage

/// Files of every schema that a server has ever written, with data in them, and what the present program makes of them.
@Suite struct UpgradeTests {
    private static let lighthouse = DraftID("2ccb8e9d-2b62-4c0e-a3c5-9001ca5ac672")
    private static let deleted = DraftID("bff6139b-d306-469c-85b7-37c8d1a3c198")

    /// Makes the file that `Fixtures/sqlite-<version>.sql` tells of.
    private func makeFile(ofSchema version: Int, at place: Place) throws {
        let url = URL(filePath: #filePath).appending(path: "../../Fixtures/sqlite-\(version).sql").standardized
        let sql = try String(contentsOf: url, encoding: .utf8)
        let queue = try DatabaseQueue(path: place.path)
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
    }

    @Test(arguments: [1, 2])
    func `a file of an earlier schema is brought up to date and keeps its drafts`(version: Int) async throws {
        try await withPlace(.sqlite) { place in
            let id = try #require(Self.lighthouse)
            let (ada, ben) = (try user("ada"), try user("ben"))
            try makeFile(ofSchema: version, at: place)
            let log = try await place.open()
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
            try await log.close()
        }
    }

    @Test(arguments: [1, 2])
    func `the audit of an earlier schema is chained, and goes on`(version: Int) async throws {
        try await withPlace(.sqlite) { place in
            let id = try #require(Self.lighthouse)
            try makeFile(ofSchema: version, at: place)
            let log = try await place.open()
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
            try await log.close()
        }
    }

    @Test func `users, invites and shares of the second schema are kept`() async throws {
        try await withPlace(.sqlite) { place in
            let id = try #require(Self.lighthouse)
            try makeFile(ofSchema: 2, at: place)
            let log = try await place.open()
            let dora = try #require(await log.users([user("dora")]).first)
            #expect(dora.profile.email == "dora@example.com")
            #expect(try await log.revocation(of: dora.id) != nil)
            let moment = try #require(Timestamp("2026-11-30T00:00:00.000Z"))
            #expect(try await log.invites(to: id, at: moment).map(\.uses) == [1])
            #expect(try await log.shares(of: id, at: moment).count == 1)
            #expect(try await log.accessVersion == 1)
            try await log.close()
        }
    }

    @Test(arguments: [1, 2])
    func `a file of an earlier schema is checked and copied without being changed`(version: Int) async throws {
        try await withPlace(.sqlite) { place in
            let id = try #require(Self.lighthouse)
            try makeFile(ofSchema: version, at: place)
            let before = try Data(contentsOf: URL(filePath: place.path))
            let log = try await SQLiteLog.open(path: place.path, mode: .inspecting)
            try await expectSound(log)
            #expect(try await log.check().events == 12)
            await expectConflict { _ = try await log.audit(of: id, before: nil, limit: 9) }
            await expectConflict { _ = try await log.trail(AuditFilter(limit: 9)) }
            if version == 1 {
                await expectConflict { _ = try await log.serverID }
                await expectConflict { _ = try await log.users(after: nil, limit: 9) }
                await expectConflict { _ = try await log.admit(user("ada"), from: "header", profile: UserProfile()) }
            }
            let target = place.folder.appending(path: "copy.sqlite").path
            try await log.backup(to: target)
            try await log.close()
            #expect(try Data(contentsOf: URL(filePath: place.path)) == before)
            let copy = try await place.openCopy(at: target)
            #expect(try await copy.draft(id)?.draft.seq == 10)
            try await copy.close()
        }
    }

    @Test(arguments: [1, 2])
    func `every way to the present schema ends in the same tables`(version: Int) async throws {
        func schema(_ log: SQLiteLog) async throws -> String? {
            try await log.fetchFromWriter(
                "SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_master ORDER BY name)", as: String.self)
        }
        let fresh = try await withFile { log, _ in try await schema(log) }
        try await withPlace(.sqlite) { place in
            try makeFile(ofSchema: version, at: place)
            let log = try await place.openFile()
            #expect(try await schema(log) == fresh)
            try await log.close()
        }
    }
}
