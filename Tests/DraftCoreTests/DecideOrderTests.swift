import CollabTesting
import DraftCore
import Testing

/// Commands with several faults are refused for the first one in the order of the wire contract: membership, fields,
/// status, role, ring, tenure, then what only this command asks for.
@Suite struct DecideOrderTests {
    private let stale: Tenure = 1

    private func story(_ status: Draft.Status = .active) throws -> Story {
        let story = try Story.began(by: ana, writing: "From ana.").joined(ben).joined(caro, as: .viewer)
            .passed(ana, to: ben)
        return status == .active ? story : try story.became(status)
    }

    private func refusal(_ story: Story, _ actor: UserID, _ action: Command.Action) -> Rejection? {
        story.refusal(of: action, by: actor, tenure: stale)
    }

    @Test func `membership comes before fields`() throws {
        let locked = try story(.locked)
        #expect(refusal(locked, dan, .append(.random(), content: "")) == .forbidden(.notMember))
        #expect(refusal(locked, dan, .addMember(ben, .creator)) == .forbidden(.notMember))
        #expect(refusal(locked, dan, .update(DraftUpdate(title: ""))) == .forbidden(.notMember))
    }

    @Test func `fields come before status`() throws {
        let locked = try story(.locked)
        #expect(refusal(locked, caro, .append(.random(), content: "")) == .invalid(field: "content", .empty))
        let revise = Command.Action.revise(.random(), content: "", revision: nil)
        #expect(refusal(locked, caro, revise) == .invalid(field: "content", .empty))
    }

    @Test func `status comes before role`() throws {
        let completed = try story(.completed)
        #expect(refusal(completed, caro, .append(.random(), content: "x")) == .notActive(.completed))
        #expect(refusal(completed, caro, .pass(to: dan)) == .notActive(.completed))
        #expect(refusal(completed, ben, .reclaim) == .notActive(.completed))
    }

    @Test func `fields come before role where status does not matter`() throws {
        let title = DraftUpdate(title: " ")
        #expect(refusal(try story(), ben, .update(title)) == .invalid(field: "title", .empty))
        let unknown = Rejection.Flaw.unknownValue(allowed: ["contributor", "viewer"])
        #expect(refusal(try story(), ben, .addMember(ana, .former)) == .invalid(field: "role", unknown))
        #expect(refusal(try story(), ana, .addMember(ben, .creator)) == .invalid(field: "role", unknown))
    }

    @Test func `role comes before ring`() throws {
        #expect(refusal(try story(), caro, .append(.random(), content: "x")) == .forbidden(.viewer))
        #expect(refusal(try story(), caro, .pass(to: caro)) == .forbidden(.viewer))
    }

    @Test func `ring comes before tenure`() throws {
        #expect(refusal(try story(), ana, .append(.random(), content: "x")) == .ringRequired(holder: ben))
        #expect(refusal(try story(), ana, .pass(to: ben)) == .forbidden(.notHolder))
    }

    @Test func `tenure comes before what only this command asks for`() throws {
        let stale = Rejection.ringStale(current: 2)
        #expect(refusal(try story(), ben, .revise(.random(), content: "x", revision: nil)) == stale)
        #expect(refusal(try story(), ben, .strike(.random())) == stale)
        #expect(refusal(try story(), ben, .pass(to: caro)) == stale)
        let alone = try Story.began(by: ana).passed(ana, to: ana)
        #expect(refusal(alone, ana, .passSmart(.roundRobin)) == stale)
    }

    @Test func `managing asks for no tenure`() throws {
        let story = try story()
        #expect(refusal(story, ana, .addMember(dan, .viewer)) == nil)
        #expect(refusal(story, ana, .reclaim) == nil)
        #expect(refusal(story, ana, .update(DraftUpdate(title: "New"))) == nil)
    }

    @Test func `a segment must exist, then be one's own, then stand, then be as its reviser saw it`() throws {
        let story = try Story.began(by: ana, writing: "First.").joined(ben).struck(ana, 0).wrote(ana, "Second.")
            .passed(ana, to: ben)
        func refusal(_ id: SegmentID, in story: Story) -> Rejection? {
            story.refusal(of: .revise(id, content: "x", revision: 9), by: ben)
        }
        #expect(refusal(.random(), in: story) == .missing(.segment))
        #expect(refusal(story.segments[0].id, in: story) == .forbidden(.othersSegment(author: ana)))
        let open = try story.letting(revise: .any)
        #expect(refusal(open.segments[0].id, in: open) == .conflict(.struckSegment))
        #expect(refusal(open.segments[1].id, in: open) == .conflict(.staleRevision(current: 1)))
    }
}
