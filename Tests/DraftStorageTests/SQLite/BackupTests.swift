import DraftCore
import DraftStorage
import Foundation
import Testing

@Suite struct BackupTests {
    @Test func `a backup is a sound copy that can be served`() async throws {
        try await withLog(.sqlite) { log, place in
            let ada = try user("ada")
            let id = try await log.began(by: ada)
            try await log.wrote(ada, "before", in: id)
            let target = place.folder.appending(path: "copy.sqlite").path
            try await log.backup(to: target)
            try await log.wrote(ada, "after", in: id)
            let copy = try await SQLiteLog.open(path: target)
            #expect(copy.logID == log.logID)
            #expect(try await copy.texts(of: id, now: place.clock.now) == ["before"])
            try await expectSound(copy)
            try await copy.close()
        }
    }

    @Test func `a backup can be read by nobody but its owner`() async throws {
        try await withLog(.sqlite) { log, place in
            _ = try await log.began(by: user("ada"))
            try await log.backup(to: place.folder.appending(path: "copy.sqlite").path)
            #expect(try place.mode(of: "copy.sqlite") == 0o600)
        }
    }

    @Test func `a backup takes the place of an older one`() async throws {
        try await withLog(.sqlite) { log, place in
            let target = place.folder.appending(path: "copy.sqlite").path
            try await log.backup(to: target)
            let id = try await log.began(by: user("ada"))
            try await log.backup(to: target)
            let copy = try await SQLiteLog.open(path: target)
            #expect(try await copy.draft(id) != nil)
            try await copy.close()
        }
    }

    @Test(arguments: ["copy.sqlite-wal", "copy.sqlite-journal"])
    func `what another database left at the target is not mixed into a backup`(companion: String) async throws {
        try await withLog(.sqlite) { log, place in
            let left = place.folder.appending(path: companion)
            try Data("left over".utf8).write(to: left)
            let before = try place.files()
            await #expect {
                try await log.backup(to: place.folder.appending(path: "copy.sqlite").path)
            } throws: { error in
                guard case .conflict(let sentence) = error as? StorageError else { return false }
                return sentence.contains("\(companion) is left over from another database")
            }
            #expect(try place.files() == before)
            #expect(try Data(contentsOf: left) == Data("left over".utf8))
        }
    }

    @Test func `a backup that fails leaves nothing behind`() async throws {
        try await withLog(.sqlite) { log, place in
            _ = try await log.began(by: user("ada"))
            let before = try place.files()
            for target in [place.folder.appending(path: "nowhere/copy.sqlite").path, place.path] {
                await #expect {
                    try await log.backup(to: target)
                } throws: { ($0 as? StorageError)?.description.hasPrefix("\(target): ") == true }
            }
            #expect(try place.files() == before)
        }
    }

    @Test func `a copy that is not sound is thrown away`() async throws {
        try await withPlace(.sqlite) { place in
            var log = try await place.open()
            let id = try await log.began(by: user("ada"))
            try await log.close()
            try await place.tamper("UPDATE drafts SET title = 'Another'")
            log = try await place.open()
            let before = try place.files()
            await #expect {
                try await log.backup(to: place.folder.appending(path: "copy.sqlite").path)
            } throws: { error in
                if case .corrupt(id, _, _) = error as? StorageError { true } else { false }
            }
            #expect(try place.files() == before)
            try await log.close()
        }
    }
}
