import CollabTesting
import DraftCore
import Testing

/// What holds for every replica, whatever the network does. A failure names its seed, and the seed is the case.
@Suite struct ReplicaLawTests {
    private static let seeds = UInt64(0)..<100

    @Test(arguments: seeds)
    func `whatever happens, what is shown is the log with what is pending laid over it`(seed: UInt64) throws {
        var world = ModelWorld(seed: seed)
        for number in 0..<250 {
            let client = world.clients[world.step()]
            let known = world.server.state(at: client.replica.confirmed.seq)
            try #require(client.replica.confirmed == known.draft, "after step \(number)")
            try #require(client.replica.manuscript.isAtLeast(known.manuscript), "after step \(number)")
            try #require(client.showsWhatIsPending, "after step \(number)")
        }
    }

    @Test(arguments: seeds)
    func `when all is quiet every replica equals the log`(seed: UInt64) throws {
        var world = ModelWorld(seed: seed)
        for _ in 0..<250 { _ = world.step() }
        world.calmDown()
        let end = world.server.state
        for client in world.clients {
            #expect(client.replica.pending.isEmpty)
            #expect(client.replica.confirmed == end.draft && client.replica.visible.draft == end.draft)
            #expect(client.replica.manuscript == end.manuscript)
            #expect(client.shown == end.manuscript.segments && client.replica.visible.doubtful.isEmpty)
        }
    }

    @Test(arguments: seeds)
    func `what was accepted is in the log once, and what was not was given back once`(seed: UInt64) throws {
        var world = ModelWorld(seed: seed)
        for _ in 0..<250 { _ = world.step() }
        world.calmDown()
        for client in world.clients {
            let told = Dictionary(grouping: client.acknowledged, by: \.key).mapValues(\.count)
            let returned = Dictionary(grouping: client.returned, by: \.key).mapValues(\.count)
            for command in client.submitted {
                let count = world.count(of: command)
                #expect(count <= 1, "\(command)")
                if count == 1 {
                    #expect(told[command.key] == 1 && returned[command.key] == nil, "\(command)")
                } else if case .append = command.action {
                    #expect(told[command.key] == nil && returned[command.key] == 1, "\(command)")
                } else {
                    #expect((told[command.key] ?? 0) + (returned[command.key] ?? 0) <= 1, "\(command)")
                }
            }
            let order = client.submitted.map(\.key)
            for list in [client.acknowledged.filter { world.count(of: $0) == 1 }, client.returned] {
                let places = list.compactMap { order.firstIndex(of: $0.key) }
                #expect(places == places.sorted(), "told out of the order in which they were asked")
            }
        }
    }
}

extension Manuscript {
    /// Whether this is the end of `other`, in the same wordings or newer ones: a page may be ahead of the events.
    fileprivate func isAtLeast(_ other: Manuscript) -> Bool {
        let others = other.segments.dropFirst(firstOrder)
        return segments.map(\.id) == others.map(\.id)
            && zip(segments, others).allSatisfy { here, there in
                here == there || here.revision > there.revision || here.isStruck
            }
    }
}

extension ModelClient {
    /// Whether the visible draft is what the rules make of the confirmed one and the pending commands, and every
    /// pending text is shown.
    fileprivate var showsWhatIsPending: Bool {
        var state = ModelServer.State(draft: replica.confirmed, manuscript: replica.manuscript)
        var doubtful: Set<IdempotencyKey> = []
        for item in replica.pending {
            guard let changes = try? state.judging(item.command, at: item.madeAt) else {
                doubtful.insert(item.command.key!)
                continue
            }
            for event in state.draft.events(of: changes, by: item.command, at: item.madeAt) { state.apply(event) }
        }
        let visible = replica.visible
        let waiting = visible.tail.filter { $0.state == .waiting }.map(\.segment)
        let appended = replica.pending.compactMap { item in
            if case .append(let id, _) = item.command.action { id } else { nil }
        }
        return visible.draft == state.draft && visible.doubtful == doubtful
            && shown.filter { !waiting.contains($0) } == state.manuscript.segments
            && visible.tail.map(\.segment.id) == appended
            && waiting.allSatisfy { doubtful.contains($0.key!) }
    }
}
