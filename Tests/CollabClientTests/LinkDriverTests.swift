import CollabAPI
import DraftCore
import FoundationEssentials
import Testing

@testable import CollabClient

@Suite(.timeLimit(.minutes(1))) struct LinkDriverTests {
    private static let place = "since=3&log_id=\(Samples.logID)&hash=\(Samples.hash)"

    /// Plays a socket that was just opened up to the first pong.
    private func welcome(_ socket: ScriptedSocket, _ stage: LinkStage, seq: Int = 3) async {
        socket.bring(.opened)
        socket.bring(text: Samples.connected(seq: seq))
        #expect(await socket.hear() == #"{"type":"ping"}"#)
        #expect(await stage.sink.heard.next() == "welcome \(seq)")
        #expect(await stage.sink.heard.next() == "live(latency: nil)")
    }

    @Test func `the draft is loaded, the socket resumes behind it, and events come in order`() async {
        let stage = LinkStage.serving()
        await stage.play {
            #expect(await stage.sink.heard.next() == "snapshot 3")
            let socket = await stage.sockets.next()
            #expect(socket.request.url == "http://host/v1/ws/drafts/\(Samples.draftID)?\(Self.place)")
            #expect(socket.request.headers["X-User-Id"] == "ada")
            await welcome(socket, stage)
            for seq in 4...40 { socket.bring(text: Samples.event(seq: seq)) }
            for seq in 4...40 { #expect(await stage.sink.heard.next() == "events \(seq)") }
            stage.clock.advance(by: .milliseconds(7))
            socket.bring(text: Samples.pong)
            #expect(await stage.sink.heard.next() == "live(latency: Optional(0.007 seconds))")
        }
    }

    @Test func `a lost socket is resumed behind the last event`() async {
        let stage = LinkStage.serving()
        await stage.play {
            #expect(await stage.sink.heard.next() == "snapshot 3")
            let first = await stage.sockets.next()
            await welcome(first, stage)
            first.bring(text: Samples.event(seq: 4))
            #expect(await stage.sink.heard.next() == "events 4")
            first.bring(.ended(.closed(code: 1001, reason: "")))
            #expect(await stage.sink.heard.next() == "connecting")
            first.bring(text: Samples.event(seq: 5))
            stage.clock.advance(by: .milliseconds(500))
            let second = await stage.sockets.next()
            #expect(second.request.url.contains("?since=4&"))
            await welcome(second, stage, seq: 4)
        }
    }

    @Test func `without WebSocket the same events come by polls, the second of which is held`() async {
        let stage = LinkStage.serving(polls: [
            Samples.page([Samples.event(seq: 4), Samples.event(seq: 5)], seq: 6),
            Samples.page([Samples.event(seq: 6)], seq: 6),
            Samples.page(seq: 6),
        ])
        await stage.play {
            #expect(await stage.sink.heard.next() == "snapshot 3")
            await stage.sockets.next().bring(.ended(.refused(.text(200, "<html>"))))
            #expect(await stage.sink.heard.next() == "events 4 5")
            #expect(await stage.sink.heard.next() == "polling")
            #expect(await stage.sink.heard.next() == "events 6")
            stage.clock.advance(by: .milliseconds(500))
            #expect(await stage.sink.heard.next() == "events ")
            let polls = stage.asked.filter { $0.contains("/events?") }.map { $0.split(separator: "?")[1] }
            let rest = "&log_id=\(Samples.logID)&hash=\(Samples.hash)"
            #expect(
                polls == [
                    "since=3\(rest)&wait=0", "since=5\(rest)&wait=0&presence_v=5",
                    "since=6\(rest)&wait=20&presence_v=5",
                ])
        }
    }

    @Test func `a portal is told from a server`() async {
        let stage = LinkStage { (_) throws(TransportError) in .text(200, "<html>Sign in to the Wi-Fi</html>") }
        await stage.play {
            #expect(await stage.sink.heard.next() == "offline(CollabClient.OfflineReason.notCollabServer)")
        }
    }

    @Test func `a reset is announced and the draft loaded again`() async {
        let stage = LinkStage.serving()
        await stage.play {
            #expect(await stage.sink.heard.next() == "snapshot 3")
            let socket = await stage.sockets.next()
            await welcome(socket, stage)
            socket.bring(text: Samples.reset)
            socket.bring(text: Samples.event(seq: 10))
            #expect(await stage.sink.heard.next() == "reset")
            #expect(await stage.sink.heard.next() == "events 10")
            stage.clock.advance(by: .milliseconds(500))
            #expect(await stage.sink.heard.next() == "snapshot 3")
        }
    }

    @Test func `a word of a newer server is passed over, an event that cannot be read makes the draft load again`()
        async
    {
        let stage = LinkStage.serving()
        await stage.play {
            #expect(await stage.sink.heard.next() == "snapshot 3")
            let socket = await stage.sockets.next()
            await welcome(socket, stage)
            stage.clock.advance(by: .seconds(1))
            socket.bring(text: #"{"type":"weather","sky":"grey"}"#)
            socket.bring(text: "no JSON at all")
            socket.bring(text: Samples.event(seq: 4))
            #expect(await stage.sink.heard.next() == "events 4")
            #expect(stage.asked.count == 1)
            socket.bring(text: Samples.event(seq: 5, type: "segment_sung"))
            #expect(await stage.sink.heard.next() == "events 5")
            socket.bring(text: Samples.event(seq: 6, type: "segment_added"))
            #expect(await stage.sink.heard.next() == "snapshot 3")
        }
    }

    @Test func `words go over the live socket, and as a report where there is none`() async {
        let stage = LinkStage.serving(polls: [Samples.page(seq: 3)])
        await stage.play {
            #expect(await stage.sink.heard.next() == "snapshot 3")
            let socket = await stage.sockets.next()
            stage.driver.say(.typing(text: "too early"))
            await welcome(socket, stage)
            stage.driver.say(.typing(text: "Once"))
            #expect(await socket.hear() == #"{"text":"Once","type":"typing"}"#)
            socket.bring(.ended(.failed(.malformed("x"))))
            #expect(await stage.sink.heard.next() == "connecting")
            #expect(await stage.sink.heard.next() == "events ")
            #expect(await stage.sink.heard.next() == "polling")
            stage.driver.say(.state(.away))
            while !stage.asked.contains(where: { $0.hasSuffix("/presence") }) { await Task.yield() }
        }
        #expect(!stage.asked.contains { $0.contains("too early") })
    }

    @Test func `the end of the run closes the socket`() async {
        let stage = LinkStage.serving()
        let socket = await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await stage.driver.run(delivering: stage.sink) }
            let socket = await stage.sockets.next()
            tasks.cancelAll()
            return socket
        }
        #expect(await socket.hear() == "closed")
    }

    @Test func `an expired token is replaced and the socket opened with the new one`() async {
        let tokens = NumberedTokens()
        let stage = LinkStage.serving(as: .bearer(tokens))
        await stage.play {
            #expect(await stage.sink.heard.next() == "snapshot 3")
            let first = await stage.sockets.next()
            #expect(first.request.headers["Authorization"] == "Bearer t1")
            await welcome(first, stage)
            first.bring(.ended(.closed(code: SocketCloseCode.tokenExpired, reason: "")))
            let second = await stage.sockets.next()
            #expect(second.request.headers["Authorization"] == "Bearer t2")
        }
    }

    @Test func `a token that cannot be had at the moment is asked for again`() async {
        let tokens = FlakyTokens(failures: 3)
        let stage = LinkStage.serving(as: .bearer(tokens))
        await stage.play {
            let first = await stage.sockets.next()
            first.bring(.ended(.refused(.envelope(401, "unauthorized"))))
            for _ in 0..<3 {
                _ = await tokens.refusals.next()
                stage.clock.advance(by: .seconds(5))
            }
            #expect(await stage.sockets.next().request.headers["Authorization"] == "Bearer fresh")
        }
    }
}

/// Fails to renew some times, as where the identity provider is out of reach, then succeeds.
private actor FlakyTokens: TokenSource {
    nonisolated let refusals = Report<Void>()
    private var failures: Int
    private var current = "stale"

    init(failures: Int) {
        self.failures = failures
    }

    func token(replacing refused: String?) throws(ClientError) -> String {
        guard refused != nil else { return current }
        defer { refusals.add(()) }
        failures -= 1
        if failures >= 0 { throw ClientError(code: .unreachable, message: "no network") }
        current = "fresh"
        return current
    }
}
