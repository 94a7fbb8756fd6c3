import DraftCore
import Foundation
import Testing

@testable import DraftStorage

@Suite struct RestoreTests {
    private static let note = AuditNote(
        .administration, AuditFacts(action: "restore", origin: "operator o"), at: Timestamp(milliseconds: 0))

    /// A backup of a store with one draft.
    private func backup(in place: Place) async throws -> (path: String, id: DraftID, logID: LogID) {
        let log = try await place.open()
        let ada = try user("ada")
        let id = try await log.began(by: ada)
        try await log.wrote(ada, "before", in: id)
        try await log.addTicket(
            Secret("t").hash, for: ada, from: "header", expiresAt: place.clock.now.later(hours: 1), at: place.clock.now)
        let path = place.folder.appending(path: "copy.sqlite").path
        try await log.backup(to: path)
        try await log.wrote(ada, "after", in: id)
        try await log.close()
        return (path, id, log.logID)
    }

    @Test func `what is restored is the backup under the name of another history`() async throws {
        try await withPlace(.sqlite) { place in
            let backup = try await backup(in: place)
            let before = try Data(contentsOf: URL(filePath: backup.path))
            let target = place.folder.appending(path: "restored.sqlite").path
            let logID = try await SQLiteLog.restore(backup.path, to: target, note: Self.note)
            #expect(try Data(contentsOf: URL(filePath: backup.path)) == before)
            #expect(try place.mode(of: "restored.sqlite") == 0o600)
            #expect(try place.files().filter { $0.contains("partial") || $0.hasPrefix("restored.sqlite-") } == [])
            let log = try await place.openCopy(at: target)
            #expect(log.logID == logID && logID != backup.logID)
            #expect(try await log.texts(of: backup.id, now: place.clock.now) == ["before"])
            #expect(try await log.takeTicket(Secret("t").hash, at: place.clock.now) == nil)
            #expect(try await log.accessVersion == 1)
            #expect(try await log.trail(AuditFilter(limit: 1)).first?.note == Self.note)
            try await log.wrote(user("ada"), "and on", in: backup.id)
            try await expectSound(log)
            try await log.close()
        }
    }

    @Test(arguments: ["restored.sqlite", "restored.sqlite-wal", "restored.sqlite-journal"])
    func `nothing that is there is replaced`(name: String) async throws {
        try await withPlace(.sqlite) { place in
            let backup = try await backup(in: place)
            try Data("mine".utf8).write(to: place.folder.appending(path: name))
            let before = try place.files()
            await expectConflict {
                let target = place.folder.appending(path: "restored.sqlite").path
                _ = try await SQLiteLog.restore(backup.path, to: target, note: Self.note)
            }
            #expect(try place.files() == before)
            #expect(try Data(contentsOf: place.folder.appending(path: name)) == Data("mine".utf8))
        }
    }

    @Test func `a backup whose audit was changed is restored, and what was changed stays found`() async throws {
        try await withPlace(.sqlite) { place in
            let backup = try await backup(in: place)
            try await place.tamper("UPDATE audit_trail SET outcome = 'forbidden' WHERE id = 1")
            let target = place.folder.appending(path: "restored.sqlite").path
            _ = try await SQLiteLog.restore(place.path, to: target, note: Self.note)
            let log = try await place.openCopy(at: target)
            #expect(try await log.texts(of: backup.id, now: place.clock.now) == ["before", "after"])
            let report = try await log.check()
            #expect(!report.isSound && report.firstDamage == nil)
            try await log.backup(to: place.folder.appending(path: "again.sqlite").path)
            try await log.close()
        }
    }

    @Test(arguments: ["UPDATE drafts SET title = 'Another'", "UPDATE wordings SET content = 'Other.'"])
    func `a backup that is not sound is not restored`(damage: String) async throws {
        try await withPlace(.sqlite) { place in
            _ = try await backup(in: place)
            // The database itself, put where a backup would be.
            try await place.tamper(damage)
            let target = place.folder.appending(path: "restored.sqlite").path
            await #expect {
                _ = try await SQLiteLog.restore(place.path, to: target, note: Self.note)
            } throws: { error in
                if case .corrupt = error as? StorageError { true } else { false }
            }
            #expect(try place.files().filter { $0.hasPrefix("restored") } == [])
        }
    }

    @Test func `a store that was put back in place gets a history of its own`() async throws {
        try await withPlace(.sqlite) { place in
            var log = try await place.open()
            let id = try await log.began(by: user("ada"))
            let before = log.logID
            let after = try await log.beginNewHistory(Self.note)
            try await log.close()
            log = try await place.open()
            #expect(log.logID == after && after != before)
            try await log.wrote(user("ada"), "words", in: id)
            try await expectSound(log)
            try await log.close()
        }
    }
}
