import CollabTesting
import DraftCore
import Testing

/// Facts are never refused, also those that no `decide` would have made.
@Suite struct ApplyTests {
    private func event(_ story: Story, _ change: Change, by actor: UserID = ana, at moment: Timestamp? = nil) -> Event {
        Event(
            draftID: story.draft.id, seq: story.draft.seq.next, moment: moment ?? story.nextMoment, actor: actor,
            key: nil, change: change)
    }

    @Test func `every event moves the seq and the time`() throws {
        let story = try Story.began(by: ana, writing: "One.").joined(ben)
        for change in [
            Change.segmentStruck(.random()), .segmentRevised(.random(), content: "x", revision: 2),
            .draftUpdated(DraftUpdate()), .memberRemoved(dan, .viewer),
        ] {
            var draft = story.draft
            draft.apply(event(story, change))
            #expect(draft.seq == story.draft.seq.next)
            #expect(draft.updatedAt == story.nextMoment)
        }
    }

    @Test func `a member who wrote stays known as a former one, another is forgotten`() throws {
        let story = try Story.began(by: ana).joined(ben).joined(caro).passed(ana, to: ben).wrote(ben, "Hi.")
            .passed(ben, to: ana).left(ben).left(caro)
        #expect(story.draft.members[ben]?.role == .former)
        #expect(story.draft.members[ben]?.lastActiveAt == story.segments[0].createdAt)
        #expect(story.draft.members[caro] == nil)
        #expect(story.draft.role(of: ben) == nil)
        #expect(story.draft.membersInOrder.map(\.userID) == [ana, ben])
        #expect(story.draft.writers.map(\.userID) == [ana])
    }

    @Test func `who comes back joins anew and keeps what they wrote`() throws {
        let gone = try Story.began(by: ana).joined(ben).passed(ana, to: ben).wrote(ben, "Hi.").passed(ben, to: ana)
            .left(ben)
        let back = try gone.joined(ben, as: .viewer)
        #expect(back.draft.members[ben]?.joinedAt == back.draft.updatedAt)
        #expect(back.draft.members[ben]?.lastActiveAt == back.segments[0].createdAt)
        #expect(back.draft.role(of: ben) == .viewer)
    }

    @Test func `another role is no new joining`() throws {
        let story = try Story.began(by: ana).joined(ben)
        let changed = try story.joined(ben, as: .viewer)
        #expect(changed.draft.members[ben]?.joinedAt == story.draft.members[ben]?.joinedAt)
    }

    @Test func `an author whom nobody knows becomes a former member`() throws {
        let story = try Story.began(by: ana)
        let segment = Segment(
            id: .random(), draftID: story.draft.id, author: dan, content: "Hi.", createdAt: story.nextMoment, order: 0,
            key: nil, holderAtWrite: dan, tenure: 1, seq: 2)
        var draft = story.draft
        draft.apply(event(story, .segmentAdded(segment), by: dan))
        #expect(
            draft.members[dan]
                == Member(userID: dan, role: .former, joinedAt: story.nextMoment, lastActiveAt: story.nextMoment))
        #expect(draft.segmentCount == 1)
    }

    @Test(arguments: [Int.max, Int.max - 1, 1 << 53, -1, Int.min])
    func `numbers that cannot be do not stop the fold`(number: Int) throws {
        let story = try Story.began(by: ana, writing: "One.")
        let segment = Segment(
            id: .random(), draftID: story.draft.id, author: ana, content: "Hi.", createdAt: story.nextMoment,
            order: number, key: nil, holderAtWrite: ana, tenure: Tenure(rawValue: number), seq: Seq(rawValue: number))
        let pass = RingPass(
            from: ana, to: dan, passedAt: story.nextMoment, tenure: Tenure(rawValue: number), reason: .pass)
        var draft = story.draft
        var manuscript = story.manuscript
        for change in [
            Change.segmentAdded(segment), .ringPassed(pass),
            .segmentRevised(story.segments[0].id, content: "x", revision: number),
        ] {
            draft.apply(event(story, change))
            manuscript.apply(event(story, change))
        }
        #expect(draft.ring.holder == dan)
        #expect(draft.ring.passCount >= 0)
        #expect(draft.segmentCount >= 1)
        #expect(manuscript.segments.count == 1)
        #expect(Metrics(of: draft, ringPassesLast24h: 0).contributorCount == 1)
    }

    @Test(arguments: [Int.max, Int.min])
    func `what would follow from numbers that cannot be is still decided`(number: Int) throws {
        let story = try Story.began(by: ana, writing: "One.")
        let header = SegmentHeader(id: story.segments[0].id, author: ana, revision: number, isStruck: false)
        let revise = Command(actor: ana, action: .revise(header.id, content: "x", revision: nil))
        #expect(try story.draft.decide(revise, target: header, at: story.nextMoment).count == 1)
    }

    @Test func `a second beginning is no beginning`() throws {
        let story = try Story.began(by: ana, title: "First")
        var draft = story.draft
        draft.apply(event(story, .draftCreated(DraftCreation(creatorID: ben, title: "Second", platform: nil))))
        #expect(draft.title == "First" && draft.creatorID == ana && draft.ring.holder == ana)
    }

    @Test func `a log that does not begin with a beginning has no draft`() throws {
        let story = try Story.began(by: ana).joined(ben)
        #expect(Draft.folding([Event]()) == nil)
        #expect(Draft.folding(story.events.dropFirst()) == nil)
        #expect(story.events.last.flatMap(Draft.init(founding:)) == nil)
        #expect(Draft.folding(story.events) == story.draft)
    }

    @Test func `a beginning sets what it tells`() throws {
        let creation = DraftCreation(
            creatorID: ben, title: "T", platform: .named("x"), revise: .any, targetPublishAt: .storyBegin)
        let event = Event(
            draftID: .random(), seq: 1, moment: .storyBegin, actor: ben, key: nil, change: .draftCreated(creation))
        let draft = try #require(Draft(founding: event))
        #expect(draft.revise == .any && draft.targetPublishAt == .storyBegin && draft.platform == .named("x"))
        #expect(draft.status == .active && draft.role(of: ben) == .creator && draft.seq == 1)
    }
}
