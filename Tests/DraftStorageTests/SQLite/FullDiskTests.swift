import DraftCore
import Foundation
import GRDB
import Glibc
import Testing

@testable import DraftStorage

/// A store that can grow no more, and goes on as soon as it can.
@Suite struct FullDiskTests {
    private func isUnavailable(_ error: any Error) -> Bool {
        if case .unavailable = error as? StorageError { true } else { false }
    }

    /// Writes until the store takes no more.
    /// - Returns: how many segments it took.
    private func fill(_ log: SQLiteLog, _ id: DraftID, by user: UserID) async throws -> Int {
        let text = String(repeating: "words ", count: 2_000)
        for count in 0..<10_000 {
            do {
                try await log.wrote(user, text, in: id)
            } catch {
                #expect(isUnavailable(error), "\(error)")
                return count
            }
        }
        Issue.record("the store took everything")
        return 0
    }

    private func expectNoRoom(in log: SQLiteLog, _ id: DraftID, by user: UserID) async throws {
        await #expect(throws: StorageError.self) { try await log.ping() }
        // What is there can be read all the same.
        #expect(try await log.draft(id) != nil)
        #expect(try await log.segment(log.wroteFirst(of: id), of: id) != nil)
    }

    @Test func `a file that may not grow is told, by a look as well, until it may`() async throws {
        try await withFile { log, _ in
            let ada = try user("ada")
            let id = try await log.began(by: ada)
            try await log.wrote(ada, "first", in: id)
            try await log.ping()
            try await log.setPageLimit(200)
            let count = try await fill(log, id, by: ada)
            #expect(count > 0)
            try await expectNoRoom(in: log, id, by: ada)
            try await log.setPageLimit(1_000_000)
            try await log.ping()
            try await log.wrote(ada, "again", in: id)
            #expect(try await log.draft(id)?.draft.segmentCount == count + 2)
            try await expectSound(log)
        }
    }

    @Test(.enabled(if: SmallDisk.isPossible, "only root can mount a small disk"))
    func `a disk that is full is told, by a look as well, until there is room`() async throws {
        let disk = try SmallDisk()
        defer { try? disk.unmount() }
        let ballast = disk.folder.appending(path: "ballast").path
        #expect(FileManager.default.createFile(atPath: ballast, contents: Data(count: 1 << 20)))
        let log = try await SQLiteLog.open(path: disk.folder.appending(path: "log.sqlite").path)
        let ada = try user("ada")
        let id = try await log.began(by: ada)
        try await log.wrote(ada, "first", in: id)
        try await log.ping()
        let count = try await fill(log, id, by: ada)
        #expect(count > 0)
        // A few bytes may be left over, too few for a page.
        while (try? await log.wrote(ada, String(repeating: "w", count: 5_000), in: id)) != nil {}
        try await expectNoRoom(in: log, id, by: ada)
        try FileManager.default.removeItem(atPath: ballast)
        try await log.ping()
        try await log.wrote(ada, "again", in: id)
        try await expectSound(log)
        try await log.close()
    }

    @Test(arguments: [ResultCode.SQLITE_READONLY, .SQLITE_IOERR, .SQLITE_FULL])
    func `a look finds a disk that takes no commit`(code: ResultCode) async throws {
        try await withFile { log, _ in
            let failure = FailingCommits(with: code)
            log.database.add(transactionObserver: failure)
            await #expect {
                try await log.ping()
            } throws: { isUnavailable($0) }
            log.database.remove(transactionObserver: failure)
            try await log.ping()
        }
    }
}

extension SQLiteLog {
    fileprivate func setPageLimit(_ pages: Int) async throws {
        try await database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = \(pages)") }
    }

    fileprivate func wroteFirst(of id: DraftID) async throws -> SegmentID {
        let page = SegmentPage(from: 0, limit: 1)
        let now = Timestamp(milliseconds: 0)
        return try #require(await snapshot(of: id, page: page, now: now)?.segments.first).id
    }
}

/// A file system of four megabytes.
private final class SmallDisk {
    let folder: URL

    static let isPossible: Bool = (try? SmallDisk().unmount()) != nil

    private struct NotMounted: Error {}

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "draft-disk-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        guard mount("tmpfs", folder.path, "tmpfs", 0, "size=4m") == 0 else {
            try FileManager.default.removeItem(at: folder)
            throw NotMounted()
        }
    }

    func unmount() throws {
        guard umount2(folder.path, Int32(MNT_DETACH)) == 0 else { throw NotMounted() }
        try FileManager.default.removeItem(at: folder)
    }
}
