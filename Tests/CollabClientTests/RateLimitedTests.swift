import CollabAPI
import CollabTesting
import DraftCore
import FoundationEssentials
import Testing

@testable import CollabClient

/// What a client makes of a server that was asked too often.
@Suite(.timeLimit(.minutes(2))) struct RateLimitedTests {
    private static let busy = ClientError(
        code: .rateLimited, message: "It goes on in 3 s.", status: 429, retryAfter: .seconds(3))

    @Test func `it is no verdict, and the link waits as long as it is asked to`() {
        #expect(Self.busy.asksToWait)
        #expect(!Self.busy.isVerdict)
        #expect(LinkFailure(Self.busy) == .passing(.busy, retryAfter: .seconds(3)))
        let full = ClientError(code: .limitExceeded, message: "No more.", status: 429, retryAfter: .seconds(60))
        #expect(!full.asksToWait)
    }

    @Test func `a link that is asked to wait says so, and asks again then`() throws {
        let now = ContinuousClock.now
        var machine = LinkMachine(seed: 1)
        let begun = machine.handle(.started, at: now)
        guard case .load(let attempt)? = begun.first(where: { if case .load = $0 { true } else { false } }) else {
            Issue.record("it does not load")
            return
        }
        let failed = machine.handle(.loadFailed(attempt, LinkFailure(Self.busy)), at: now)
        #expect(failed.contains(.report(.offline(.busy))))
        // Not even a key brings it forward.
        #expect(machine.handle(.keyPressed, at: now + .seconds(1)).isEmpty)
        #expect(machine.handle(.timePassed, at: now + .milliseconds(2_900)).isEmpty)
        let deadline = try #require(machine.deadline)
        #expect(deadline >= now + .seconds(3))
        #expect(machine.handle(.timePassed, at: deadline).contains { if case .load = $0 { true } else { false } })
    }

    @Test func `whoever writes faster than the server takes loses nothing and is told of it`() async throws {
        try await InProcessServer.run(
            variables: ["RATE_LIMITS": "on"],
            configure: {
                $0["APPENDS_A_SECOND"] = 1
                $0["APPENDS_BURST"] = 2
            }
        ) { server in
            let client = CollabClient(baseURL: server.url, credential: .user(ana))
            let draft = try await client.createDraft(title: "T").draftID
            let session = client.session(for: draft, as: ana)
            try await running(session) { log in
                await log.until { $0.contains { if case .opened = $0 { true } else { false } } }
                for number in 1...5 { try await session.append("Sentence \(number).") }
                await log.until { _ in log.acknowledged.count == 5 }
                #expect(log.refusals.isEmpty)
                let delays = log.updates.compactMap { if case .delayed(let reason) = $0 { reason } else { nil } }
                #expect(delays.contains { $0.contains("it goes on in") })
                #expect(await session.unsent.isEmpty)
            }
            let texts = try await client.draft(draft).segments.map(\.content)
            #expect(texts == (1...5).map { "Sentence \($0)." })
        }
    }
}
