import CollabTesting
import DraftCore
import Testing

/// What the screen shows of commands that have no verdict, by example.
@Suite struct VisibleDraftTests {
    /// Ana, who began, holds the ring; ben may write.
    private let begun: Story

    init() throws {
        begun = try Story.began(by: ana, writing: "Zero.").joined(ben)
    }

    @Test func `pending segments stand in the order they were sent, after the confirmed ones`() {
        var replica = begun.replica
        for number in 1...3 { replica.submit(.append("s\(number)", by: ana, key: "k\(number)")) }
        #expect(replica.tailTexts == ["s1", "s2", "s3"])
        #expect(replica.visible.tail.map(\.segment.order) == [1, 2, 3])
        #expect(replica.visible.tail.map(\.segment.author) == [ana, ana, ana])
    }

    @Test func `a pending pass takes the ring away at once, and its refusal gives it back`() {
        var replica = begun.replica
        replica.submit(.pass(to: ben, by: ana, key: "k1"))
        #expect(replica.visible.draft.ring.holder == ben)
        #expect(replica.visible.draft.ring.tenure == 2)
        #expect(replica.confirmed.ring.holder == ana)
        _ = replica.refuse(.named("k1"))
        #expect(replica.visible.draft.ring.holder == ana)
    }

    @Test func `text written behind a pending pass is in doubt, and stays shown`() {
        var replica = begun.replica
        replica.submit(.pass(to: ben, by: ana, key: "k1"))
        replica.submit(.append("Too late.", by: ana, key: "k2"))
        #expect(replica.tailTexts == ["Too late."])
        #expect(replica.tailStates == [.waiting])
        #expect(replica.visible.doubtful == [.named("k2")])
        #expect(replica.visible.draft.segmentCount == 1)
    }

    @Test func `text that the draft's new state forbids waits at the end until the server refuses it`() throws {
        let gone = try begun.passed(ana, to: ben)
        let after = try gone.wrote(ben, "Ben's.")
        let late = Command.append("Mine.", by: ana, key: "k1", tenure: 1)
        var replica = begun.replica
        replica.submit(late)
        replica.receive(after.events(since: begun))
        #expect(replica.manuscript == after.manuscript)
        #expect(replica.tailTexts == ["Mine."] && replica.tailStates == [.waiting])
        #expect(replica.visible.draft == after.draft)
        #expect(replica.refuse(.named("k1")) == [late])
        #expect(replica.visible.tail.isEmpty && replica.visible.doubtful.isEmpty)
    }

    @Test func `what was in doubt is so no more once the draft allows it again`() throws {
        let locked = try begun.became(.locked)
        let open = try locked.became(.active)
        var replica = begun.replica
        replica.submit(.append("Mine.", by: ana, key: "k1"))
        replica.receive(locked.events(since: begun))
        #expect(replica.tailStates == [.waiting])
        replica.receive(open.events(since: locked))
        #expect(replica.tailStates == [.sending] && replica.visible.doubtful.isEmpty)
    }

    @Test func `several texts in doubt keep their order and places`() throws {
        let after = try begun.passed(ana, to: ben)
        var replica = begun.replica
        for number in 1...3 { replica.submit(.append("s\(number)", by: ana, key: "k\(number)", tenure: 1)) }
        replica.receive(after.events(since: begun))
        #expect(replica.tailTexts == ["s1", "s2", "s3"])
        #expect(replica.tailStates == [.waiting, .waiting, .waiting])
        #expect(replica.visible.tail.map(\.segment.order) == [1, 2, 3])
    }

    @Test func `a pending revision shows the new wording and leaves the confirmed one`() throws {
        let id = begun.segments[0].id
        var replica = begun.replica
        replica.submit(.asking(.revise(id, content: "Nought.", revision: 1), by: ana, key: "k1"))
        let amended = try #require(replica.visible.amended[id])
        #expect(amended.content == "Nought." && amended.revision == 2)
        #expect(amended.revisedAt == replica.pending[0].madeAt)
        #expect(replica.manuscript[id]?.content == "Zero.")
        _ = replica.refuse(.named("k1"))
        #expect(replica.visible.amended.isEmpty)
    }

    @Test func `one revision builds on another, and a strike on both`() {
        let id = begun.segments[0].id
        var replica = begun.replica
        replica.submit(.asking(.revise(id, content: "Nought.", revision: 1), by: ana, key: "k1"))
        replica.submit(.asking(.revise(id, content: "Nil.", revision: 2), by: ana, key: "k2"))
        #expect(replica.visible.amended[id]?.content == "Nil." && replica.visible.amended[id]?.revision == 3)
        replica.submit(.asking(.strike(id), by: ana, key: "k3"))
        #expect(replica.visible.amended[id]?.isStruck == true)
        #expect(replica.visible.doubtful.isEmpty)
        replica.submit(.asking(.revise(id, content: "Back.", revision: nil), by: ana, key: "k4"))
        #expect(replica.visible.doubtful == [.named("k4")] && replica.visible.amended[id]?.isStruck == true)
    }

    @Test func `a revision of an older wording is in doubt, and no text of it is shown at the end`() throws {
        let id = begun.segments[0].id
        let after = try begun.revised(ana, 0, "Elsewhere.")
        var replica = begun.replica
        replica.submit(.asking(.revise(id, content: "Nought.", revision: 1), by: ana, key: "k1"))
        replica.receive(after.events(since: begun))
        #expect(replica.visible.amended.isEmpty && replica.visible.tail.isEmpty)
        #expect(replica.visible.doubtful == [.named("k1")])
        #expect(replica.manuscript[id]?.content == "Elsewhere.")
    }

    @Test func `a segment can be revised and struck before it has come back`() throws {
        let append = Command.append("One.", by: ana, key: "k1")
        guard case .append(let id, _) = append.action else { return }
        let revise = Command.asking(.revise(id, content: "Eins.", revision: nil), by: ana, key: "k2")
        var replica = begun.replica
        replica.submit(append)
        replica.submit(revise)
        #expect(replica.tailTexts == ["Eins."] && replica.visible.doubtful.isEmpty)
        #expect(replica.visible.tail.first?.segment.revision == 2)
        let between = try begun.then(append)
        replica.receive(between.events(since: begun))
        #expect(replica.visible.tail.isEmpty && replica.visible.amended[id]?.content == "Eins.")
        replica.receive(try between.then(revise).events(since: between))
        #expect(replica.visible.amended.isEmpty && replica.manuscript[id]?.content == "Eins.")
        let strikeAll = [append, .asking(.strike(id), by: ana, key: "k3")]
        var other = begun.replica
        for command in strikeAll { other.submit(command) }
        #expect(other.visible.tail.map(\.segment.isStruck) == [true] && other.visible.doubtful.isEmpty)
    }

    @Test func `pending settings show at once`() {
        var replica = begun.replica
        replica.submit(.asking(.update(DraftUpdate(title: "Lamp", status: .locked)), by: ana, key: "k1"))
        replica.submit(.append("Too late.", by: ana, key: "k2"))
        #expect(replica.visible.draft.title == "Lamp" && replica.visible.draft.status == .locked)
        #expect(replica.confirmed.title == "The Lighthouse")
        #expect(replica.tailStates == [.waiting])
    }

    @Test func `taking an event in copies nothing of the manuscript`() throws {
        var replica = begun.replica
        replica.submit(.append("Mine.", by: ana, key: "k1"))
        var story = begun
        var moves = 0
        var place: UInt?
        for number in 0..<100 {
            let before = story
            story = try number % 2 == 0 ? story.wrote(ana, "s\(number)") : story.revised(ana, 0, "r\(number)")
            replica.receive(story.events(since: before))
            let now = replica.manuscript.segments.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
            if now != place { moves += 1 }
            place = now
        }
        // Room for more is made a few times, by doubling; a copy an event would move it every time.
        #expect(moves < 12)
    }
}
