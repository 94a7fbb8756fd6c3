import CollabTesting
import DraftCore
import Testing

@Suite struct NextHolderTests {
    /// A draft whose members wrote at those minutes; nil never did.
    private func draft(holder: UserID, creator: UserID = caro, _ wrote: [(UserID, Role, Int?)]) -> Draft {
        let members = wrote.map { user, role, minute in
            Member(
                userID: user, role: role, joinedAt: .storyBegin,
                lastActiveAt: minute.map { Timestamp.storyBegin.after(seconds: 60 * $0) })
        }
        return Draft(
            id: .random(), creatorID: creator, title: "T", platform: nil, status: .active, revise: .own,
            members: members, ring: Ring(creator: holder, at: .storyBegin), segmentCount: 0, createdAt: .storyBegin,
            updatedAt: .storyBegin, targetPublishAt: nil, seq: 1)
    }

    private func chosen(_ strategy: Strategy, in draft: Draft) -> UserID? {
        draft.nextHolder(by: strategy)?.userID
    }

    @Test(arguments: [Strategy.mostInactive, .bestNext])
    func `who has not written comes first, then whose last segment is oldest`(strategy: Strategy) {
        let mixed = draft(holder: caro, [(ana, .contributor, 5), (ben, .contributor, nil), (caro, .creator, 1)])
        #expect(chosen(strategy, in: mixed) == ben)
        let written = draft(holder: caro, [(ana, .contributor, 5), (ben, .contributor, 3), (caro, .creator, 1)])
        #expect(chosen(strategy, in: written) == ben)
        #expect(written.nextHolder(by: strategy)?.choice.strategy == strategy)
    }

    @Test(arguments: [Strategy.mostInactive, .bestNext])
    func `among equals the smaller user id comes first`(strategy: Strategy) {
        let unwritten = draft(
            holder: caro,
            [(dan, .contributor, nil), (ben, .contributor, nil), (ana, .contributor, nil), (caro, .creator, nil)])
        #expect(chosen(strategy, in: unwritten) == ana)
        let same = draft(holder: caro, [(dan, .contributor, 2), (ben, .contributor, 2), (caro, .creator, 1)])
        #expect(chosen(strategy, in: same) == ben)
    }

    @Test(arguments: [(ana, ben), (ben, caro), (caro, dan), (dan, ana)])
    func `round robin follows the user ids and begins again`(holder: UserID, next: UserID) {
        let draft = draft(
            holder: holder,
            [(dan, .contributor, 1), (caro, .creator, 1), (ben, .contributor, 1), (ana, .contributor, 1)])
        #expect(chosen(.roundRobin, in: draft) == next)
    }

    @Test func `round robin goes on from a holder who is no candidate's neighbour`() {
        let draft = draft(
            holder: ben,
            [(ana, .contributor, nil), (ben, .contributor, nil), (caro, .viewer, nil), (dan, .creator, nil)])
        #expect(chosen(.roundRobin, in: draft) == dan)
    }

    @Test func `back to the creator, or else to the first other`() {
        let members: [(UserID, Role, Int?)] = [(dan, .contributor, nil), (caro, .creator, 1), (ben, .contributor, 9)]
        #expect(chosen(.backToCreator, in: draft(holder: dan, members)) == caro)
        #expect(chosen(.backToCreator, in: draft(holder: caro, members)) == ben)
    }

    @Test(arguments: Strategy.allCases)
    func `viewers and former members are never chosen`(strategy: Strategy) throws {
        let draft = draft(
            holder: caro, [(ana, .viewer, nil), (ben, .former, nil), (caro, .creator, 1), (dan, .contributor, 9)])
        let choice = try #require(draft.nextHolder(by: strategy))
        #expect(choice.userID == dan)
        #expect(choice.choice.candidateCount == 1)
        #expect(draft.candidates.map(\.userID) == [dan])
    }

    @Test(arguments: Strategy.allCases)
    func `alone there is nobody to choose`(strategy: Strategy) {
        #expect(draft(holder: caro, [(caro, .creator, 1), (ana, .viewer, nil)]).nextHolder(by: strategy) == nil)
    }

    @Test(arguments: Strategy.allCases)
    func `the choice says whom and why`(strategy: Strategy) throws {
        let draft = draft(holder: caro, [(ana, .contributor, nil), (ben, .contributor, 2), (caro, .creator, 1)])
        let (user, choice) = try #require(draft.nextHolder(by: strategy))
        #expect(choice.reasoning.hasPrefix("\(user) "))
        #expect(choice.candidateCount == 2)
    }

    @Test func `the wire knows the strategies by name`() {
        #expect(Strategy.allCases.map(\.rawValue) == ["most_inactive", "round_robin", "back_to_creator", "best_next"])
    }
}
