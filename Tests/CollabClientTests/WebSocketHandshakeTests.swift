import FoundationEssentials
import Testing

@testable import CollabClient

@Suite struct WebSocketHandshakeTests {
    // RFC 6455, 1.3.
    private static let accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

    private func begin() -> WebSocketHandshake {
        WebSocketHandshake(nonce: Array("the sample nonce".utf8))
    }

    private static func agreement(
        accept: String = accept, upgrade: String = "websocket", connection: String = "Connection: Upgrade",
        more: String = ""
    ) -> String {
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: \(upgrade)\r\n\(connection)\r\n"
            + "Sec-WebSocket-Accept: \(accept)\r\n\(more)\r\n"
    }

    /// What the handshake makes of `pieces`, and of the end after them.
    private func outcome(_ pieces: [String], isEnd: Bool = false) -> Result<WebSocketHandshake.Progress, TransportError>
    {
        var handshake = begin()
        var progress = WebSocketHandshake.Progress.incomplete
        do throws(TransportError) {
            for piece in pieces { progress = try handshake.receive(Data(piece.utf8)) }
            if isEnd { progress = try handshake.receive(Data(), isEnd: true) }
            return .success(progress)
        } catch {
            return .failure(error)
        }
    }

    private func refusal(_ pieces: [String], isEnd: Bool = false) -> HTTPResponse? {
        guard case .success(.refused(let response)) = outcome(pieces, isEnd: isEnd) else { return nil }
        return response
    }

    @Test func `the key and its proof are those of the RFC`() {
        #expect(begin().expectedAccept == Self.accept)
    }

    @Test func `the request asks for an upgrade and carries the caller's fields`() {
        let request = begin().request(host: "h:81", target: "/v1/ws?since=3", headers: ["X-User-Id": "ada"])
        #expect(
            String(decoding: request, as: UTF8.self) == """
                GET /v1/ws?since=3 HTTP/1.1\r
                Host: h:81\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Version: 13\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                X-User-Id: ada\r
                \r

                """)
    }

    @Test func `the proof is an agreement, however it is cut in pieces`() {
        let bytes = Self.agreement()
        #expect(outcome([bytes]) == .success(.upgraded(rest: Data())))
        #expect(outcome(bytes.unicodeScalars.map { String($0) }) == .success(.upgraded(rest: Data())))
    }

    @Test func `bytes behind the head are the first frames`() {
        #expect(outcome([Self.agreement() + "frames"]) == .success(.upgraded(rest: Data("frames".utf8))))
    }

    @Test(
        arguments: [
            agreement(upgrade: "WebSocket"), agreement(connection: "connection: keep-alive, Upgrade"),
            agreement(connection: "Connection: keep-alive\r\nConnection:\tupgrade "),
            "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n" + agreement(),
        ])
    func `these are agreements too`(answer: String) {
        #expect(outcome([answer]) == .success(.upgraded(rest: Data())))
    }

    @Test(
        arguments: [
            agreement(accept: "AAAAAAAAAAAAAAAAAAAAAAAAAAA="), agreement(accept: ""),
            agreement(accept: accept.lowercased()), agreement(upgrade: "h2c"),
            agreement(connection: "Connection: close"),
            agreement(connection: "X-Connection: Upgrade"), agreement(more: "Sec-WebSocket-Protocol: chat\r\n"),
            agreement(more: "Sec-WebSocket-Extensions: permessage-deflate\r\n"), "HTTP/1.1 101\r\n\r\n",
            "SSH-2.0-OpenSSH_9.2\r\n", "<html>", "HTTP/2 200 OK\r\n\r\n", "HTTP/1.1 abc OK\r\n\r\n",
            "HTTP/1.1 99 Low\r\n\r\n", "HTTP/1.1 1010 High\r\n\r\n", "\r\n\r\n",
            "HTTP/1.1 200 OK\r\nX: " + String(repeating: "x", count: 40_000),
        ])
    func `these are no agreements`(answer: String) {
        guard case .failure(.malformed) = outcome([answer]) else {
            Issue.record("\(outcome([answer]))")
            return
        }
    }

    @Test(arguments: ["", "HTTP/1.1 101 Switching Protocols\r\nUpgr"])
    func `an end before the head is complete is a loss`(answer: String) {
        guard case .failure(.lost) = outcome([answer], isEnd: true) else {
            Issue.record("\(outcome([answer], isEnd: true))")
            return
        }
    }

    @Test func `a refusal is handed over once its announced body is there`() {
        let head = "HTTP/1.1 403 Forbidden\r\nContent-Length: 5\r\nX-A: b\r\n\r\n"
        #expect(outcome([head, "hel"]) == .success(.incomplete))
        let response = refusal([head, "hel", "lo and more"])
        #expect(response?.status == 403)
        #expect(response?.headers["x-a"] == "b")
        #expect(response?.body == Data("hello".utf8))
    }

    @Test(
        arguments: [
            ["5\r\nhello\r\n0\r\n\r\n"], ["5;name=value\r\nhello\r\n0\r\n\r\n"],
            ["5\r\nhe", "llo\r\n", "0\r\n", "\r\n"],
            ["2\r\nhe\r\n", "3\r\nllo\r\n0\r\nX-Trailer: a\r\nX-Other: b\r\n", "\r\n"],
        ])
    func `a refusal in chunks is put together`(pieces: [String]) {
        let head = "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n"
        #expect(refusal([head] + pieces)?.body == Data("hello".utf8))
        #expect(outcome([head] + pieces.dropLast()) == .success(.incomplete))
    }

    @Test func `a chunk that looks like the end of all chunks is not`() {
        let head = "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n"
        #expect(outcome([head + "8\r\nab0\r\n\r\n"]) == .success(.incomplete))
        #expect(refusal([head + "8\r\nab0\r\n\r\n", "c\r\n0\r\n\r\n"])?.body == Data("ab0\r\n\r\nc".utf8))
    }

    @Test(arguments: ["7fffffffffffffff", "7ffffffffffffffe", "8000000000000000", "ffffffffffffffffff"])
    func `a chunk of any announced size is no more than what comes`(size: String) {
        let head = "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n"
        #expect(
            refusal([head, "2\r\nab\r\n", size + "\r\n", "cd"], isEnd: true)?.body.starts(with: Data("ab".utf8)) == true
        )
    }

    @Test(arguments: ["", "Transfer-Encoding: chunked\r\n"])
    func `a refusal whose body has no end is handed over at the limit or at the end`(field: String) {
        let head = "HTTP/1.1 500 Oops\r\n\(field)\r\n" + (field.isEmpty ? "" : "FFFFFF\r\n")
        #expect(outcome([head + "some"]) == .success(.incomplete))
        #expect(refusal([head + "some"], isEnd: true)?.body == Data("some".utf8))
        let long = refusal([head, String(repeating: "x", count: 100_000)])
        #expect((65_000...65_536).contains(long?.body.count ?? 0))
    }

    @Test(arguments: [204, 304])
    func `a refusal that cannot have a body is complete with its head`(status: Int) {
        #expect(refusal(["HTTP/1.1 \(status) X\r\n\r\n"])?.status == status)
    }
}
