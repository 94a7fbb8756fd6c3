import FoundationEssentials
import Synchronization

@testable import CollabClient

/// Answers requests as a test says, without a network, and remembers them.
final class ScriptedHTTP: HTTPTransport {
    typealias Answer = @Sendable (HTTPRequest) async throws(TransportError) -> HTTPResponse

    private let answer: Answer
    private let seen = Mutex<[HTTPRequest]>([])

    init(_ answer: @escaping Answer) {
        self.answer = answer
    }

    /// Always the same answer.
    convenience init(_ status: Int, _ body: String = "", headers: HTTPHeaders = [:]) {
        self.init { (_) throws(TransportError) in .text(status, body, headers: headers) }
    }

    /// What was asked, in order.
    var requests: [HTTPRequest] { seen.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        seen.withLock { $0.append(request) }
        return try await answer(request)
    }
}

extension HTTPResponse {
    static func text(_ status: Int, _ body: String = "", headers: HTTPHeaders = [:]) -> HTTPResponse {
        HTTPResponse(status: status, headers: headers, body: Data(body.utf8))
    }

    /// An error in the wire's envelope.
    static func envelope(_ status: Int, _ code: String) -> HTTPResponse {
        .text(status, #"{"error":{"code":"\#(code)","message":"m","request_id":"r"},"detail":"m"}"#)
    }
}

/// Hands out numbered tokens: another one for each that is refused.
final class NumberedTokens: TokenSource {
    private let state = Mutex((number: 1, refused: [String]()))
    private let failure: ClientError?

    /// - Parameter failure: what renewing comes to; nil for a new token.
    init(failure: ClientError? = nil) {
        self.failure = failure
    }

    var refused: [String] { state.withLock { $0.refused } }

    func token(replacing refused: String?) async throws(ClientError) -> String {
        if refused != nil, let failure { throw failure }
        return state.withLock { state in
            if let refused {
                state.refused.append(refused)
                state.number += 1
            }
            return "t\(state.number)"
        }
    }
}
