import CollabTesting
import DraftCore
import Testing

/// Coming in by an invite.
@Suite struct DecideJoiningTests {
    @Test(arguments: [Role.contributor, .viewer])
    func `a stranger comes in as what the invite gives`(role: Role) throws {
        let draft = try Story.began(by: ana).joined(ben).draft
        #expect(try draft.decideJoining(caro, as: role) == [.memberAdded(caro, role)])
    }

    @Test(arguments: [ana, ben, caro], [Role.contributor, .viewer])
    func `whoever is a member already stays what they are`(user: UserID, role: Role) throws {
        let draft = try Story.began(by: ana).joined(ben).joined(caro, as: .viewer).draft
        #expect(try draft.decideJoining(user, as: role) == [])
    }

    @Test func `a former author comes in again`() throws {
        let story = try Story.began(by: ana).joined(ben).passed(ana, to: ben).wrote(ben, "Hi.").left(ben)
        #expect(story.draft.members[ben]?.role == .former)
        #expect(try story.draft.decideJoining(ben, as: .viewer) == [.memberAdded(ben, .viewer)])
    }

    @Test(arguments: [Draft.Status.active, .locked, .completed])
    func `a draft that takes no text takes members`(status: Draft.Status) throws {
        let draft = try Story.began(by: ana).became(status).draft
        #expect(try draft.decideJoining(ben, as: .contributor) == [.memberAdded(ben, .contributor)])
    }

    @Test(arguments: [Role.creator, .former])
    func `no invite makes a creator`(role: Role) throws {
        let draft = try Story.began(by: ana).draft
        let unknown = Rejection.Flaw.unknownValue(allowed: ["contributor", "viewer"])
        #expect(throws: Rejection.invalid(field: "role", unknown)) { try draft.decideJoining(ben, as: role) }
    }

    @Test func `a full draft takes nobody, but members may say so again`() throws {
        var story = try Story.began(by: ana).joined(ben)
        for number in 0..<DraftLimits.members - 2 { story = try story.joined(.named("m\(number)")) }
        let draft = story.draft
        #expect(throws: Rejection.tooManyMembers(limit: DraftLimits.members)) {
            try draft.decideJoining(dan, as: .viewer)
        }
        #expect(try draft.decideJoining(ben, as: .contributor) == [])
        #expect(try story.left(ben).draft.decideJoining(dan, as: .viewer) == [.memberAdded(dan, .viewer)])
    }
}
