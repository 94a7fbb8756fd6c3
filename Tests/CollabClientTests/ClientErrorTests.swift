import CollabAPI
import DraftCore
import FoundationEssentials
import Testing

@testable import CollabClient

@Suite struct ClientErrorTests {
    private static func answer(
        _ status: Int, _ body: String = envelope("conflict"), headers: HTTPHeaders = [:]
    ) -> ClientError {
        ClientError(HTTPResponse(status: status, headers: headers, body: Data(body.utf8)))
    }

    private static func envelope(_ code: String, message: String = "No.") -> String {
        #"{"error":{"code":"\#(code)","message":"\#(message)","request_id":"r-1"},"detail":"\#(message)"}"#
    }

    private static let portal = "<html><body>Please sign in to the Wi-Fi</body></html>"

    @Test func `the envelope tells code, message and request`() {
        let error = Self.answer(409, Self.envelope("ring_stale", message: "The turn is over."))
        #expect(error.code == ClientError.Code(.ringStale))
        #expect(error.message == "The turn is over.")
        #expect(error.status == 409)
        #expect(error.requestID == RequestID("r-1"))
    }

    @Test func `a code of a newer server is kept`() {
        #expect(Self.answer(409, Self.envelope("ring_on_fire")).code.rawValue == "ring_on_fire")
    }

    @Test func `a message cannot reach the terminal's controls`() {
        let message = Self.answer(400, Self.envelope("validation_error", message: #"a\u001b[2Jb"#)).message
        #expect(!message.unicodeScalars.contains("\u{1B}"))
    }

    @Test(arguments: [400, 403, 404, 405, 409, 413, 415, 426, 431])
    func `a refusal in the envelope is a verdict`(status: Int) {
        #expect(Self.answer(status).isVerdict)
    }

    @Test(arguments: [401, 408, 429, 500, 502, 503, 504, 302, 200])
    func `these leave the command pending, though they come in the envelope`(status: Int) {
        #expect(!Self.answer(status).isVerdict)
    }

    @Test(
        arguments: [400, 403, 404, 409, 511],
        [portal, "", "{}", "null", #"{"error":"no"}"#, #"{"error":{"code":"conflict"}}"#, "\u{FFFD}"])
    func `what is no envelope is no verdict and no collab server's`(status: Int, body: String) {
        let error = Self.answer(status, body)
        #expect(!error.isVerdict)
        #expect(error.code == .notCollabServer)
        #expect(error.status == status)
    }

    @Test(
        arguments: [
            ("7", Duration.seconds(7)), ("0", .zero), ("-3", .zero), ("60", .seconds(60)), ("61", .seconds(60)),
            ("31536000", .seconds(60)), ("9223372036854775807", .seconds(60)), ("soon", nil), ("", nil), ("1.5", nil),
            ("Wed, 21 Oct 2026 07:28:00 GMT", nil), ("99999999999999999999", nil),
        ])
    func `Retry-After is read where it names seconds, and obeyed for a minute`(field: String, expected: Duration?) {
        #expect(Self.answer(429, headers: ["Retry-After": field]).retryAfter == expected)
        #expect(Self.answer(503, Self.portal, headers: ["retry-after": field]).retryAfter == expected)
    }

    @Test(
        arguments: [
            (TransportError.cancelled, ClientError.Code.cancelled), (.invalidAddress("x"), .invalidAddress),
            (.unreachable("x"), .unreachable), (.insecure("x"), .insecure), (.timedOut, .timedOut),
            (.lost("x"), .connectionLost), (.tooLarge(limit: 9), .answerTooLarge), (.malformed("x"), .notCollabServer),
        ])
    func `what never came is no verdict`(transport: TransportError, code: ClientError.Code) {
        let error = ClientError(transport)
        #expect(error.code == code)
        #expect(!error.isVerdict)
        #expect(!error.message.isEmpty)
    }
}

@Suite struct LinkFailureTests {
    private static func refusal(_ status: Int, _ code: ErrorCode?, headers: HTTPHeaders = [:]) -> SocketEnd {
        let body = code.map { #"{"error":{"code":"\#($0.rawValue)","message":"m","request_id":"r"},"detail":"m"}"# }
        return .refused(HTTPResponse(status: status, headers: headers, body: Data((body ?? "<html>").utf8)))
    }

    @Test(
        arguments: [
            (refusal(401, .unauthorized), LinkFailure.final(.signInNeeded)),
            (refusal(403, .forbidden), .final(.notMember)),
            (refusal(404, .notFound), .final(.draftGone)), (refusal(426, .upgradeRequired), .noWebSocket),
            (refusal(200, nil), .noWebSocket), (refusal(404, nil), .noWebSocket), (refusal(502, nil), .noWebSocket),
            (.failed(.malformed("x")), .noWebSocket),
            (
                refusal(429, .limitExceeded, headers: ["Retry-After": "9"]),
                .passing(.unavailable("m"), retryAfter: .seconds(9))
            ),
            (refusal(503, .unavailable), .passing(.unavailable("m"))),
            (.failed(.unreachable("nobody")), .passing(.unreachable("nobody"))),
            (.failed(.insecure("expired")), .passing(.insecure("expired"))), (.failed(.timedOut), .passing(.silent)),
            (.closed(code: 1001, reason: "stopping"), .passing(.unreachable("stopping"))),
            (.closed(code: 4401, reason: ""), .final(.signInNeeded)),
            (.closed(code: 4403, reason: ""), .final(.notMember)),
            (.closed(code: 4404, reason: ""), .final(.draftGone)),
        ])
    func `the end of a socket means this to the link`(end: SocketEnd, failure: LinkFailure) {
        #expect(LinkFailure(end) == failure)
    }

    @Test func `a proxy's Retry-After counts too`() {
        let answer = HTTPResponse(status: 503, headers: ["Retry-After": "20"], body: Data("<html>".utf8))
        #expect(LinkFailure(ClientError(answer)) == .passing(.notCollabServer, retryAfter: .seconds(20)))
    }
}
