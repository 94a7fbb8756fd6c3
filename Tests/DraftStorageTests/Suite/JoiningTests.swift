import DraftCore
import DraftStorage
import Testing

@Suite struct JoiningTests {
    private let code = Secret("K7QF-2M9X-WZ3R-8TTB")

    @Test(arguments: Store.allCases, [Role.contributor, .viewer])
    func `an invite lets a stranger in, in one event`(_ store: Store, _ role: Role) async throws {
        try await withLog(store) { log, place in
            let (ada, ben) = (try user("ada"), try user("ben"))
            let id = try await log.began(by: ada)
            try await log.invited(to: id, by: ada, code, role: role, at: place.clock.now)
            let before = try await log.listVersion(of: ben)
            let outcome = try await log.join(
                draft: id, user: ben, invite: code.hash, role: role, requestID: RequestID("r-1"), origin: "oidc")
            let receipt = try #require(outcome.receipt)
            #expect(receipt.events.map(\.event.change) == [.memberAdded(ben, role)])
            #expect(receipt.events.first?.event.actor == ben)
            #expect(receipt.draft.role(of: ben) == role)
            #expect(try await log.draft(id)?.draft == receipt.draft)
            #expect(try await log.uses(of: code) == 1)
            #expect(try await log.listVersion(of: ben) != before)
            let entry = try #require(await log.audit(of: id, before: nil, limit: 1).first)
            #expect(entry.note.facts == AuditFacts(action: "join", origin: "oidc"))
            #expect(
                entry.note.actor == ben && entry.note.requestID == RequestID("r-1") && entry.note.seq == receipt.seq)
            try await expectSound(log)
        }
    }

    @Test(arguments: Store.allCases)
    func `who is in already is told so, whatever has become of the invite`(_ store: Store) async throws {
        try await withLog(store) { log, place in
            let (ada, ben, cy) = (try user("ada"), try user("ben"), try user("cy"))
            let id = try await log.began(by: ada, with: [cy])
            let invite = try await log.invited(to: id, by: ada, code, uses: 2, at: place.clock.now)
            #expect(try await log.join(id, ben, code).isNews)
            let head = try await log.head(of: id)
            for user in [ben, cy, ada] {
                let again = try await log.join(id, user, code)
                #expect(again.receipt?.events == [] && again.receipt?.head == head)
            }
            #expect(try await log.uses(of: code) == 1)
            #expect(try await log.revoke(invite.id, to: id, at: place.clock.now))
            place.clock.advance(milliseconds: 25 * 3_600_000)
            #expect(try await log.join(id, ben, code).receipt?.events == [])
            #expect(try await log.uses(of: code) == 1)
            #expect(try await log.head(of: id) == head)
            try await expectSound(log)
        }
    }

    @Test(arguments: Store.allCases)
    func `an invite that is not there, to another draft or over lets nobody in`(_ store: Store) async throws {
        try await withLog(store) { log, place in
            let (ada, ben) = (try user("ada"), try user("ben"))
            let (id, other) = (try await log.began(by: ada), try await log.began(by: ada))
            let refused = CommitOutcome.rejected(.missing(.invite))
            #expect(try await log.join(id, ben, Secret("never made")) == refused)
            #expect(try await log.join(id, ada, Secret("never made")) == refused)

            try await log.invited(to: other, by: ada, Secret("other"), at: place.clock.now)
            #expect(try await log.join(id, ben, Secret("other")) == refused)
            #expect(try await log.join(id, ada, Secret("other")) == refused)
            #expect(try await log.join(.random(), ben, Secret("other")) == .rejected(.missing(.draft)))

            let ended = try await log.invited(to: id, by: ada, Secret("ended"), at: place.clock.now)
            #expect(try await log.revoke(ended.id, to: id, at: place.clock.now))
            #expect(try await log.join(id, ben, Secret("ended")) == refused)

            try await log.invited(to: id, by: ada, code, at: place.clock.now)
            place.clock.advance(milliseconds: 24 * 3_600_000)
            #expect(try await log.join(id, ben, code) == refused)
            place.clock.advance(milliseconds: -1)
            #expect(try await log.join(id, ben, code).isNews)
            #expect(try await log.join(id, user("cy"), code) == refused)
            #expect(try await log.draft(id)?.draft.role(of: user("cy")) == nil)
            #expect(try await log.draft(other)?.draft.members.count == 1)
            try await expectSound(log)
        }
    }

    @Test(arguments: Store.allCases)
    func `who was removed does not come back with the code that they used`(_ store: Store) async throws {
        try await withLog(store) { log, place in
            let (ada, ben) = (try user("ada"), try user("ben"))
            let id = try await log.began(by: ada)
            try await log.invited(to: id, by: ada, code, uses: 9, at: place.clock.now)
            try await log.join(id, ben, code)
            try await log.expect(ada, .removeMember(ben), in: id)
            #expect(try await log.join(id, ben, code) == .rejected(.missing(.invite)))
            #expect(try await log.uses(of: code) == 1)
            try await log.invited(to: id, by: ada, Secret("another"), at: place.clock.now)
            #expect(try await log.join(id, ben, Secret("another")).isNews)
            try await expectSound(log)
        }
    }

    @Test(arguments: Store.allCases)
    func `a refusal burns no use`(_ store: Store) async throws {
        try await withLog(store) { log, place in
            let ada = try user("ada")
            let members = try (1..<DraftLimits.members).map { try user("m\($0)") }
            let id = try await log.began(by: ada, with: members)
            try await log.invited(to: id, by: ada, code, at: place.clock.now)
            let full = CommitOutcome.rejected(.tooManyMembers(limit: DraftLimits.members))
            #expect(try await log.join(id, user("late"), code) == full)
            #expect(try await log.uses(of: code) == 0)
            try await log.expect(ada, .removeMember(members[0]), in: id)
            #expect(try await log.join(id, user("late"), code).isNews)
            #expect(try await log.uses(of: code) == 1)
        }
    }

    @Test(arguments: Store.allCases)
    func `an invite makes nobody more than it says, and does nothing else`(_ store: Store) async throws {
        try await withLog(store) { log, place in
            let (ada, ben) = (try user("ada"), try user("ben"))
            let id = try await log.began(by: ada)
            try await log.invited(to: id, by: ada, code, role: .viewer, at: place.clock.now)
            await expectConflict { try await log.join(id, ben, code, as: .contributor) }
            #expect(try await log.draft(id)?.draft.role(of: ben) == nil)
            #expect(try await log.uses(of: code) == 0)
            #expect(try await log.join(id, ben, code, as: .viewer).isNews)
            try await expectSound(log)
        }
    }

    @Test(arguments: Store.allCases)
    func `of 64 who bring one code as many come in as it lets`(_ store: Store) async throws {
        try await withLog(store) { log, place in
            let ada = try user("ada")
            let id = try await log.began(by: ada)
            try await log.invited(to: id, by: ada, code, uses: 10, at: place.clock.now)
            let outcomes = try await withThrowingTaskGroup(of: CommitOutcome.self) { group in
                for number in 0..<64 {
                    group.addTask { try await log.join(id, user("w\(number)"), code) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count(where: \.isNews) == 10)
            #expect(outcomes.count { $0 == .rejected(.missing(.invite)) } == 54)
            #expect(try await log.draft(id)?.draft.members.count == 11)
            #expect(try await log.head(of: id)?.seq == 11)
            #expect(try await log.uses(of: code) == 10)
            #expect(try await log.invites(to: id, at: place.clock.now) == [])
            try await expectSound(log)
        }
    }

    @Test(arguments: Store.allCases)
    func `one who brings a code many times at once comes in once`(_ store: Store) async throws {
        try await withLog(store) { log, place in
            let (ada, ben) = (try user("ada"), try user("ben"))
            let id = try await log.began(by: ada)
            try await log.invited(to: id, by: ada, code, uses: 10, at: place.clock.now)
            let outcomes = try await withThrowingTaskGroup(of: CommitOutcome.self) { group in
                for _ in 0..<16 { group.addTask { try await log.join(id, ben, code) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count(where: \.isNews) == 1)
            #expect(outcomes.allSatisfy { $0.receipt?.draft.role(of: ben) == .contributor })
            #expect(try await log.uses(of: code) == 1)
            try await expectSound(log)
        }
    }
}
