import CollabAPI
import DraftCore
import Synchronization
import Testing

@testable import CollabClient

/// A live connection that outlives the token it was opened with.
@Suite(.timeLimit(.minutes(1))) struct InBandRenewalTests {
    /// Hands out what the test says; each token is worth replacing after ten minutes.
    private final class Tokens: TokenSource {
        private let state = Mutex((token: "t1", fails: false))

        func set(_ token: String? = nil, fails: Bool = false) {
            state.withLock { state in
                if let token { state.token = token }
                state.fails = fails
            }
        }

        func token(replacing refused: String?) async throws(ClientError) -> String {
            let (token, fails) = state.withLock { $0 }
            guard !fails else { throw ClientError(code: .unreachable, message: "out of reach") }
            return token
        }

        func timeToRenewal() async -> Duration? { state.withLock { $0.fails } ? .zero : .seconds(600) }
    }

    /// Plays a socket that was just opened up to the first ping.
    private func welcome(_ stage: LinkStage) async -> ScriptedSocket {
        let socket = await stage.sockets.next()
        socket.bring(.opened)
        socket.bring(text: Samples.connected(seq: 3))
        #expect(await socket.hear() == #"{"type":"ping"}"#)
        return socket
    }

    /// Lets time pass, and the server answer pings, until the client says something else.
    private func hear(_ socket: ScriptedSocket, _ stage: LinkStage, within limit: Int = 1000) async -> (
        String, seconds: Int
    ) {
        let heard = Locked<String?>(nil)
        let listener = Task {
            while let text = await socket.hear() {
                if text == #"{"type":"ping"}"# {
                    socket.bring(text: Samples.pong)
                } else {
                    return heard.withLock { $0 = text }
                }
            }
        }
        var seconds = 0
        while seconds < limit {
            if let text = heard.withLock({ $0 }) {
                await listener.value
                return (text, seconds)
            }
            stage.clock.advance(by: .seconds(1))
            seconds += 1
            // Whatever the moment wakes has its turn before the next one.
            for _ in 0..<200 { await Task.yield() }
        }
        listener.cancel()
        return ("nothing", seconds)
    }

    @Test func `a fresh token goes over the open socket before the old one expires`() async {
        let tokens = Tokens()
        let stage = LinkStage.serving(as: .bearer(tokens))
        await stage.play {
            let socket = await welcome(stage)
            #expect(socket.request.headers["Authorization"] == "Bearer t1")
            tokens.set("t2")
            let (first, seconds) = await hear(socket, stage)
            #expect(first == #"{"token":"t2","type":"auth"}"#)
            #expect((600...605).contains(seconds))
            tokens.set("t3")
            #expect(await hear(socket, stage).0 == #"{"token":"t3","type":"auth"}"#)
        }
    }

    @Test func `a token that was replaced while the socket opened is sent at once`() async {
        let tokens = Tokens()
        let stage = LinkStage.serving(as: .bearer(tokens))
        await stage.play {
            let socket = await stage.sockets.next()
            tokens.set("t2")
            socket.bring(.opened)
            socket.bring(text: Samples.connected(seq: 3))
            var said: [String?] = []
            for _ in 0..<2 { said.append(await socket.hear()) }
            #expect(said.contains(#"{"token":"t2","type":"auth"}"#))
        }
    }

    @Test func `where no fresh token is to be had the same is not sent again, and the next attempt waits`() async {
        let tokens = Tokens()
        let stage = LinkStage.serving(as: .bearer(tokens))
        await stage.play {
            let socket = await welcome(stage)
            tokens.set(fails: true)
            #expect(await hear(socket, stage, within: 700).0 == "nothing")
            tokens.set("t2")
            let (text, seconds) = await hear(socket, stage)
            #expect(text == #"{"token":"t2","type":"auth"}"#)
            #expect(seconds <= 6)
        }
    }

    @Test func `a socket that is gone is told nothing, its successor is`() async {
        let tokens = Tokens()
        let stage = LinkStage.serving(as: .bearer(tokens))
        await stage.play {
            let old = await welcome(stage)
            old.bring(.ended(.closed(code: 1001, reason: "")))
            while stage.clock.waiting == 0 { await Task.yield() }
            stage.clock.advance(by: .seconds(1))
            let socket = await welcome(stage)
            tokens.set("t2")
            #expect(await hear(socket, stage).0 == #"{"token":"t2","type":"auth"}"#)
        }
    }
}
