import CollabTesting
import DraftCore
import Testing

/// What a snapshot and older pages do to a replica that has something pending, by example.
@Suite struct ReplicaSnapshotTests {
    private let begun: Story
    private let one = Command.append("One.", by: ana, key: "k1")
    private let two = Command.append("Two.", by: ana, key: "k2")

    init() throws {
        begun = try Story.began(by: ana, writing: "Zero.").joined(ben).joined(caro)
    }

    /// What a snapshot of `story` acknowledges after ana has asked for `commands`, and what stays pending.
    private func reset(
        to story: Story, pending commands: [Command], newest count: Int = .max
    ) -> (acknowledged: [Command], replica: Replica) {
        var replica = begun.replica
        for command in commands { replica.submit(command) }
        let acknowledged = replica.reset(draft: story.draft, manuscript: story.newest(min(count, story.segments.count)))
        return (acknowledged, replica)
    }

    @Test func `a snapshot acknowledges what stands in it and keeps the rest`() throws {
        let after = try begun.then(one)
        let (acknowledged, replica) = reset(to: after, pending: [one, two])
        #expect(acknowledged == [one])
        #expect(replica.pendingKeys == ["k2"])
        #expect(replica.tailTexts == ["Two."])
        #expect(replica.confirmed == after.draft && replica.manuscript == after.manuscript)
        #expect(replica.visible.draft.segmentCount == after.draft.segmentCount + 1)
    }

    @Test func `a snapshot acknowledges a struck segment too`() throws {
        let after = try begun.then(one).struck(ana, 1)
        #expect(reset(to: after, pending: [one]).acknowledged == [one])
    }

    @Test func `a snapshot that does not show a command keeps it`() throws {
        let after = try begun.then(one).wrote(ana, "Newer.")
        let (acknowledged, replica) = reset(to: after, pending: [one], newest: 1)
        #expect(acknowledged.isEmpty)
        #expect(replica.pendingKeys == ["k1"])
    }

    @Test func `a snapshot that reaches as far as the answer acknowledges`() throws {
        let after = try begun.then(one).wrote(ana, "Newer.")
        var replica = begun.replica
        replica.submit(one)
        replica.acknowledge(.named("k1"), at: begun.draft.seq.next)
        #expect(replica.reset(draft: begun.draft, manuscript: begun.manuscript).isEmpty)
        #expect(replica.tailStates == [.acknowledged])
        #expect(replica.reset(draft: after.draft, manuscript: after.newest(1)) == [one])
        #expect(replica.pending.isEmpty)
    }

    @Test func `somebody else's segment with the same key acknowledges nothing`() throws {
        let after = try begun.passed(ana, to: ben).wrote(ben, "Ben's.", key: .named("k1"))
        let (acknowledged, replica) = reset(to: after, pending: [one])
        #expect(acknowledged.isEmpty && replica.pendingKeys == ["k1"])
        #expect(replica.tailStates == [.waiting])
    }

    @Test func `a snapshot whose ring shows our pass acknowledges it`() throws {
        let pass = Command.pass(to: ben, by: ana, key: "k1", tenure: 1)
        let smart = Command(actor: ana, key: .named("k1"), tenure: 1, action: .passSmart(.roundRobin))
        for command in [pass, smart] {
            let (acknowledged, replica) = reset(to: try begun.then(command), pending: [command])
            #expect(acknowledged == [command])
            #expect(replica.pending.isEmpty && replica.visible.draft.ring.holder == ben)
        }
    }

    @Test func `a snapshot whose ring shows our reclaim acknowledges it`() throws {
        let reclaim = Command.asking(.reclaim, by: ana, key: "k1")
        let after = try begun.passed(ana, to: ben).then(reclaim)
        #expect(reset(to: after, pending: [reclaim]).acknowledged == [reclaim])
    }

    @Test func `somebody else's pass with the same key acknowledges nothing`() throws {
        let away = try begun.passed(ana, to: ben)
        let back = try away.passed(ben, to: ana, key: .named("k1"))
        let on = try away.passed(ben, to: caro, key: .named("k1"))
        let pass = Command.pass(to: caro, by: ana, key: "k1")
        let smart = Command.asking(.passSmart(.roundRobin), by: ana, key: "k1")
        let reclaim = Command.asking(.reclaim, by: ana, key: "k1")
        for (story, command) in [(back, pass), (back, smart), (on, pass), (on, smart), (on, reclaim)] {
            let (acknowledged, replica) = reset(to: story, pending: [command])
            #expect(acknowledged.isEmpty && replica.pendingKeys == ["k1"], "\(command)")
        }
    }

    @Test func `a pass with another key, or of an earlier turn, is kept`() throws {
        let pass = Command.pass(to: ben, by: ana, key: "k1", tenure: 1)
        let other = try begun.passed(ana, to: ben, key: .named("k2"))
        let older = try begun.then(pass).passed(ben, to: caro)
        for story in [other, older] {
            let (acknowledged, replica) = reset(to: story, pending: [pass])
            #expect(acknowledged.isEmpty && replica.pendingKeys == ["k1"])
        }
    }

    @Test func `events go on from a snapshot`() throws {
        let middle = try begun.wrote(ana, "Other.")
        let after = try middle.then(one).then(two)
        var (_, replica) = reset(to: middle, pending: [one, two])
        #expect(
            replica.receive(after.events(since: middle)) == [
                .applied(acknowledged: one), .applied(acknowledged: two),
            ])
        #expect(replica.manuscript == after.manuscript && replica.visible.draft == after.draft)
    }

    @Test func `an older page comes before what is here and leaves what is pending`() throws {
        let long = try begun.wrote(ana, "A.").wrote(ana, "B.").wrote(ana, "C.")
        var replica = Replica(draft: long.draft, manuscript: long.newest(1))
        replica.submit(one)
        replica.prepend(Array(long.segments[1..<3]))
        #expect(replica.manuscript.segments.map(\.content) == ["A.", "B.", "C."])
        replica.prepend(Array(long.segments[0..<1]))
        #expect(replica.manuscript == long.manuscript)
        #expect(replica.tailTexts == ["One."] && replica.confirmed == long.draft)
    }

    @Test func `a command on a segment that has not been loaded is in doubt until its page is here`() throws {
        let long = try begun.wrote(ana, "A.").wrote(ana, "B.")
        let id = long.segments[0].id
        var replica = Replica(draft: long.draft, manuscript: long.newest(1))
        replica.submit(.asking(.revise(id, content: "Nought.", revision: 1), by: ana, key: "k1"))
        #expect(replica.visible.doubtful == [.named("k1")] && replica.visible.amended.isEmpty)
        replica.prepend(Array(long.segments[0..<2]))
        #expect(replica.visible.doubtful.isEmpty)
        #expect(replica.visible.amended[id]?.content == "Nought.")
    }
}
