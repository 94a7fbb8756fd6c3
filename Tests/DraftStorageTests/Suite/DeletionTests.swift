import DraftCore
import DraftStorage
import Testing

@Suite struct DeletionTests {
    @Test(arguments: Store.allCases)
    func `a deleted draft is gone for everybody and its creation stays bound`(_ store: Store) async throws {
        try await withLog(store) { log, place in
            let ada = try user("ada")
            let ben = try user("ben")
            let id = try await log.began(by: ada, "Gone", key: key("new"), with: [ben])
            let segment = try await log.wrote(ada, "words", key: key("k"), in: id)
            let head = try await log.head(of: id)
            let last = try #require(await log.draft(id)).draft
            #expect(try await log.tombstone(of: id) == nil)

            #expect(try await log.delete(id, by: ben, requestID: nil) == .rejected(.forbidden(.notCreator)))
            #expect(try await log.delete(id, by: user("cy"), requestID: nil) == .rejected(.forbidden(.notMember)))
            place.clock.advance(milliseconds: 5)
            #expect(try await log.delete(id, by: ada, requestID: RequestID("r1")) == .deleted(last))
            #expect(try await log.delete(id, by: ada, requestID: nil) == .alreadyDeleted)
            #expect(try await log.delete(id, by: ben, requestID: nil) == .rejected(.missing(.draft)))
            #expect(try await log.delete(.random(), by: ada, requestID: nil) == .rejected(.missing(.draft)))

            #expect(try await log.draft(id) == nil)
            #expect(try await log.snapshot(of: id, page: .last(9), now: place.clock.now) == nil)
            #expect(try await log.segment(segment, of: id) == nil)
            #expect(try await log.entries(of: id, after: 0, limit: 9) == nil)
            #expect(try await log.head(of: id) == nil)
            #expect(try await log.hash(of: id, at: 0) == nil)
            let append = Command.Action.append(.random(), content: "words")
            #expect(try await log.ask(ada, append, key: key("k"), in: id) == .rejected(.missing(.draft)))
            let again = Founding(id: .random(), creator: ada, key: try key("new"), title: "Gone")
            #expect(try await log.commit(again) == .rejected(.missing(.draft)))

            let tombstone = try #require(await log.tombstone(of: id))
            #expect(tombstone.head == head && tombstone.creatorID == ada && tombstone.deletedAt == place.clock.now)
            #expect(tombstone.creationKey == (try key("new")))
            #expect(try await log.drafts(of: ben, DraftListQuery(limit: 9, now: place.clock.now)).drafts == [])
            try await expectSound(log)
        }
    }

    @Test(arguments: Store.allCases)
    func `an id is never used for a second draft`(_ store: Store) async throws {
        try await withLog(store) { log, _ in
            let ada = try user("ada")
            let id = try await log.began(by: ada)
            for _ in 0..<2 {
                await #expect {
                    _ = try await log.commit(Founding(id: id, creator: ada, title: "Again"))
                } throws: { error in
                    if case .conflict = error as? StorageError { true } else { false }
                }
                _ = try await log.delete(id, by: ada, requestID: nil)
            }
        }
    }

    @Test(arguments: Store.allCases)
    func `the audit tells what was done, newest first`(_ store: Store) async throws {
        try await withLog(store) { log, _ in
            let ada = try user("ada")
            let id = try await log.began(by: ada, with: [try user("ben")])
            let command = Command(actor: ada, action: .append(.random(), content: "words"))
            _ = try await log.commit(command, in: id, requestID: RequestID("req-7"), origin: "header")
            let newest = try await log.audit(of: id, before: nil, limit: 2)
            #expect(newest.map(\.note.facts.action) == ["append", "add_member"])
            #expect(newest.first?.note.requestID == RequestID("req-7"))
            #expect(newest.first?.note.facts.origin == "header")
            #expect(newest.first?.note.seq == 3)
            let rest = try await log.audit(of: id, before: newest.last?.id, limit: 9)
            #expect(rest.map(\.note.facts.action) == ["create"])
        }
    }
}
