import CollabTesting
import DraftCore
import Testing

/// Appending, revising and striking.
@Suite struct DecideWritingTests {
    @Test func `a segment says all that the log keeps of it`() throws {
        let story = try Story.began(by: ana, writing: "One.").joined(ben).passed(ana, to: ben)
            .wrote(ben, "Two.", key: .named("k2"))
        let segment = try #require(story.segments.last)
        let expected = Segment(
            id: segment.id, draftID: story.draft.id, author: ben, content: "Two.", createdAt: story.draft.updatedAt,
            order: 1, key: .named("k2"), holderAtWrite: ben, tenure: 2, seq: 5)
        #expect(segment == expected)
        #expect(story.events.last?.seq == segment.seq)
    }

    @Test(arguments: [
        (nil, 16_384), ("blog", 16_384), ("x", 500), ("instagram", 500), ("tiktok", 500), ("youtube", 500),
    ])
    func `a segment is as long as the platform lets it be`(platform: String?, limit: Int) throws {
        let story = try Story.began(by: ana, platform: platform.map { .named($0) })
        let longest = String(repeating: "👩", count: limit)
        #expect(story.draft.segmentLimit == limit)
        #expect(story.refusal(of: .append(.random(), content: longest), by: ana) == nil)
        let refusal = story.refusal(of: .append(.random(), content: longest + "!"), by: ana)
        #expect(refusal == .invalid(field: "content", .tooLong(limit: limit)))
    }

    @Test func `length counts Unicode scalars, not what is seen as one letter`() throws {
        let story = try Story.began(by: ana, platform: .named("x"))
        let letters = String(repeating: "e\u{301}", count: 251)
        let refusal = story.refusal(of: .append(.random(), content: letters), by: ana)
        #expect(refusal == .invalid(field: "content", .tooLong(limit: 500)))
    }

    @Test func `a forbidden character is named with its place`() throws {
        let story = try Story.began(by: ana, writing: "One.")
        for action in [
            Command.Action.append(.random(), content: "ab\u{1B}[2J"),
            .revise(story.segments[0].id, content: "ab\u{1B}[2J", revision: nil),
        ] {
            guard case .invalid("content", .forbiddenCharacter(let violation)) = story.refusal(of: action, by: ana)
            else {
                Issue.record("not refused for its character")
                return
            }
            #expect(violation.offset == 2 && violation.codePoint == "U+001B")
        }
    }

    @Test func `white space alone is a text`() throws {
        #expect(try Story.began(by: ana).refusal(of: .append(.random(), content: "\n\t "), by: ana) == nil)
    }

    @Test func `a late command of an earlier tenure is refused although the ring came back`() throws {
        let story = try Story.began(by: ana).joined(ben).passed(ana, to: ben).passed(ben, to: ana)
        let append = Command.Action.append(.random(), content: "Late.")
        #expect(story.refusal(of: append, by: ana, tenure: 1) == .ringStale(current: 3))
        #expect(story.refusal(of: append, by: ana, tenure: 2) == .ringStale(current: 3))
        #expect(story.refusal(of: append, by: ana, tenure: 4) == .ringStale(current: 3))
        #expect(story.refusal(of: append, by: ana, tenure: 3) == nil)
        #expect(story.refusal(of: append, by: ana, tenure: nil) == nil)
    }

    @Test func `a revision counts up and keeps the place`() throws {
        let story = try Story.began(by: ana, writing: "One.").wrote(ana, "Two.").revised(ana, 0, "Won.")
        let revised = try story.revised(ana, 0, "Wonder.")
        #expect(revised.segments[0].content == "Wonder.")
        #expect(revised.segments[0].revision == 3)
        #expect(revised.segments[0].revisedAt == revised.draft.updatedAt)
        #expect(revised.segments.map(\.order) == [0, 1])
        #expect(revised.draft.segmentCount == 2)
    }

    @Test(arguments: [0, 1, 3, Int.max, Int.min])
    func `a revision made from another wording is refused`(seen: Int) throws {
        let story = try Story.began(by: ana, writing: "One.").revised(ana, 0, "Won.")
        let revise = Command.Action.revise(story.segments[0].id, content: "x", revision: seen)
        #expect(story.refusal(of: revise, by: ana) == .conflict(.staleRevision(current: 2)))
    }

    @Test func `a revision made from the present wording, or from none in particular, is taken`() throws {
        let story = try Story.began(by: ana, writing: "One.").revised(ana, 0, "Won.")
        let id = story.segments[0].id
        for seen in [2, nil] { #expect(story.refusal(of: .revise(id, content: "x", revision: seen), by: ana) == nil) }
    }

    @Test func `others' segments are theirs, unless the draft says otherwise`() throws {
        let story = try Story.began(by: ana, writing: "One.").joined(ben).passed(ana, to: ben)
        let id = story.segments[0].id
        let mine = Rejection.forbidden(.othersSegment(author: ana))
        #expect(story.refusal(of: .revise(id, content: "x", revision: nil), by: ben) == mine)
        #expect(story.refusal(of: .strike(id), by: ben) == mine)
        let open = try story.letting(revise: .any)
        #expect(try open.revised(ben, 0, "x").segments[0].content == "x")
        #expect(try open.struck(ben, 0).segments[0].isStruck)
    }

    @Test func `a struck segment keeps its place and takes nothing more`() throws {
        let story = try Story.began(by: ana, writing: "One.").wrote(ana, "Two.").struck(ana, 0)
        #expect(story.segments.map(\.content) == [nil, "Two."])
        #expect(story.draft.segmentCount == 2)
        let id = story.segments[0].id
        #expect(story.refusal(of: .strike(id), by: ana) == .conflict(.struckSegment))
        #expect(story.refusal(of: .revise(id, content: "x", revision: 1), by: ana) == .conflict(.struckSegment))
    }

    @Test func `only what names a segment has a target`() throws {
        let id = SegmentID.random()
        #expect(Command(actor: ana, action: .revise(id, content: "x", revision: nil)).target == id)
        #expect(Command(actor: ana, action: .strike(id)).target == id)
        #expect(Command(actor: ana, action: .append(id, content: "x")).target == nil)
        #expect(Command(actor: ana, action: .reclaim).target == nil)
    }
}
