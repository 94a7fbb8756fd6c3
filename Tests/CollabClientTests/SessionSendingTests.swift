import CollabAPI
import CollabTesting
import DraftCore
import Synchronization
import Testing

@testable import CollabClient

/// How commands go over a network that has bad days.
@Suite(.timeLimit(.minutes(1))) struct SessionSendingTests {
    /// A server that answers every command with `status`, and asks to be left alone for a minute.
    private func stage(answering status: Int) -> SessionStage {
        SessionStage(answering: { (_) throws(TransportError) in
            var answer = HTTPResponse.envelope(status, status == 429 ? "rate_limited" : "unavailable")
            answer.headers.add("Retry-After", "60")
            return answer
        })
    }

    private func untilFailed(_ session: DraftSession) async {
        while await session.outbox.retryAt == nil { await Task.yield() }
    }

    @Test(arguments: [429, 503])
    func `a server that answers, though with a refusal to serve, leaves the socket as it is`(status: Int) async throws {
        let stage = stage(answering: status)
        try await running(stage.session) { log in
            let socket = await stage.goLive(log)
            #expect(await socket.hear() == #"{"type":"ping"}"#)
            socket.bring(text: Samples.pong)
            await log.until { $0.contains { if case .link(.live(.some)) = $0 { true } else { false } } }
            try await stage.session.append("Words.")
            await untilFailed(stage.session)
            // What the link is told and what it is to say go through one queue: it has taken all of it in by then.
            stage.session.driver.say(.state(.here))
            #expect(await socket.hear() == #"{"state":"here","type":"state"}"#)
            stage.clock.advance(by: LinkTiming.pingInterval)
            #expect(await socket.hear() == #"{"type":"ping"}"#)
            stage.session.driver.say(.state(.away))
            #expect(await socket.hear() == #"{"state":"away","type":"state"}"#)
        }
    }

    @Test func `one sleeper waits for the next attempt, however often somebody rings`() async throws {
        let stage = stage(answering: 503)
        try await running(stage.session) { log in
            _ = await stage.goLive(log)
            try await stage.session.append("Words.")
            await untilFailed(stage.session)
            for _ in 0..<50 {
                await stage.session.hurry()
                for _ in 0..<20 { await Task.yield() }
            }
            #expect(stage.clock.waiting < 20)
        }
    }

    @Test func `what found no server is sent again when its time has come`() async throws {
        let stage = SessionStage(answering: { (_) throws(TransportError) in throw .unreachable("nobody there") })
        try await running(stage.session) { log in
            _ = await stage.goLive(log)
            try await stage.session.append("Words.")
            await untilFailed(stage.session)
            for attempts in 2...5 {
                while stage.commands.count < attempts {
                    stage.clock.advance(by: .milliseconds(100))
                    await Task.yield()
                }
            }
            #expect(Set(stage.commands.map(\.body)).count == 1, "the same words under the same key")
        }
    }

    @Test func `why a server that answers takes nothing in is told once, and again to whoever comes later`()
        async throws
    {
        let answers = Turns([503, 503, 200])
        let stage = SessionStage(answering: { (_) throws(TransportError) in
            let status = answers.next()
            return status == 200 ? .text(200, #"{"data":{"seq":4}}"#) : .envelope(status, "unavailable")
        })
        try await running(stage.session) { log in
            _ = await stage.goLive(log)
            try await stage.session.append("Words.")
            await log.until { $0.contains(where: \.isDelay) }
            var later = await stage.session.updates().makeAsyncIterator()
            while let update = await later.next(), !update.isDelay {}
            while stage.commands.count < 3 {
                stage.clock.advance(by: .milliseconds(100))
                await Task.yield()
            }
            await log.until { $0.contains { if case .acknowledged = $0 { true } else { false } } }
            #expect(log.updates.count(where: \.isDelay) == 1)
            #expect(await stage.session.delay == nil)
        }
    }

    @Test func `an expired sign-in is no delay: the link tells of it`() async throws {
        let stage = SessionStage(answering: { (_) throws(TransportError) in .envelope(401, "unauthorized") })
        try await running(stage.session) { log in
            _ = await stage.goLive(log)
            try await stage.session.append("Words.")
            await untilFailed(stage.session)
            #expect(await stage.session.delay == nil)
        }
    }
}

extension SessionUpdate {
    fileprivate var isDelay: Bool {
        if case .delayed = self { true } else { false }
    }
}

/// Numbers, one after the other.
private final class Turns: Sendable {
    private let rest: Mutex<[Int]>

    init(_ numbers: [Int]) {
        rest = Mutex(numbers)
    }

    func next() -> Int { rest.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] } }
}
