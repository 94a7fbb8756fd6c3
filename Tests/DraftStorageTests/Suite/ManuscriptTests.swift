import DraftCore
import DraftStorage
import Testing

@Suite struct ManuscriptTests {
    @Test(
        arguments: Store.allCases,
        [
            (from: 0, limit: 3, first: 0, texts: ["0", "1", "2"]), (4, 2, 4, ["4", "5"]), (8, 5, 8, ["8", "9"]),
            (-3, 9, 7, ["7", "8", "9"]), (-99, 2, 0, ["0", "1"]), (10, 5, 10, []), (99, 5, 10, []), (0, 0, 0, []),
            (.min, 1, 0, ["0"]), (.max, .max, 10, []), (3, -1, 3, []),
        ] as [(from: Int, limit: Int, first: Int, texts: [String])])
    func `a page of segments is what was asked for`(
        _ store: Store, _ page: (from: Int, limit: Int, first: Int, texts: [String])
    ) async throws {
        try await withLog(store) { log, place in
            let ada = try user("ada")
            let id = try await log.began(by: ada)
            for number in 0..<10 { try await log.wrote(ada, "\(number)", in: id) }
            let snapshot = try #require(
                await log.snapshot(
                    of: id, page: SegmentPage(from: page.from, limit: page.limit), now: place.clock.now))
            #expect(snapshot.segmentsFrom == page.first)
            #expect(snapshot.segments.map(\.content) == page.texts)
            #expect(snapshot.draft.segmentCount == 10)
            #expect(snapshot.hash == (try await log.head(of: id)?.hash))
        }
    }

    @Test(arguments: Store.allCases)
    func `a revised segment has its new words, a struck one keeps its place`(_ store: Store) async throws {
        try await withLog(store) { log, place in
            let ada = try user("ada")
            let id = try await log.began(by: ada)
            let first = try await log.wrote(ada, "one", key: key("k1"), in: id)
            let second = try await log.wrote(ada, "two", in: id)
            try await log.wrote(ada, "three", in: id)
            place.clock.advance(milliseconds: 10)
            try await log.expect(ada, .revise(first, content: "uno", revision: 1), in: id)
            let stale = try await log.ask(ada, .revise(first, content: "eins", revision: 1), in: id)
            #expect(stale == .rejected(.conflict(.staleRevision(current: 2))))
            try await log.expect(ada, .strike(second), in: id)
            let struck = try await log.ask(ada, .strike(second), in: id)
            #expect(struck == .rejected(.conflict(.struckSegment)))
            #expect(try await log.ask(ada, .strike(.random()), in: id) == .rejected(.missing(.segment)))

            #expect(try await log.texts(of: id, now: place.clock.now) == ["uno", nil, "three"])
            let revised = try #require(await log.segment(first, of: id))
            #expect(revised.revision == 2 && revised.revisedAt == place.clock.now && revised.content == "uno")
            #expect(revised.key == (try key("k1")) && revised.seq == 2 && revised.order == 0)
            #expect(try await log.segment(second, of: id)?.isStruck == true)
            #expect(try await log.segment(first, of: .random()) == nil)
            var manuscript = Manuscript()
            for stored in try await log.allEvents(of: id) { manuscript.apply(stored.event) }
            let page = SegmentPage(from: 0, limit: 9)
            #expect(try await log.snapshot(of: id, page: page, now: place.clock.now)?.segments == manuscript.segments)
        }
    }

    @Test(arguments: Store.allCases)
    func `only the holder of somebody else's segment with leave to revise any may revise it`(
        _ store: Store
    ) async throws {
        try await withLog(store) { log, _ in
            let ada = try user("ada")
            let ben = try user("ben")
            let id = try await log.began(by: ada, with: [ben])
            let segment = try await log.wrote(ada, "hers", in: id)
            try await log.expect(ada, .pass(to: ben), in: id)
            let refused = try await log.ask(ben, .revise(segment, content: "his", revision: nil), in: id)
            #expect(refused == .rejected(.forbidden(.othersSegment(author: ada))))
            try await log.expect(ada, .update(DraftUpdate(revise: .any)), in: id)
            try await log.expect(ben, .revise(segment, content: "his", revision: nil), in: id)
            #expect(try await log.segment(segment, of: id)?.content == "his")
            #expect(try await log.segment(segment, of: id)?.author == ada)
        }
    }

    @Test(arguments: Store.allCases)
    func `passes are counted over the 24 hours before the moment asked about`(_ store: Store) async throws {
        try await withLog(store) { log, place in
            let ada = try user("ada")
            let start = place.clock.now
            let id = try await log.began(by: ada)
            for _ in 0..<3 {
                try await log.expect(ada, .pass(to: ada), in: id)
                place.clock.advance(milliseconds: 3_600_000)
            }
            func passes(atHours hours: Int) async throws -> Int? {
                try await log.snapshot(of: id, page: .none, now: start.before(hours: -hours))?.ringPassesLast24h
            }
            #expect(try await passes(atHours: -1) == 0)
            #expect(try await passes(atHours: 0) == 1)
            #expect(try await passes(atHours: 2) == 3)
            #expect(try await passes(atHours: 24) == 2)
            #expect(try await passes(atHours: 26) == 0)
            let metrics = try await log.snapshot(of: id, page: .none, now: place.clock.now)?.metrics
            #expect(metrics?.averageMinutesBetweenPasses == 40)
        }
    }

    @Test(arguments: Store.allCases)
    func `the ring remembers its last hundred holders`(_ store: Store) async throws {
        try await withLog(store) { log, _ in
            let ada = try user("ada")
            let ben = try user("ben")
            let id = try await log.began(by: ada, with: [ben])
            for turn in 0..<130 {
                try await log.expect(turn.isMultiple(of: 2) ? ada : ben, .pass(to: turn % 2 == 0 ? ben : ada), in: id)
            }
            let ring = try #require(await log.draft(id)).draft.ring
            #expect(ring.history.count == 100 && ring.history.last == ada && ring.tenure == 131)
            #expect(ring == Draft.folding(try await log.allEvents(of: id).map(\.event))?.ring)
            try await expectSound(log)
        }
    }
}
