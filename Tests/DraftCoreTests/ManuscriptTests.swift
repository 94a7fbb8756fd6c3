import CollabTesting
import DraftCore
import Testing

@Suite struct ManuscriptTests {
    private func story(_ count: Int) throws -> Story {
        var story = try Story.began(by: ana)
        for number in 0..<count { story = try story.wrote(ana, "s\(number)") }
        return story
    }

    /// The newest part of `story` as a snapshot tells of it.
    private func part(of story: Story, from order: Int) -> Manuscript {
        Manuscript(segments: Array(story.segments[order...]), firstOrder: order)
    }

    private func applied(_ manuscript: Manuscript, _ events: some Sequence<Event>) -> Manuscript {
        var manuscript = manuscript
        for event in events { manuscript.apply(event) }
        return manuscript
    }

    private func since(_ seq: Seq, in story: Story) -> [Event] {
        story.events.filter { $0.seq > seq }
    }

    @Test func `segments are found by place and by id`() throws {
        let story = try story(5)
        let part = part(of: story, from: 2)
        #expect(part[3]?.content == "s3")
        #expect(part[story.segments[4].id]?.order == 4)
        for order in [-1, 1, 5, Int.max, Int.min + 2] { #expect(part[order] == nil) }
        #expect(part[story.segments[0].id] == nil)
        #expect(!part.isComplete && story.manuscript.isComplete && Manuscript().isComplete)
    }

    @Test func `a segment that would leave a hole is passed over, and so is one that is here`() throws {
        let story = try story(3)
        let manuscript = applied(Manuscript(), [story.events[1], story.events[3], story.events[1]])
        #expect(manuscript.segments.map(\.content) == ["s0"])
    }

    @Test func `what another history lacks is what came or was reworded after it parts from this one`() throws {
        let earlier = try story(3)
        let later = try earlier.revised(ana, 1, "s1, reworded").wrote(ana, "s3").wrote(ana, "s4").struck(ana, 4)
        #expect(later.manuscript.segments(missingFrom: earlier.manuscript).map(\.content) == ["s1, reworded", "s3"])
        #expect(earlier.manuscript.segments(missingFrom: later.manuscript) == [])
        // What lies before the part of the other that is known may well be in it.
        #expect(later.manuscript.segments(missingFrom: part(of: earlier, from: 2)).map(\.content) == ["s3"])
        #expect(earlier.manuscript.segments(missingFrom: Manuscript()).count == 3)
    }

    @Test func `pages come before what is here until it is complete`() throws {
        let story = try story(7)
        var manuscript = part(of: story, from: 5)
        manuscript.prepend(Array(story.segments[2..<5]))
        #expect(manuscript.firstOrder == 2)
        manuscript.prepend(Array(story.segments[0..<2]))
        #expect(manuscript == story.manuscript)
    }

    @Test func `a page that reaches into what is here gives only what is older`() throws {
        let story = try story(6)
        var manuscript = part(of: story, from: 3)
        manuscript.prepend(Array(story.segments[0...5]))
        #expect(manuscript == story.manuscript)
    }

    @Test func `a page with a hole, before a hole or twice changes nothing`() throws {
        let story = try story(6)
        let part = part(of: story, from: 4)
        for page in [
            Array(story.segments[0...1]), [story.segments[0], story.segments[3]],
            [story.segments[3], story.segments[3]],
            [], [story.segments[4]],
        ] {
            var manuscript = part
            manuscript.prepend(page)
            #expect(manuscript == part)
        }
    }

    @Test func `an empty end can be filled from behind`() throws {
        let story = try story(2)
        var manuscript = Manuscript(segments: [], firstOrder: 2)
        manuscript.prepend(story.segments)
        #expect(manuscript == story.manuscript)
    }

    @Test func `an older page gets the wordings that came by event since`() throws {
        let before = try story(4)
        let after = try before.revised(ana, 0, "new").struck(ana, 1).revised(ana, 3, "end")
        var manuscript = applied(part(of: before, from: 2), since(before.draft.seq, in: after))
        manuscript.prepend(Array(before.segments[0..<2]))
        #expect(manuscript == after.manuscript)
    }

    @Test func `a newer page keeps its own wordings`() throws {
        let before = try story(4)
        let between = try before.revised(ana, 0, "new")
        let after = try between.revised(ana, 0, "newest").struck(ana, 1)
        var manuscript = applied(part(of: before, from: 2), since(before.draft.seq, in: between))
        manuscript.prepend(Array(after.segments[0..<2]))
        let caughtUp = applied(manuscript, since(between.draft.seq, in: after))
        #expect(manuscript[0]?.content == "newest")
        #expect(manuscript[1]?.isStruck == true)
        #expect(caughtUp == after.manuscript)
    }

    @Test func `a page is only as new as the events that come after it`() throws {
        let before = try story(4)
        let after = try before.revised(ana, 0, "new").struck(ana, 1)
        var manuscript = part(of: before, from: 2)
        manuscript.prepend(Array(before.segments[0..<2]))
        #expect(applied(manuscript, since(before.draft.seq, in: after)) == after.manuscript)
    }

    @Test func `old facts that come again change nothing, also for segments that are not here yet`() throws {
        let before = try story(3)
        let after = try before.revised(ana, 0, "one").revised(ana, 0, "two").revised(ana, 1, "gone").struck(ana, 1)
        let news = since(before.draft.seq, in: after)
        var whole = applied(before.manuscript, news)
        whole = applied(whole, news)
        #expect(whole == after.manuscript)
        var part = applied(part(of: before, from: 2), news)
        part = applied(part, news)
        part.prepend(Array(before.segments[0..<2]))
        #expect(part == after.manuscript)
    }

    @Test func `plain text is the segments and blank lines between them, nothing else`() throws {
        #expect(Manuscript().plainText == "")
        let story = try Story.began(by: ana).wrote(ana, "One\ntwo.").wrote(ana, "Gone.").wrote(ana, "  Three.\n")
            .struck(ana, 1)
        #expect(story.manuscript.plainText == "One\ntwo.\n\n  Three.\n")
    }

    @Test func `Markdown begins with the title`() throws {
        let story = try Story.began(by: ana, title: "The Lighthouse").wrote(ana, "One.").wrote(ana, "*Two.*")
        #expect(story.manuscript.markdown(title: story.draft.title) == "# The Lighthouse\n\nOne.\n\n*Two.*\n")
        #expect(Manuscript().markdown(title: "Empty") == "# Empty\n")
    }
}
