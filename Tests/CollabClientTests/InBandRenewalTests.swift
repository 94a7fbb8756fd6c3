import CollabAPI
import DraftCore
import Synchronization
import Testing

@testable import CollabClient

/// A live connection that outlives the token it was opened with.
@Suite(.timeLimit(.minutes(1))) struct InBandRenewalTests {
    /// Hands out what the test says; each token is worth replacing after ten minutes.
    private final class Tokens: TokenSource {
        private let state = Mutex((token: "t1", fails: false, asked: 0))

        /// How often somebody asked when to come again.
        var asked: Int { state.withLock { $0.asked } }

        func set(_ token: String? = nil, fails: Bool = false) {
            state.withLock { state in
                if let token { state.token = token }
                state.fails = fails
            }
        }

        func token(replacing refused: String?) async throws(ClientError) -> String {
            let (token, fails, _) = state.withLock { $0 }
            guard !fails else { throw ClientError(code: .unreachable, message: "out of reach") }
            return token
        }

        func timeToRenewal() async -> Duration? {
            state.withLock { state in
                state.asked += 1
                return state.fails ? .zero : .seconds(600)
            }
        }
    }

    /// The server's end of one socket: answers pings, and writes down what else is said.
    private final class Conversation: Sendable {
        let socket: ScriptedSocket
        private let heard = Locked<[String]>([])
        private let listener: Task<Void, Never>

        init(_ socket: ScriptedSocket) {
            self.socket = socket
            listener = Task { [heard] in
                while let text = await socket.hear() {
                    guard text == #"{"type":"ping"}"# else {
                        heard.withLock { $0.append(text) }
                        continue
                    }
                    socket.bring(text: Samples.pong)
                }
            }
            socket.bring(.opened)
            socket.bring(text: Samples.connected(seq: 3))
        }

        deinit { listener.cancel() }

        var said: [String] { heard.withLock { $0 } }

        /// Lets time pass until something more was said, at most so many seconds.
        /// - Returns: the seconds that passed.
        func passes(_ limit: Int = 1000, on clock: StepClock) async -> Int {
            let before = said.count
            for second in 0..<limit where said.count == before {
                clock.advance(by: .seconds(1))
                // Whatever the moment wakes has its turn before the next one.
                for _ in 0..<500 where said.count == before { await Task.yield() }
                if said.count > before { return second + 1 }
            }
            return limit
        }
    }

    /// The next socket, once the token that it was opened with is being watched.
    private func talk(_ stage: LinkStage, _ tokens: Tokens) async -> Conversation {
        let watches = tokens.asked
        let conversation = Conversation(await stage.sockets.next())
        while tokens.asked == watches { await Task.yield() }
        return conversation
    }

    @Test func `a fresh token goes over the open socket before the old one expires`() async {
        let tokens = Tokens()
        let stage = LinkStage.serving(as: .bearer(tokens))
        await stage.play {
            let talk = await talk(stage, tokens)
            #expect(talk.socket.request.headers["Authorization"] == "Bearer t1")
            tokens.set("t2")
            #expect((599...605).contains(await talk.passes(on: stage.clock)))
            tokens.set("t3")
            #expect((599...605).contains(await talk.passes(on: stage.clock)))
            #expect(talk.said == ["t2", "t3"].map { #"{"token":"\#($0)","type":"auth"}"# })
        }
    }

    @Test func `a token that was replaced while the socket opened is sent at once`() async {
        let tokens = Tokens()
        let stage = LinkStage.serving(as: .bearer(tokens))
        await stage.play {
            let socket = await stage.sockets.next()
            tokens.set("t2")
            let talk = Conversation(socket)
            while talk.said.isEmpty { await Task.yield() }
            #expect(talk.said == [#"{"token":"t2","type":"auth"}"#])
        }
    }

    @Test func `where no fresh token is to be had nothing is sent, and asked again a little later`() async {
        let tokens = Tokens()
        let stage = LinkStage.serving(as: .bearer(tokens))
        await stage.play {
            let talk = await talk(stage, tokens)
            tokens.set(fails: true)
            #expect(await talk.passes(700, on: stage.clock) == 700)
            #expect(tokens.asked > 10)
            tokens.set("t2")
            #expect(await talk.passes(on: stage.clock) <= 6)
            #expect(talk.said == [#"{"token":"t2","type":"auth"}"#])
        }
    }

    @Test func `a socket that is gone is told nothing, its successor is`() async {
        let tokens = Tokens()
        let stage = LinkStage.serving(as: .bearer(tokens))
        await stage.play {
            let old = await talk(stage, tokens)
            old.socket.bring(.ended(.closed(code: 1001, reason: "")))
            while let news = await stage.sink.heard.next(), news != "connecting" {}
            stage.clock.advance(by: .milliseconds(500))
            let talk = await talk(stage, tokens)
            tokens.set("t2")
            #expect((599...605).contains(await talk.passes(on: stage.clock)))
            #expect(talk.said == [#"{"token":"t2","type":"auth"}"#])
            #expect(old.said == [])
        }
    }
}
