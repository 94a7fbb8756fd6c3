import CollabTesting
import DraftCore
import Testing

@testable import DraftStorage

/// Two servers on one database.
@Suite struct SharedStoreTests {
    @Test func `writers at two servers leave one log without gaps`() async throws {
        try await withTwo { one, two, place in
            let ada = try user("ada")
            let id = try await one.began(by: ada)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<16 {
                    group.addTask {
                        let log = writer.isMultiple(of: 2) ? one : two
                        for number in 0..<10 {
                            try await log.wrote(ada, "\(writer) \(number)", key: key("\(writer)-\(number)"), in: id)
                        }
                    }
                }
                try await group.waitForAll()
            }
            let texts = try await two.texts(of: id, now: place.clock.now).compactMap(\.self)
            #expect(Set(texts).count == 160 && texts.count == 160)
            #expect(try await one.head(of: id)?.seq == 161)
            try await expectSound(one)
        }
    }

    @Test func `twins that arrive at two servers take effect once`() async throws {
        try await withTwo { one, two, place in
            let ada = try user("ada")
            let id = try await one.began(by: ada)
            for round in 0..<10 {
                let twin = try key("twin-\(round)")
                let outcomes = try await withThrowingTaskGroup(of: CommitOutcome.self) { group in
                    for log in [one, two, one, two] {
                        group.addTask {
                            try await log.ask(ada, .append(.random(), content: "Same."), key: twin, in: id)
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(outcomes.count { !$0.isReplay } == 1)
                #expect(Set(outcomes.map(\.receipt?.events)).count == 1)
            }
            #expect(try await two.texts(of: id, now: place.clock.now).count == 10)
        }
    }

    @Test func `a draft that is begun at two servers by one key is begun once`() async throws {
        try await withTwo { one, two, _ in
            let ada = try user("ada")
            for round in 0..<10 {
                let outcomes = try await withThrowingTaskGroup(of: CommitOutcome.self) { group in
                    for log in [one, two] {
                        group.addTask {
                            try await log.commit(
                                Founding(id: .random(), creator: ada, key: key("new-\(round)"), title: "Once"))
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(Set(outcomes.map { $0.receipt?.draft.id }).count == 1)
                #expect(outcomes.count(where: \.isReplay) == 1)
            }
        }
    }

    @Test func `what one server commits or deletes the other is told of`() async throws {
        try await withTwo { one, two, _ in
            let news = two.news()
            let ada = try user("ada")
            let id = try await one.began(by: ada)
            try await hear(.drafts([id]), in: news) { try await one.wrote(ada, "words", in: id) }
            #expect(try await two.heads(of: [id, .random()]) == [id: try #require(await one.head(of: id))])
            try await hear(.drafts([id]), in: news) { _ = try await one.delete(id, by: ada, requestID: nil) }
            #expect(try await two.heads(of: [id]) == [:])
        }
    }

    @Test func `who is seen at one server is known at the other until it takes it back or falls silent`() async throws {
        try await withTwo { one, two, place in
            let (ada, ben, id) = (try user("ada"), try user("ben"), DraftID.random())
            let now = place.clock.now
            let soon = Timestamp(milliseconds: now.milliseconds + 30_000)
            let here = SharedPresence(
                members: [ada: .writing, ben: .away], words: .init(user: ada, text: "And so we climbed"))
            try await one.share(here, of: id, expiresAt: soon, at: now)
            #expect(try await two.presenceElsewhere(at: [id, .random()], now: now) == [id: here])
            #expect(try await one.presenceElsewhere(at: [id], now: now) == [:])
            // Of two servers the livelier sighting counts.
            try await two.share(SharedPresence(members: [ben: .here]), of: id, expiresAt: soon, at: now)
            let third = try await place.openDatabase()
            #expect(try await third.presenceElsewhere(at: [id], now: now)[id]?.members == [ada: .writing, ben: .here])
            try await one.share(SharedPresence(), of: id, expiresAt: soon, at: now)
            #expect(try await third.presenceElsewhere(at: [id], now: now)[id]?.members == [ben: .here])
            #expect(try await third.presenceElsewhere(at: [id], now: soon) == [:])
            try await third.close()
        }
    }

    @Test func `a connection that is cut off is made anew and nothing is lost`() async throws {
        try await withTwo { one, two, place in
            let ada = try user("ada")
            let id = try await one.began(by: ada)
            let name = try #require(place.database).name
            for number in 0..<20 {
                async let cut: Void = place.tamper(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                        + " AND application_name = '\(name)' AND pid % 3 = \(number % 3)")
                let outcome = try await [one, two][number % 2].ask(
                    ada, .append(.random(), content: "\(number)"), key: key("n\(number)"), in: id)
                #expect(outcome.receipt != nil)
                try await cut
            }
            #expect(try await two.texts(of: id, now: place.clock.now) == (0..<20).map { "\($0)" })
            try await expectSound(two)
        }
    }

    private func withTwo(_ body: (PostgresLog, PostgresLog, Place) async throws -> Void) async throws {
        try await withPlace(.postgres) { place in
            let (one, two) = (try await place.openDatabase(), try await place.openDatabase())
            try await body(one, two, place)
            try await one.close()
            try await two.close()
        }
    }

    private func hear(_ expected: StoreNews, in news: AsyncStream<StoreNews>, _ body: () async throws -> Void)
        async throws
    {
        // Nobody is told what happened before they listened.
        let heard = Task { await news.first { $0 == expected } }
        let deadline = ContinuousClock.now + .seconds(20)
        try await body()
        let alarm = Task {
            try await Task.sleep(until: deadline)
            heard.cancel()
        }
        #expect(await heard.value == expected)
        alarm.cancel()
    }
}
