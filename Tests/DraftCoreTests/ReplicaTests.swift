import CollabTesting
import DraftCore
import Testing

/// How what a client asked for meets what the log says, by example.
@Suite struct ReplicaTests {
    /// Ana holds the ring; one segment stands.
    private let begun: Story
    private let one = Command.append("One.", by: ana, key: "k1")
    private let two = Command.append("Two.", by: ana, key: "k2")

    init() throws {
        begun = try Story.began(by: ana, writing: "Zero.").joined(ben)
    }

    @Test func `what is asked for shows at once and is not confirmed`() {
        var replica = begun.replica
        replica.submit(one)
        #expect(replica.tailTexts == ["One."])
        #expect(replica.tailStates == [.sending])
        #expect(replica.visible.draft.segmentCount == 2)
        #expect(replica.confirmed == begun.draft)
        #expect(replica.manuscript == begun.manuscript)
    }

    @Test func `an event acknowledges the command whose key it carries`() throws {
        let after = try begun.then(one)
        var replica = begun.replica
        replica.submit(one)
        #expect(replica.receive(after.events(since: begun)) == [.applied(acknowledged: one)])
        #expect(replica.pending.isEmpty && replica.visible.tail.isEmpty)
        #expect(replica.confirmed == after.draft && replica.visible.draft == after.draft)
        #expect(replica.manuscript == after.manuscript)
    }

    @Test func `an answer before its event keeps the text until the event is here`() throws {
        let after = try begun.then(one)
        var replica = begun.replica
        replica.submit(one)
        replica.acknowledge(.named("k1"), at: after.draft.seq)
        #expect(replica.tailStates == [.acknowledged])
        #expect(replica.pending.first?.acknowledgedAt == after.draft.seq)
        #expect(replica.receive(after.events(since: begun)) == [.applied(acknowledged: one)])
        #expect(replica.pending.isEmpty && replica.manuscript == after.manuscript)
    }

    @Test func `an answer after its event, or a second one, changes nothing`() throws {
        let after = try begun.then(one)
        var replica = begun.replica
        replica.submit(one)
        replica.submit(two)
        replica.receive(after.events(since: begun))
        for _ in 1...2 { replica.acknowledge(.named("k1"), at: after.draft.seq) }
        #expect(replica.pendingKeys == ["k2"])
        #expect(replica.tailStates == [.sending])
    }

    @Test func `an answer that comes twice before its event counts once`() throws {
        let after = try begun.then(one)
        var replica = begun.replica
        replica.submit(one)
        for _ in 1...2 { replica.acknowledge(.named("k1"), at: after.draft.seq) }
        #expect(replica.receive(after.events(since: begun)) == [.applied(acknowledged: one)])
        #expect(replica.receive(after.events(since: begun)) == [.duplicate])
        #expect(replica.manuscript == after.manuscript)
    }

    @Test func `an answer for a place that is confirmed settles its command`() throws {
        let after = try begun.then(one)
        var replica = after.replica
        replica.submit(one)
        replica.acknowledge(.named("k1"), at: after.draft.seq)
        #expect(replica.pending.isEmpty && replica.visible.tail.isEmpty)
    }

    @Test func `a command that changed nothing is settled by the events before its answer`() throws {
        let after = try begun.wrote(ana, "Other.")
        let unchanged = Command.asking(.addMember(ben, .contributor), by: ana, key: "k1")
        var replica = begun.replica
        replica.submit(unchanged)
        replica.acknowledge(.named("k1"), at: after.draft.seq)
        #expect(replica.receive(after.events(since: begun)) == [.applied(acknowledged: unchanged)])
        #expect(replica.pending.isEmpty)
    }

    @Test func `a command of several events is acknowledged by the first of them`() throws {
        let before = try begun.passed(ana, to: ben)
        let remove = Command.asking(.removeMember(ben), by: ana, key: "k1")
        let after = try before.then(remove)
        var replica = before.replica
        replica.submit(remove)
        #expect(replica.visible.draft.ring.holder == ana && replica.visible.draft.role(of: ben) == nil)
        replica.acknowledge(.named("k1"), at: after.draft.seq)
        #expect(
            replica.receive(after.events(since: before)) == [
                .applied(acknowledged: remove), .applied(acknowledged: nil),
            ])
        #expect(replica.visible.draft == after.draft && replica.pending.isEmpty)
    }

    @Test func `a refusal forgets its command and all behind it, in their order`() {
        let three = Command.pass(to: ben, by: ana, key: "k3")
        var replica = begun.replica
        for command in [one, two, three] { replica.submit(command) }
        #expect(replica.refuse(.named("k2")) == [two, three])
        #expect(replica.pendingKeys == ["k1"])
        #expect(replica.tailTexts == ["One."])
        #expect(replica.visible.draft.ring.holder == ana)
        #expect(replica.refuse(.named("k2")).isEmpty && replica.refuse(.named("other")).isEmpty)
        #expect(replica.pendingKeys == ["k1"])
    }

    @Test func `after a refusal with nothing else pending the replica equals the log`() {
        var replica = begun.replica
        replica.submit(one)
        replica.submit(.pass(to: ben, by: ana, key: "k2"))
        _ = replica.refuse(.named("k1"))
        #expect(replica.visible == begun.replica.visible)
        #expect(replica.visible.draft == begun.draft)
    }

    @Test func `an event that is known changes nothing`() throws {
        var replica = begun.replica
        replica.submit(one)
        let before = replica.visible
        #expect(replica.receive(begun.events).allSatisfy { $0 == .duplicate })
        #expect(replica.visible == before && replica.manuscript == begun.manuscript)
    }

    @Test func `an event that comes too early says what is missing and changes nothing`() throws {
        let after = try begun.then(one).wrote(ana, "More.")
        var replica = begun.replica
        replica.submit(one)
        #expect(replica.receive(after.events[after.events.count - 1]) == .gap(after: begun.draft.seq))
        #expect(replica.confirmed == begun.draft && replica.tailTexts == ["One."])
        #expect(replica.receive(after.events(since: begun)).contains(.gap(after: begun.draft.seq)) == false)
        #expect(replica.confirmed == after.draft)
    }

    @Test func `an event of another draft changes nothing`() throws {
        let other = try Story.began(by: ana, seed: 2).joined(ben).wrote(ana, "Elsewhere.").wrote(ana, "Far.")
        var replica = begun.replica
        #expect(replica.receive(other.events).allSatisfy { $0 == .duplicate })
        #expect(replica.confirmed == begun.draft)
    }

    @Test func `another writer's event with the same key acknowledges nothing`() throws {
        let before = try begun.passed(ana, to: ben)
        let after = try before.wrote(ben, "Ben's.", key: .named("k1"))
        var replica = before.replica
        replica.submit(one)
        #expect(replica.receive(after.events(since: before)) == [.applied(acknowledged: nil)])
        #expect(replica.pendingKeys == ["k1"])
        #expect(replica.tailTexts == ["One."])
    }

    @Test func `events without a key acknowledge nothing`() throws {
        var replica = begun.replica
        replica.submit(one)
        let after = try begun.wrote(ana, "From elsewhere.")
        #expect(replica.receive(after.events(since: begun)) == [.applied(acknowledged: nil)])
        #expect(replica.manuscript == after.manuscript && replica.tailTexts == ["One."])
    }
}
