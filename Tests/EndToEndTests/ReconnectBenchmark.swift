import CollabAPI
import CollabClient
import CollabTesting
import DraftCore
import Foundation
import Glibc
import Testing

/// A server that is gone for ten seconds, and how its clients return: `make bench-reconnect`.
@Suite struct ReconnectBenchmark {
    private static let clients = ProcessInfo.processInfo.environment["BENCH_RECONNECT"].flatMap { Int($0) } ?? 0
    private static let outage = Duration.seconds(10)

    @Test(.enabled(if: clients > 0, "a benchmark: make bench-reconnect"))
    func `every client is live again soon after the server is back, and they do not come as a herd`() async throws {
        let directory = try TemporaryDirectory()
        let arguments = ["serve", "--port", "0", "--database", "sqlite:" + directory.file("drafts.db")]
        let server = try ServerProcess(arguments, in: directory)
        let port = try await server.port()
        let proxy = try await FaultyProxy.open(to: port)
        defer { proxy.close() }
        let client = CollabClient(baseURL: "http://127.0.0.1:\(port)", credential: .user(ana))
        let draft = try await client.createDraft(title: "The Lighthouse").draftID

        try await Self.following(Self.clients, draft, proxy.url) { followers in
            try await eventually(within: .seconds(60), "all are live") { followers.allSatisfy(\.isLive) }
            let killed = ContinuousClock.now
            server.signal(SIGKILL)
            _ = try await server.exitCode()
            try await Task.sleep(until: killed + Self.outage)
            #expect(followers.filter(\.isLive).isEmpty)
            let next = try ServerProcess(arguments.replacingPort(with: port), in: directory)
            _ = try await next.port()
            let back = ContinuousClock.now
            try await eventually(within: .seconds(60), "all are live again") { followers.allSatisfy(\.isLive) }
            Self.report(followers, proxy.arrivals, killed: killed, back: back)
        }
    }

    /// Runs so many sessions, each with a client of its own as if on a machine of its own.
    private static func following(
        _ count: Int, _ draft: DraftID, _ url: String, _ followers: [Follower] = [],
        _ body: @Sendable ([Follower]) async throws -> Void
    ) async throws {
        guard followers.count < count else { return try await body(followers) }
        let client = CollabClient(baseURL: url, credential: .user(ana))
        try await Follower.run(client.session(for: draft, as: ana)) { follower in
            try await following(count, draft, url, followers + [follower], body)
        }
    }

    private static func report(
        _ followers: [Follower], _ arrivals: [ContinuousClock.Instant], killed: ContinuousClock.Instant,
        back: ContinuousClock.Instant
    ) {
        let times = followers.compactMap(\.liveSince).map { max(0, ($0 - back) / .seconds(1)) }
        let down = arrivals.filter { $0 >= killed && $0 < back }
        let after = arrivals.filter { $0 >= back }
        print(
            "reconnect: \(times.count) clients, server gone for \(outage); live again after median",
            String(format: "%.2f s, slowest %.2f s;", times.median, times.max() ?? 0),
            "connections: \(down.count) while it was gone, at most \(busiest(down)) in a second;",
            "\(after.count) after its return, at most \(busiest(after)) in a second,",
            "at most \(busiest(after, within: .milliseconds(100))) in 100 ms")
        #expect(times.median < 3)
    }

    /// How many fall into the fullest span of time.
    private static func busiest(_ moments: [ContinuousClock.Instant], within span: Duration = .seconds(1)) -> Int {
        var first = 0
        var most = 0
        for (index, moment) in moments.enumerated() {
            while moment - moments[first] >= span { first += 1 }
            most = max(most, index - first + 1)
        }
        return most
    }
}
