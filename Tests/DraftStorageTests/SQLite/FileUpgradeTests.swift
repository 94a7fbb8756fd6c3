import DraftCore
import Foundation
import Testing

@testable import DraftStorage

/// What is particular to files of earlier schemas; what is asked of both stores stands in `UpgradeTests`.
@Suite struct FileUpgradeTests {
    private static let lighthouse = DraftID("2ccb8e9d-2b62-4c0e-a3c5-9001ca5ac672")

    /// Makes the file that `Fixtures/sqlite-<version>.sql` tells of.
    private func makeFile(ofSchema version: Int, at place: Place) async throws {
        try await Fixture(store: .sqlite, version: version).fill(place)
    }

    @Test(arguments: [1, 2])
    func `a file of an earlier schema is checked and copied without being changed`(version: Int) async throws {
        try await withPlace(.sqlite) { place in
            let id = try #require(Self.lighthouse)
            try await makeFile(ofSchema: version, at: place)
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

    @Test(arguments: [1, 2, 3])
    func `every way to the present schema ends in the same tables`(version: Int) async throws {
        func schema(_ log: SQLiteLog) async throws -> String? {
            try await log.fetchFromWriter(
                "SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_master ORDER BY name)", as: String.self)
        }
        let fresh = try await withFile { log, _ in try await schema(log) }
        try await withPlace(.sqlite) { place in
            try await makeFile(ofSchema: version, at: place)
            let log = try await place.openFile()
            #expect(try await schema(log) == fresh)
            try await log.close()
        }
    }
}
