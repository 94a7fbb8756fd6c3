import DraftCore
import DraftStorage
import Testing

@Suite struct DraftListTests {
    @Test(arguments: Store.allCases)
    func `a list shows one's drafts, the most recently active first, page by page`(_ store: Store) async throws {
        try await withLog(store) { log, place in
            let ada = try user("ada")
            let ben = try user("ben")
            var ids: [DraftID] = []
            for number in 0..<7 {
                place.clock.advance(milliseconds: number == 4 ? 0 : 1_000)
                ids.append(try await log.began(by: ada, "Draft \(number)", with: number < 2 ? [ben] : []))
            }
            var seen: [DraftID] = []
            var query = DraftListQuery(limit: 3, now: place.clock.now)
            repeat {
                let page = try await log.drafts(of: ada, query)
                #expect(page.drafts.count <= 3)
                seen += page.drafts.map(\.draft.id)
                query.after = page.next
                // Rises above the pages that are still to come, so it is not repeated.
                place.clock.advance(milliseconds: 1_000)
                try await log.wrote(ada, "more", in: ids[6])
            } while query.after != nil
            let sameMoment = ids[3] > ids[4] ? [ids[3], ids[4]] : [ids[4], ids[3]]
            #expect(seen == [ids[6], ids[5]] + sameMoment + [ids[2], ids[1], ids[0]])

            let bens = try await log.drafts(of: ben, DraftListQuery(limit: 9, now: place.clock.now))
            #expect(bens.drafts.map(\.draft.id) == [ids[1], ids[0]])
            #expect(bens.next == nil)
            #expect(bens.drafts.first?.segments == [])
            #expect(bens.drafts.first?.draft == (try await log.draft(ids[1])?.draft))
            #expect(try await log.drafts(of: user("cy"), DraftListQuery(limit: 9, now: place.clock.now)).drafts == [])
        }
    }

    @Test(
        arguments: Store.allCases,
        [
            ("LIGHT", ["The Lighthouse", "lightning"]), ("ÜBER", ["Über den Fluss"]), ("über", ["Über den Fluss"]),
            ("%", ["100% sure"]), ("_", []), ("'", ["It's late"]), ("день", ["ДЕНЬ"]), ("nothing", []),
        ] as [(String, [String])])
    func `titles are found whatever the case of their letters`(
        _ store: Store, _ expectation: (words: String, titles: [String])
    ) async throws {
        try await withLog(store) { log, place in
            let ada = try user("ada")
            for title in ["lightning", "The Lighthouse", "Über den Fluss", "100% sure", "It's late", "ДЕНЬ"] {
                _ = try await log.began(by: ada, title)
                place.clock.advance(milliseconds: 1)
            }
            let query = DraftListQuery(title: expectation.words, limit: 9, now: place.clock.now)
            #expect(try await log.drafts(of: ada, query).drafts.map(\.draft.title) == expectation.titles)
        }
    }

    @Test(arguments: Store.allCases)
    func `a new title is found and the old one is not`(_ store: Store) async throws {
        try await withLog(store) { log, place in
            let ada = try user("ada")
            let id = try await log.began(by: ada, "Before")
            try await log.expect(ada, .update(DraftUpdate(title: "After")), in: id)
            let now = place.clock.now
            #expect(try await log.drafts(of: ada, DraftListQuery(title: "after", limit: 9, now: now)).drafts.count == 1)
            #expect(try await log.drafts(of: ada, DraftListQuery(title: "before", limit: 9, now: now)).drafts.isEmpty)
        }
    }

    @Test(arguments: Store.allCases)
    func `the version of a list changes with everything in it and with nothing else`(_ store: Store) async throws {
        try await withLog(store) { log, _ in
            let ada = try user("ada")
            let ben = try user("ben")
            var versions: [DraftListVersion] = []
            func note() async throws { versions.append(try await log.listVersion(of: ben)) }
            try await note()
            let id = try await log.began(by: ada)
            #expect(try await log.listVersion(of: ben) == versions.last)
            try await log.expect(ada, .addMember(ben, .contributor), in: id)
            try await note()
            try await log.wrote(ada, "words", in: id)
            try await note()
            try await log.expect(ada, .pass(to: ben), in: id)
            try await note()
            try await log.expect(ben, .removeMember(ben), in: id)
            try await note()
            try await log.wrote(ada, "not for ben", in: id)
            #expect(try await log.listVersion(of: ben) == versions.last)
            try await log.expect(ada, .addMember(ben, .viewer), in: id)
            try await note()
            _ = try await log.delete(id, by: ada, requestID: nil)
            try await note()
            #expect(Set(versions.map(\.description)).count == versions.count)
        }
    }

    @Test(arguments: Store.allCases)
    func `who has left lists the draft no more, though the log remembers`(_ store: Store) async throws {
        try await withLog(store) { log, place in
            let ada = try user("ada")
            let ben = try user("ben")
            let id = try await log.began(by: ada, with: [ben])
            try await log.expect(ada, .pass(to: ben), in: id)
            try await log.wrote(ben, "words", in: id)
            try await log.expect(ada, .removeMember(ben), in: id)
            #expect(try await log.drafts(of: ben, DraftListQuery(limit: 9, now: place.clock.now)).drafts == [])
            #expect(try await log.draft(id)?.draft.members[ben]?.role == .former)
        }
    }
}
