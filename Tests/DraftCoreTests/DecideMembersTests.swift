import CollabTesting
import DraftCore
import Testing

/// Joining, changing roles and leaving.
@Suite struct DecideMembersTests {
    private func changes(_ story: Story, _ actor: UserID, _ action: Command.Action) throws -> [Change] {
        try story.judging(Command(actor: actor, action: action))
    }

    @Test(arguments: [Role.contributor, .viewer])
    func `the creator adds members`(role: Role) throws {
        let story = try Story.began(by: ana)
        #expect(try changes(story, ana, .addMember(ben, role)) == [.memberAdded(ben, role)])
        #expect(try story.joined(ben, as: role).draft.role(of: ben) == role)
    }

    @Test func `the same role again changes nothing`() throws {
        let story = try Story.began(by: ana).joined(ben).joined(caro, as: .viewer)
        #expect(try changes(story, ana, .addMember(ben, .contributor)) == [])
        #expect(try changes(story, ana, .addMember(caro, .viewer)) == [])
    }

    @Test func `a member can be given another role`() throws {
        let story = try Story.began(by: ana).joined(ben, as: .viewer).joined(caro)
        #expect(try changes(story, ana, .addMember(ben, .contributor)) == [.memberAdded(ben, .contributor)])
        #expect(try changes(story, ana, .addMember(caro, .viewer)) == [.memberAdded(caro, .viewer)])
    }

    @Test func `the creator is a member already and stays one`() throws {
        let story = try Story.began(by: ana).joined(ben)
        #expect(story.refusal(of: .addMember(ana, .viewer), by: ana) == .conflict(.creatorStays))
        #expect(story.refusal(of: .addMember(ana, .contributor), by: ana) == .conflict(.creatorStays))
        #expect(story.refusal(of: .removeMember(ana), by: ana) == .conflict(.creatorStays))
    }

    @Test(arguments: [Role.creator, .former])
    func `only two roles can be given`(role: Role) throws {
        let unknown = Rejection.Flaw.unknownValue(allowed: ["contributor", "viewer"])
        #expect(
            try Story.began(by: ana).refusal(of: .addMember(ben, role), by: ana) == .invalid(field: "role", unknown))
    }

    @Test func `everybody but the creator may leave, and only the creator removes others`() throws {
        let story = try Story.began(by: ana).joined(ben).joined(caro, as: .viewer)
        #expect(try changes(story, ben, .removeMember(ben)) == [.memberRemoved(ben, .contributor)])
        #expect(try changes(story, caro, .removeMember(caro)) == [.memberRemoved(caro, .viewer)])
        #expect(try changes(story, ana, .removeMember(ben)) == [.memberRemoved(ben, .contributor)])
        #expect(story.refusal(of: .removeMember(caro), by: ben) == .forbidden(.notCreator))
        #expect(story.refusal(of: .removeMember(ana), by: ben) == .forbidden(.notCreator))
    }

    @Test func `who is no member cannot be removed`() throws {
        let story = try Story.began(by: ana).joined(ben).passed(ana, to: ben).wrote(ben, "Hi.").left(ben)
        #expect(story.refusal(of: .removeMember(dan), by: ana) == .missing(.member))
        #expect(story.refusal(of: .removeMember(ben), by: ana) == .missing(.member))
        #expect(story.refusal(of: .removeMember(ben), by: ben) == .forbidden(.notMember))
    }

    @Test(arguments: [Draft.Status.active, .locked, .completed])
    func `a leaving holder passes the ring to the creator first`(status: Draft.Status) throws {
        let story = try Story.began(by: ana).joined(ben).passed(ana, to: ben).became(status)
        let pass = RingPass(from: ben, to: ana, passedAt: story.nextMoment, tenure: 3, reason: .left)
        let expected = [Change.ringPassed(pass), .memberRemoved(ben, .contributor)]
        #expect(try changes(story, ben, .removeMember(ben)) == expected)
        #expect(try changes(story, ana, .removeMember(ben)) == expected)
    }

    @Test func `a holder who may only read from now on passes the ring to the creator first`() throws {
        let story = try Story.began(by: ana).joined(ben).passed(ana, to: ben)
        let pass = RingPass(from: ben, to: ana, passedAt: story.nextMoment, tenure: 3, reason: .left)
        #expect(
            try changes(story, ana, .addMember(ben, .viewer)) == [.ringPassed(pass), .memberAdded(ben, .viewer)])
    }

    @Test func `a draft has so many members and no more`() throws {
        var story = try Story.began(by: ana).joined(ben, as: .viewer)
        for number in 0..<DraftLimits.members - 2 { story = try story.joined(.named("m\(number)")) }
        let full = Rejection.tooManyMembers(limit: DraftLimits.members)
        #expect(story.refusal(of: .addMember(dan, .viewer), by: ana) == full)
        #expect(story.refusal(of: .addMember(ben, .contributor), by: ana) == nil)
        #expect(story.refusal(of: .addMember(ben, .viewer), by: ana) == nil)
        #expect(try story.left(.named("m7")).refusal(of: .addMember(dan, .viewer), by: ana) == nil)
    }

    @Test func `former authors take no place`() throws {
        var story = try Story.began(by: ana).joined(ben).passed(ana, to: ben).wrote(ben, "Hi.").left(ben)
        for number in 0..<DraftLimits.members - 1 { story = try story.joined(.named("m\(number)")) }
        #expect(story.draft.members.count == DraftLimits.members + 1)
        let full = Rejection.tooManyMembers(limit: DraftLimits.members)
        #expect(story.refusal(of: .addMember(ben, .contributor), by: ana) == full)
    }
}
