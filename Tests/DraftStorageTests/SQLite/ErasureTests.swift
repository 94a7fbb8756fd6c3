import DraftCore
import GRDB
import Testing

@testable import DraftStorage

@Suite struct ErasureTests {
    /// So many events that they take some transactions to erase.
    private static let length = 1_300

    @Test func `of a short draft nothing is left when its deletion returns`() async throws {
        try await withFile { log, _ in
            let ada = try user("ada")
            let id = try await log.began(by: ada, with: [user("ben")])
            for _ in 0..<9 { try await log.wrote(ada, "words", key: .random(), in: id) }
            _ = try await log.delete(id, by: ada, requestID: nil)
            #expect(try await rows(of: id, in: log) == [:])
        }
    }

    @Test func `a long draft is gone at once and erased in steps that let others write`() async throws {
        try await withFile { log, place in
            let ada = try user("ada")
            let id = try await log.began(by: ada)
            let segment = try await fill(id, of: ada, in: log)
            let other = try await log.began(by: ada)
            try await log.database.write { [place] in
                let deletion = try $0.delete(id, by: Asker(ada), now: place.clock.now)
                guard case .deleted = deletion else { throw StorageError.conflict("\(deletion)") }
            }
            let afterDeletion = try await rows(of: id, in: log)
            #expect(
                afterDeletion == [
                    "events": Self.length - 500, "segments": Self.length - 1 - 500, "wordings": Self.length - 500,
                ])
            try await expectGone(id, segment, of: ada, in: log)

            #expect(try await log.database.write { try $0.eraseRows(of: id) })
            #expect(try await rows(of: id, in: log)["events"] == Self.length - 1_000)
            try await log.wrote(ada, "meanwhile", in: other)
            await log.erasure.begin([id])
            await log.erasure.finish()
            #expect(try await rows(of: id, in: log) == [:])
            try await expectGone(id, segment, of: ada, in: log)
        }
    }

    @Test func `a deletion has the rest erased by itself`() async throws {
        try await withFile { log, _ in
            let ada = try user("ada")
            let id = try await log.began(by: ada)
            let segment = try await fill(id, of: ada, in: log)
            _ = try await log.delete(id, by: ada, requestID: nil)
            try await expectGone(id, segment, of: ada, in: log)
            await log.erasure.finish()
            #expect(try await rows(of: id, in: log) == [:])
        }
    }

    @Test func `what a stop left is erased when the store is opened again`() async throws {
        try await withPlace(.sqlite) { place in
            var log = try await place.openFile()
            let ada = try user("ada")
            let id = try await log.began(by: ada)
            _ = try await fill(id, of: ada, in: log)
            _ = try await log.database.write { [place] in
                try $0.delete(id, by: Asker(ada), now: place.clock.now)
            }
            try await log.close()
            log = try await place.openFile()
            await log.erasure.finish()
            #expect(try await rows(of: id, in: log) == [:])
            try await expectSound(log)
            try await log.close()
        }
    }

    /// Writes until the log has its length, many segments in a commit.
    private func fill(_ id: DraftID, of user: UserID, in log: SQLiteLog) async throws -> SegmentID {
        let segments = (1..<Self.length).map { _ in SegmentID.random() }
        let orders = segments.map { CommitOrder.append("words", as: $0, by: user, key: .random(), to: id) }
        var memory = DraftMemory()
        for verdict in await log.writer.write(orders, &memory) { _ = try verdict.get() }
        return try #require(segments.last)
    }

    private func expectGone(_ id: DraftID, _ segment: SegmentID, of user: UserID, in log: SQLiteLog) async throws {
        #expect(try await log.draft(id) == nil)
        #expect(try await log.segment(segment, of: id) == nil)
        #expect(try await log.hash(of: id, at: Seq(rawValue: Self.length)) == nil)
        #expect(try await log.entries(of: id, after: 0, limit: 9) == nil)
        #expect(try await log.ask(user, .append(.random(), content: "more"), in: id) == .rejected(.missing(.draft)))
        #expect(try await log.delete(id, by: user, requestID: nil) == .alreadyDeleted)
        try await expectSound(log)
    }

    /// How many rows of a draft are left, by table.
    private func rows(of id: DraftID, in log: SQLiteLog) async throws -> [String: Int] {
        try await log.database.read { database in
            var counts: [String: Int] = [:]
            for table in ["members", "holdings", "events", "wordings", "segments"] {
                let sql = "SELECT count(*) FROM \(table) WHERE draft_id = ?"
                counts[table] = try Int.fetchOne(database, sql: sql, arguments: [id.sql])
            }
            return counts.filter { $0.value > 0 }
        }
    }
}
