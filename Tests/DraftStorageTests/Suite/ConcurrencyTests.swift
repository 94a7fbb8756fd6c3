import DraftCore
import DraftStorage
import Testing

@Suite struct ConcurrencyTests {
    @Test(arguments: Store.allCases)
    func `64 writers of one draft leave one log without gaps`(_ store: Store) async throws {
        try await withLog(store) { log, place in
            let ada = try user("ada")
            let id = try await log.began(by: ada)
            let receipts = try await writeTogether(64, each: 10, log) { _ in (ada, id) }
            #expect(receipts.map(\.seq.rawValue).sorted() == Array(2...641))
            let texts = try await log.texts(of: id, now: place.clock.now).compactMap(\.self)
            #expect(Set(texts).count == 640)
            for receipt in receipts { #expect(receipt.events.count == 1 && receipt.draft.seq == receipt.seq) }
            try await expectSound(log)
        }
    }

    @Test(arguments: Store.allCases)
    func `64 writers of as many drafts do not touch one another`(_ store: Store) async throws {
        try await withLog(store) { log, place in
            var drafts: [(UserID, DraftID)] = []
            for number in 0..<64 {
                let writer = try user("writer-\(number)")
                drafts.append((writer, try await log.began(by: writer)))
            }
            let seats = drafts
            _ = try await writeTogether(64, each: 5, log) { seats[$0] }
            for (number, seat) in seats.enumerated() {
                let texts = try await log.texts(of: seat.1, now: place.clock.now)
                #expect(texts == (0..<5).map { "\(number) \($0)" })
            }
            try await expectSound(log)
        }
    }

    @Test(arguments: Store.allCases)
    func `of many who grasp for one ring the log lets one through at a time`(_ store: Store) async throws {
        try await withLog(store) { log, _ in
            let ada = try user("ada")
            let others = try (0..<16).map { try user("w\($0)") }
            let id = try await log.began(by: ada, with: others)
            let outcomes = try await withThrowingTaskGroup(of: CommitOutcome.self) { group in
                for other in others {
                    group.addTask { try await log.ask(ada, .pass(to: other), tenure: 1, in: id) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count { $0.receipt != nil } == 1)
            #expect(try await log.draft(id)?.draft.ring.tenure == 2)
        }
    }

    @Test(arguments: Store.allCases)
    func `who gives up waiting breaks nobody else's commit`(_ store: Store) async throws {
        try await withLog(store) { log, place in
            let ada = try user("ada")
            let id = try await log.began(by: ada)
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<32 {
                    group.addTask { _ = try? await log.ask(ada, .append(.random(), content: "\(number)"), in: id) }
                }
                group.cancelAll()
            }
            #expect(try await log.texts(of: id, now: place.clock.now).count == 32)
        }
    }

    private func writeTogether(
        _ writers: Int, each count: Int, _ log: any DraftLog, _ seat: @escaping @Sendable (Int) -> (UserID, DraftID)
    ) async throws -> [Receipt] {
        try await withThrowingTaskGroup(of: [Receipt].self) { group in
            for writer in 0..<writers {
                group.addTask {
                    let (user, id) = seat(writer)
                    var receipts: [Receipt] = []
                    for number in 0..<count {
                        let action = Command.Action.append(.random(), content: "\(writer) \(number)")
                        receipts.append(try await log.expect(user, action, key: key("\(writer)-\(number)"), in: id))
                    }
                    return receipts
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }
}
