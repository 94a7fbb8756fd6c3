import DraftCore
import Foundation
import GRDB
import Testing

@testable import DraftStorage

@Suite struct CommitFailureTests {
    @Test(arguments: [ResultCode.SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_CONSTRAINT])
    func `when a commit fails everybody in it is told that it is unavailable`(code: ResultCode) async throws {
        try await withFile { log, place in
            let ada = try user("ada")
            let ids = [try await log.began(by: ada), try await log.began(by: ada)]
            let orders = try ids.map { try CommitOrder.append("words", by: ada, key: key("k"), to: $0) }
            var memory = DraftMemory()
            let failure = FailingCommits(with: code)
            log.database.add(transactionObserver: failure)
            let verdicts = await log.writer.write(orders, &memory)
            #expect(verdicts.count == 2)
            for verdict in verdicts {
                guard case .failure(.unavailable(let sentence)) = verdict else {
                    Issue.record("\(verdict)")
                    continue
                }
                #expect(sentence.hasPrefix("the commit failed: "))
            }
            await #expect(throws: StorageError.self) { try await log.wrote(ada, "words", in: ids[0]) }
            log.database.remove(transactionObserver: failure)

            // Nothing of it was kept or remembered: the same commands are written now, and once.
            let again = await log.writer.write(orders, &memory)
            #expect(again.map { try? $0.get().receipt?.seq } == [2, 2])
            #expect(again.allSatisfy { (try? $0.get().isReplay) == false })
            for id in ids { #expect(try await log.texts(of: id, now: place.clock.now) == ["words"]) }
            try await expectSound(log)
        }
    }

    @Test func `one damaged draft fails alone`() async throws {
        try await withPlace(.sqlite) { place in
            let ada = try user("ada")
            var log = try await place.openFile()
            var ids: [DraftID] = []
            for number in 0..<3 {
                let id = try await log.began(by: ada, "Draft \(number)")
                for _ in 0..<40 { try await log.wrote(ada, String(repeating: "long ", count: 100), in: id) }
                ids.append(id)
            }
            let mark = "the last words of the second draft"
            try await log.wrote(ada, mark, in: ids[1])
            try await log.close()
            try await place.damagePages(with: mark)
            log = try await place.openFile()

            var memory = DraftMemory()
            let verdicts = await log.writer.write(
                try ids.map { try CommitOrder.append("next", by: ada, key: key("k"), to: $0) }, &memory)
            #expect(verdicts.map { (try? $0.get())?.receipt?.seq } == [42, nil, 42])
            guard case .failure(.corrupt(_, _, let sentence)) = verdicts[1] else {
                Issue.record("\(verdicts[1])")
                return
            }
            #expect(sentence.hasPrefix("the database file is damaged"))
            for id in [ids[0], ids[2]] { try await log.wrote(ada, "and on", in: id) }
            try await log.close()
        }
    }

    @Test func `an order that fails for a reason of its own fails alone`() async throws {
        try await withFile { log, _ in
            let ada = try user("ada")
            var ids: [DraftID] = []
            for _ in 0..<3 { ids.append(try await log.began(by: ada)) }
            let unlucky = ids[1]
            try await log.database.write { database in
                try database.execute(
                    sql: """
                        CREATE TRIGGER misfortune BEFORE INSERT ON segments WHEN NEW.draft_id = '\(unlucky)'
                        BEGIN SELECT json('no JSON'); END
                        """)
            }
            let verdicts = await write(
                try ids.map { try CommitOrder.append("words", by: ada, key: key("k"), to: $0) }, to: log)
            #expect(verdicts.map { (try? $0.get())?.receipt?.seq } == [2, nil, 2])
            guard case .failure(.unavailable) = verdicts[1] else {
                Issue.record("\(verdicts[1])")
                return
            }
            #expect(try await log.head(of: unlucky)?.seq == 1)
            try await log.database.write { try $0.execute(sql: "DROP TRIGGER misfortune") }
            try await log.wrote(ada, "words", key: key("k"), in: unlucky)
            try await expectSound(log)
        }
    }

    @Test func `a full disk is answered and needs no restart once there is room`() async throws {
        try await withFile { log, place in
            let ada = try user("ada")
            let id = try await log.began(by: ada)
            let pages = try #require(await log.fetchFromWriter("PRAGMA page_count", as: Int.self))
            _ = try await log.fetchFromWriter("PRAGMA max_page_count = \(pages + 2)", as: Int.self)
            var written = 0
            await #expect {
                for _ in 0..<1_000 {
                    try await log.wrote(ada, String(repeating: "x", count: 2_000), key: key("n\(written)"), in: id)
                    written += 1
                }
            } throws: { error in
                guard case .unavailable(let sentence) = error as? StorageError else { return false }
                return sentence.hasPrefix("the disk is full, or the database at its largest size")
            }
            let texts = try await log.texts(of: id, now: place.clock.now)
            #expect(texts.count == written)
            await #expect(throws: StorageError.self) {
                try await log.wrote(ada, String(repeating: "x", count: 16_000), in: id)
            }

            _ = try await log.fetchFromWriter("PRAGMA max_page_count = 1000000", as: Int.self)
            let next = Command.Action.append(.random(), content: String(repeating: "x", count: 2_000))
            let outcome = try await log.ask(ada, next, key: key("n\(written)"), in: id)
            #expect(outcome.receipt?.draft.segmentCount == written + 1 && !outcome.isReplay)
            try await expectSound(log)
        }
    }

    @Test func `orders of one batch have each their own verdict and see what the one before wrote`() async throws {
        try await withFile { log, place in
            let ada = try user("ada")
            let ben = try user("ben")
            let id = try await log.began(by: ada, with: [ben])
            let orders = [
                try CommitOrder.append("first", by: ada, key: key("a"), to: id),
                try CommitOrder.append("not yet", by: ben, key: key("b"), to: id),
                try CommitOrder.append("first", by: ada, key: key("a"), to: id),
                try CommitOrder.append("other", by: ada, key: key("a"), to: id),
                CommitOrder(Command(actor: ada, action: .pass(to: ben)), in: id),
                try CommitOrder.append("second", by: ben, key: key("b"), to: id),
                try CommitOrder.append("x", by: ada, key: key("c"), to: .random()),
            ]
            let outcomes = try await write(orders, to: log).map { try $0.get() }
            #expect(outcomes[0].receipt?.seq == 3 && !outcomes[0].isReplay)
            #expect(outcomes[1] == .rejected(.ringRequired(holder: ada)))
            #expect(outcomes[2] == outcomes[0].receipt.map { .replayed($0) })
            #expect(outcomes[3] == .rejected(.keyReused))
            #expect(outcomes[4].receipt?.seq == 4)
            #expect(outcomes[5].receipt?.seq == 5 && !outcomes[5].isReplay)
            #expect(outcomes[6] == .rejected(.missing(.draft)))
            #expect(try await log.texts(of: id, now: place.clock.now) == ["first", "second"])
            try await expectSound(log)
        }
    }

    @Test func `what is asked of a closed store is unavailable`() async throws {
        try await withPlace(.sqlite) { place in
            let log = try await place.open()
            let id = try await log.began(by: user("ada"))
            try await log.close()
            for call: @Sendable () async throws -> Void in [
                { try await log.wrote(user("ada"), "late", in: id) }, { _ = try await log.draft(id) },
                { _ = try await log.delete(id, by: user("ada"), requestID: nil) }, { try await log.ping() },
            ] {
                await #expect {
                    try await call()
                } throws: { error in
                    if case .unavailable = error as? StorageError { true } else { false }
                }
            }
        }
    }

    /// One batch, whatever the moment at which its orders come.
    private func write(_ orders: [CommitOrder], to log: SQLiteLog) async -> [CommitVerdict] {
        var memory = DraftMemory()
        return await log.writer.write(orders, &memory)
    }
}
