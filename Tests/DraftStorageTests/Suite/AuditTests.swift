import DraftCore
import DraftStorage
import Testing

@Suite struct AuditTests {
    private func refusal(
        _ outcome: String = "ring_required", by actor: UserID?, draft: DraftID?, at moment: Timestamp
    ) -> AuditNote {
        AuditNote(
            .refusal, AuditFacts(action: "POST /segments", origin: "header", address: "192.0.2.7"), outcome: outcome,
            by: actor, draft: draft, requestID: RequestID("r-9"), at: moment)
    }

    private func everything(of log: any DraftStore) async throws -> [AuditEntry] {
        try await log.trail(AuditFilter(limit: 99)).reversed()
    }

    @Test(arguments: Store.allCases)
    func `a change is noted with all that is known of it`(_ store: Store) async throws {
        try await withLog(store) { log, place in
            let (ada, ben) = (try user("ada"), try user("ben"))
            let id = try await log.began(by: ada)
            let asker = Asker(ada, requestID: RequestID("r-1"), origin: "https://id.example", address: "2001:db8::1")
            _ = try await log.commit(Command(actor: ada, action: .addMember(ben, .viewer)), in: id, by: asker)
            let note = try #require(await everything(of: log).last).note
            #expect(
                note
                    == AuditNote(
                        .change,
                        AuditFacts(
                            action: "add_member", subject: "ben", origin: "https://id.example", address: "2001:db8::1"),
                        by: ada, draft: id, seq: 2, requestID: RequestID("r-1"), at: place.clock.now))
            _ = try await log.delete(id, by: asker)
            let last = try #require(await everything(of: log).last).note
            #expect(last.facts.action == "delete" && last.facts.address == "2001:db8::1" && last.outcome == "ok")
            try await expectSound(log)
        }
    }

    @Test(arguments: Store.allCases)
    func `a refusal stands with its draft where the store knows it, deleted or not`(_ store: Store) async throws {
        try await withLog(store) { log, place in
            let (ada, eve) = (try user("ada"), try user("eve"))
            let (id, gone) = (try await log.began(by: ada), try await log.began(by: ada))
            _ = try await log.delete(gone, by: Asker(ada))
            let now = place.clock.now
            let notes = [
                refusal(by: eve, draft: id, at: now), refusal("not_found", by: nil, draft: gone, at: now),
                refusal("not_found", by: eve, draft: .random(), at: now),
                refusal("unauthorized", by: nil, draft: nil, at: now),
            ]
            try await log.record(notes)
            #expect(try await everything(of: log).suffix(4).map(\.note) == notes)
            #expect(try await log.audit(of: id, before: nil, limit: 1).first?.note == notes[0])
            #expect(try await log.audit(of: gone, before: nil, limit: 1).first?.note == notes[1])
            #expect(try await log.verifyTrail().chains == 3)
            try await expectSound(log)
        }
    }

    @Test(arguments: Store.allCases)
    func `what was refused inside of a commit, or changed nothing, is not noted as a change`(
        _ store: Store
    ) async throws {
        try await withLog(store) { log, _ in
            let (ada, ben) = (try user("ada"), try user("ben"))
            let id = try await log.began(by: ada, with: [ben])
            let count = try await everything(of: log).count
            try await log.ask(ben, .append(.random(), content: "Mine."), in: id)
            try await log.ask(ada, .addMember(ben, .contributor), in: id)
            #expect(try await everything(of: log).count == count)
        }
    }

    @Test(arguments: Store.allCases)
    func `what an operator does is noted with it, or not at all`(_ store: Store) async throws {
        try await withLog(store) { log, place in
            let ada = try user("ada")
            let now = place.clock.now
            func act(_ action: String) -> AuditNote {
                AuditNote(.administration, AuditFacts(action: action, subject: "ada", origin: "operator o"), at: now)
            }
            _ = try await log.admit(ada, from: "header", profile: UserProfile(), note: act("user_add"))
            _ = try await log.admit(ada, from: "header", profile: UserProfile(), note: act("nothing new"))
            try await log.link([UserLink(id: ada, issuer: "own")], notes: [act("user_link")])
            try await log.revoke(ada, issuedBefore: now, note: act("revoke"))
            await expectConflict {
                try await log.link([UserLink(id: ada, issuer: "a\0b")], notes: [act("never")])
            }
            let actions = try await everything(of: log).map(\.note.facts.action)
            #expect(actions == ["user_add", "user_link", "revoke"])
            try await expectSound(log)
        }
    }

    @Test(arguments: Store.allCases)
    func `lines are found by who, what, when and how it ended, page by page`(_ store: Store) async throws {
        try await withLog(store) { log, place in
            let (ada, eve) = (try user("ada"), try user("eve"))
            let id = try await log.began(by: ada)
            let start = place.clock.now
            place.clock.advance(milliseconds: 1000)
            try await log.record([
                refusal(by: eve, draft: id, at: place.clock.now), refusal("x", by: eve, draft: nil, at: start),
            ])
            place.clock.advance(milliseconds: 1000)
            try await log.wrote(ada, "words", in: id)
            func found(_ filter: AuditFilter) async throws -> [String] {
                try await log.trail(filter).map { "\($0.note.facts.action) \($0.note.outcome)" }
            }
            let (first, second, third, fourth) = (
                "create ok", "POST /segments ring_required", "POST /segments x", "append ok"
            )
            #expect(try await found(AuditFilter(limit: 9)) == [fourth, third, second, first])
            #expect(try await found(AuditFilter(actor: eve, limit: 9)) == [third, second])
            #expect(try await found(AuditFilter(draft: id, limit: 9)) == [fourth, second, first])
            #expect(try await found(AuditFilter(since: place.clock.now, limit: 9)) == [fourth])
            #expect(try await found(AuditFilter(until: place.clock.now, limit: 9)) == [third, second, first])
            #expect(try await found(AuditFilter(outcome: "x", limit: 9)) == [third])
            #expect(try await found(AuditFilter(kind: .change, limit: 9)) == [fourth, first])
            #expect(try await found(AuditFilter(actor: ada, kind: .refusal, limit: 9)) == [])
            let page = try await log.trail(AuditFilter(limit: 3))
            #expect(try await found(AuditFilter(before: page.last?.id, limit: 3)) == [first])
        }
    }

    @Test(arguments: Store.allCases)
    func `what is forgotten leaves a chain that can be verified and goes on`(_ store: Store) async throws {
        try await withLog(store) { log, place in
            let ada = try user("ada")
            let (old, both) = (try await log.began(by: ada), try await log.began(by: ada))
            for _ in 0..<5 { try await log.wrote(ada, "old", in: both) }
            place.clock.advance(milliseconds: 1000)
            let border = place.clock.now
            for _ in 0..<3 { try await log.wrote(ada, "young", in: both) }
            #expect(try await log.forgetTrail(before: border, limit: 4) == 4)
            #expect(try await log.verifyTrail().findings == [])
            #expect(try await log.forgetTrail(before: border, limit: 4) == 3)
            #expect(try await log.forgetTrail(before: border, limit: 4) == 0)
            let left = try await everything(of: log)
            #expect(left.map(\.note.facts.action) == ["append", "append", "append"])
            #expect(try await log.audit(of: old, before: nil, limit: 9) == [])

            place.clock.advance(milliseconds: 1000)
            #expect(try await log.forgetTrail(before: place.clock.now, limit: 9) == 3)
            try await log.wrote(ada, "again", in: both)
            try await log.wrote(ada, "again", in: old)
            let again = try await everything(of: log)
            #expect(again.count == 2 && again.allSatisfy { entry in left.allSatisfy { $0.id < entry.id } })
            try await expectSound(log)
        }
    }
}
