import CollabAPI
import CollabClient
import CollabTesting
import DraftCore
import Testing

/// Networks that let no WebSocket through, and networks that let nothing through.
@Suite(.timeLimit(.minutes(2))) struct PollingTests {
    /// A draft of Ana's with Ben in it, and a bad network between Ben and the server.
    private struct Scene: Sendable {
        let draft: DraftID
        /// Ana, whose network is good.
        let ana: CollabClient
        let proxy: FaultyProxy

        /// Runs a session of Ben's behind the proxy.
        func following<Result: Sendable>(
            _ body: @Sendable (Follower) async throws -> Result
        ) async throws -> Result {
            let client = CollabClient(baseURL: proxy.url, credential: .user(ben))
            return try await Follower.run(client.session(for: draft, as: ben), body)
        }
    }

    private static func scene(_ body: @Sendable (Scene) async throws -> Void) async throws {
        try await InProcessServer.run { server in
            let client = CollabClient(baseURL: server.url, credential: .user(ana))
            let draft = try await client.createDraft(title: "The Lighthouse").draftID
            try await client.add(ben, to: draft)
            let proxy = try await FaultyProxy.open(to: server.port)
            defer { proxy.close() }
            try await body(Scene(draft: draft, ana: client, proxy: proxy))
        }
    }

    @Test(arguments: [Weather.Upgrades.stripped, .captive, .unanswered])
    func `without a WebSocket events come by asking, and the socket is taken when it works`(
        upgrades: Weather.Upgrades
    ) async throws {
        try await Self.scene { scene in
            scene.proxy.set(Weather { $0.upgrades = upgrades })
            try await scene.following { follower in
                try await eventually("events are asked for") { follower.status == .polling }
                let seq = try await scene.ana.append("The lamp had been dark.", to: scene.draft).seq
                try await eventually("the event is there") { follower.arrival(of: seq) != nil }
                #expect(follower.status == .polling)
                scene.proxy.set(.clear)
                // What nobody will ever answer is given up when it ends.
                scene.proxy.cut()
                try await eventually("the socket is taken back") { follower.isLive }
                let next = try await scene.ana.append("Nobody had noticed.", to: scene.draft).seq
                try await eventually("the next event is there") { follower.arrival(of: next) != nil }
            }
        }
    }

    @Test(
        arguments: [
            (Weather { $0.isCaptive = true }, OfflineReason.notCollabServer),
            (Weather { $0.door = .blackhole }, .silent),
            (Weather { $0.toClient.isSwallowed = true }, .silent),
        ])
    func `a network that lets nothing through is told with its reason, and the draft comes when it is over`(
        weather: Weather, reason: OfflineReason
    ) async throws {
        try await Self.scene { scene in
            scene.proxy.set(weather)
            try await scene.following { follower in
                try await eventually("the reason is told") { follower.status == .offline(reason) }
                scene.proxy.set(.clear)
                scene.proxy.cut()
                try await eventually("the draft is live") { follower.isLive }
                #expect(await follower.session.replica != nil)
            }
        }
    }

    @Test func `a refused connection is told as such, and the draft comes when it is over`() async throws {
        try await Self.scene { scene in
            scene.proxy.set(Weather { $0.door = .refusing })
            try await scene.following { follower in
                try await eventually("the reason is told") {
                    if case .offline(.unreachable) = follower.status { true } else { false }
                }
                scene.proxy.set(.clear)
                try await eventually("the draft is live") { follower.isLive }
            }
        }
    }

    @Test func `a live connection that falls silent is found out by what was sent, which arrives once`() async throws {
        try await Self.scene { scene in
            try await scene.ana.passRing(of: scene.draft, to: ben)
            try await scene.following { follower in
                try await eventually("the draft is live") { follower.isLive }
                scene.proxy.set(Weather { $0.toClient.isSwallowed = true })
                try await follower.session.append("Said into the silence.")
                try await eventually(within: .seconds(40), "the silence is told") {
                    follower.status == .offline(.silent)
                }
                scene.proxy.set(.clear)
                scene.proxy.cut()
                follower.session.retryNow()
                try await eventually("the words are acknowledged") { follower.acknowledged.count == 1 }
                #expect(try await scene.ana.draft(scene.draft).segments.map(\.content) == ["Said into the silence."])
            }
        }
    }

    // MARK: How fast

    @Test func `asking is nearly as fast as the socket`() async throws {
        try await Self.scene { scene in
            let live = try await Self.times(scene, Weather.clear) { $0.isLive }
            let polled = try await Self.times(scene, Weather { $0.upgrades = .stripped }) { $0.status == .polling }
            print(
                "polling: \(live.count) events by socket, median \(live.median) ms; \(polled.count) by long poll, median",
                "\(polled.median) ms, slowest \(polled.max() ?? 0) ms")
            #expect(polled.median < 250, "an event does not wait for a timer")
        }
    }

    /// How long events take to Ben, in milliseconds.
    private static func times(
        _ scene: Scene, _ weather: Weather, when isReady: @Sendable @escaping (Follower) -> Bool
    ) async throws -> [Double] {
        scene.proxy.set(weather)
        return try await scene.following { follower in
            try await eventually("Ben follows") { isReady(follower) }
            var times: [Double] = []
            for number in 1...30 {
                let start = ContinuousClock.now
                let seq = try await scene.ana.append("Line \(number).", to: scene.draft).seq
                while follower.arrival(of: seq) == nil { try await Task.sleep(for: .microseconds(200)) }
                if let arrival = follower.arrival(of: seq) { times.append((arrival - start) / .milliseconds(1)) }
            }
            return times
        }
    }
}

extension [Double] {
    /// The middle one; 0 where there is none.
    var median: Double { isEmpty ? 0 : sorted()[count / 2] }
}
