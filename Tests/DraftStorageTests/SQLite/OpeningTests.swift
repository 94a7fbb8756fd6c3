import DraftCore
import Foundation
import GRDB
import Testing

@testable import DraftStorage

@Suite struct OpeningTests {
    @Test func `a file is made for nobody but its owner and waits for the disk at every commit`() async throws {
        try await withPlace(.sqlite) { place in
            for _ in 0..<2 {
                let log = try await place.openFile()
                #expect(try await log.fetchFromWriter("PRAGMA synchronous", as: Int.self) == 2)
                #expect(try await log.fetchFromWriter("PRAGMA journal_mode", as: String.self) == "wal")
                #expect(try place.mode(of: "log.sqlite") == 0o600)
                #expect(try place.mode(of: "log.sqlite-wal") == 0o600)
                try await log.close()
            }
        }
    }

    @Test(arguments: [
        "CREATE TABLE notes (text TEXT)", "PRAGMA application_id = 7",
        "PRAGMA journal_mode = DELETE; CREATE VIEW v AS SELECT 1",
    ])
    func `another program's database is refused and not changed by a byte`(sql: String) async throws {
        try await withPlace(.sqlite) { place in
            try await place.tamper(sql)
            let before = try Data(contentsOf: URL(filePath: place.path))
            for mode in [SQLiteLog.Mode.serving, .inspecting] {
                await expectRefusal(at: place.path, mode) { error in
                    guard case .conflict(let sentence) = error else { return false }
                    return sentence == "\(place.path): the database belongs to another program"
                }
            }
            #expect(try Data(contentsOf: URL(filePath: place.path)) == before)
            #expect(try place.files() == ["log.sqlite"])
        }
    }

    @Test func `a database of a newer version is refused and not changed by a byte`() async throws {
        try await withPlace(.sqlite) { place in
            try await place.open().close()
            try await place.tamper("INSERT INTO grdb_migrations VALUES ('9: something yet to come')")
            let before = try Data(contentsOf: URL(filePath: place.path))
            for mode in [SQLiteLog.Mode.serving, .inspecting] {
                await expectRefusal(at: place.path, mode) { error in
                    guard case .conflict(let sentence) = error else { return false }
                    return sentence == "\(place.path): the database was written by a newer version of this program"
                }
            }
            #expect(try Data(contentsOf: URL(filePath: place.path)) == before)
        }
    }

    @Test(arguments: [SQLiteLog.Mode.serving, .inspecting])
    func `what is no database is refused`(mode: SQLiteLog.Mode) async throws {
        try await withPlace(.sqlite) { place in
            try Data(repeating: 0x41, count: 8192).write(to: URL(filePath: place.path))
            await expectRefusal(at: place.path, mode) { error in
                guard case .corrupt(nil, nil, let sentence) = error else { return false }
                return sentence.hasPrefix("\(place.path): the file is not an SQLite database")
            }
        }
    }

    @Test(arguments: [SQLiteLog.Mode.serving, .inspecting])
    func `a database without its tables is refused`(mode: SQLiteLog.Mode) async throws {
        try await withPlace(.sqlite) { place in
            try await place.open().close()
            try await place.tamper("DROP TABLE meta")
            await expectRefusal(at: place.path, mode) { error in
                guard case .corrupt(nil, nil, let sentence) = error else { return false }
                return sentence.contains("the database has not the tables that it must have: no such table: meta")
            }
        }
    }

    @Test func `a place that cannot be written is named with the reason`() async throws {
        try await withPlace(.sqlite) { place in
            let path = place.folder.appending(path: "nowhere/log.sqlite").path
            await expectRefusal(at: path, .serving) { error in
                error == .unavailable("\(path): the file cannot be made: No such file or directory")
            }
            await expectRefusal(at: path, .inspecting) { error in
                guard case .unavailable(let sentence) = error else { return false }
                return sentence.hasPrefix("\(path): the database file cannot be opened")
            }
            for mode in [SQLiteLog.Mode.serving, .inspecting] {
                await expectRefusal(at: place.folder.path, mode) { error in
                    error == .unavailable("\(place.folder.path): it is a folder")
                }
            }
        }
    }

    @Test(.enabled(if: getuid() != 0, "root may write everywhere"))
    func `a folder that may not be written is named with the reason`() async throws {
        try await withPlace(.sqlite) { place in
            try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: place.folder.path)
            await expectRefusal(at: place.path, .serving) { error in
                error == .unavailable("\(place.path): the file cannot be made: Permission denied")
            }
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: place.folder.path)
        }
    }

    @Test func `a first start that was cut short is begun again`() async throws {
        try await withPlace(.sqlite) { place in
            try await place.tamper(
                "PRAGMA journal_mode = WAL; CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
            let log = try await place.open()
            _ = try await log.began(by: user("ada"))
            try await expectSound(log)
            try await log.close()
        }
    }

    @Test func `a transaction that a crash left half done is undone before anything is read`() async throws {
        try await withPlace(.sqlite) { place in
            let other = place.folder.appending(path: "other.sqlite").path
            let queue = try DatabaseQueue(path: other)
            try await queue.write { database in
                try database.execute(sql: "PRAGMA user_version = 1; PRAGMA cache_size = 1")
            }
            try await queue.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA cache_size = 1; BEGIN; CREATE TABLE half (bytes BLOB)")
                for _ in 0..<64 { try database.execute(sql: "INSERT INTO half VALUES (randomblob(4000))") }
                for end in ["", "-journal"] {
                    try FileManager.default.copyItem(atPath: other + end, toPath: place.path + end)
                }
                try database.execute(sql: "ROLLBACK")
            }
            try queue.close()
            let log = try await place.open()
            _ = try await log.began(by: user("ada"))
            try await expectSound(log)
            try await log.close()
        }
    }

    private func expectRefusal(
        at path: String, _ mode: SQLiteLog.Mode, sourceLocation: SourceLocation = #_sourceLocation,
        _ isRight: (StorageError) -> Bool
    ) async {
        await #expect(sourceLocation: sourceLocation) {
            try await SQLiteLog.open(path: path, mode: mode).close()
        } throws: { error in
            (error as? StorageError).map(isRight) ?? false
        }
    }
}
