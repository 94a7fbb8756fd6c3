import CollabAPI
import Dispatch
import FoundationEssentials
import Testing

@testable import CollabClient

@Suite(.timeLimit(.minutes(1))) struct HTTPTransportTests {
    private let transport = CurlHTTPTransport(network: NetworkThread())

    private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

    private func get(
        _ server: ScriptedServer, timeout: Duration = .seconds(10), limit: Int = 1 << 20
    ) async throws(TransportError) -> HTTPResponse {
        try await transport.send(
            HTTPRequest(method: .get, url: server.url + "/", timeout: timeout, answerLimit: limit))
    }

    /// What the client makes of a server that answers with `pieces`, each in a write of its own, and ends.
    private func answer(_ pieces: [String], limit: Int = 1 << 20) async throws(TransportError) -> HTTPResponse {
        let server = ScriptedServer { peer in
            guard peer.readHead() != nil else { return }
            for piece in pieces { peer.write(piece) }
        }
        return try await get(server, limit: limit)
    }

    @Test func `a request arrives as it was written`() async throws {
        let seen = Report<String>()
        let server = ScriptedServer { peer in
            guard let head = peer.readHead(), let body = peer.read(5) else { return }
            seen.add(head + String(decoding: body, as: UTF8.self))
            peer.write(Self.ok)
        }
        let request = HTTPRequest(
            method: .patch, url: server.url + "/a/../%2F/..?q=%26", headers: ["X-User-Id": "ada", "X-Empty": ""],
            body: Data("hello".utf8))
        let response = try await transport.send(request)
        #expect(response.status == 200)
        #expect(response.body == Data("ok".utf8))
        let lines = try #require(await seen.next()).split(separator: "\r\n").map(String.init)
        #expect(lines.first == "PATCH /a/../%2F/..?q=%26 HTTP/1.1")
        #expect(lines.last == "hello")
        #expect(Set(lines).isSuperset(of: ["X-User-Id: ada", "X-Empty:", "Content-Length: 5"]))
        #expect(!lines.contains { $0.lowercased().hasPrefix("expect") })
    }

    @Test func `a post without a body says that it has none`() async throws {
        let seen = Report<String>()
        let server = ScriptedServer { peer in
            seen.add(peer.readHead() ?? "")
            peer.write(Self.ok)
        }
        _ = try await transport.send(HTTPRequest(method: .post, url: server.url, body: Data()))
        #expect(await seen.next()?.contains("Content-Length: 0\r\n") == true)
    }

    @Test func `a body of a mebibyte arrives whole`() async throws {
        let body = Data((0..<1 << 20).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        let seen = Report<Bool>()
        let server = ScriptedServer { peer in
            guard peer.readHead() != nil else { return }
            seen.add(peer.read(body.count).map { Data($0) == body } ?? false)
            peer.write(Self.ok)
        }
        _ = try await transport.send(HTTPRequest(method: .post, url: server.url, body: body))
        #expect(await seen.next() == true)
    }

    @Test(
        arguments: [
            "HTTP/1.1 200 OK\r\nX-A: b\r\nContent-Length: 5\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\nX-A: b\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\n\r\n",
            "HTTP/1.1 100 Continue\r\nX-B: c\r\n\r\nHTTP/1.1 200 OK\r\nX-A: b\r\nContent-Length: 5\r\n\r\nhello",
            "HTTP/1.1 103 Early Hints\r\nX-B: c\r\n\r\nHTTP/1.1 200 OK\r\nX-A: b\r\nConnection: close\r\n\r\nhello",
            "HTTP/1.0 200 OK\r\nx-a:   b  \r\n\r\nhello",
        ])
    func `an answer is understood whole and byte by byte`(text: String) async throws {
        for pieces in [[text], text.unicodeScalars.map { String($0) }] {
            let response = try await answer(pieces)
            #expect(response.status == 200)
            #expect(response.headers["X-A"] == "b")
            #expect(response.headers["X-B"] == nil)
            #expect(response.body == Data("hello".utf8))
        }
    }

    @Test(arguments: [204, 302, 304, 404, 500])
    func `every status is an answer, and nothing is followed`(status: Int) async throws {
        let response = try await answer(["HTTP/1.1 \(status) X\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"])
        #expect(response.status == status)
        #expect(response.body.isEmpty)
    }

    @Test(
        arguments: [
            "Content-Length: 11\r\n\r\nhello world", "Transfer-Encoding: chunked\r\n\r\nB\r\nhello world\r\n0\r\n\r\n",
            "Connection: close\r\n\r\nhello world",
        ])
    func `a body may be as long as the caller says and no longer`(rest: String) async throws {
        #expect(try await answer(["HTTP/1.1 200 OK\r\n" + rest], limit: 11).body.count == 11)
        await #expect(throws: TransportError.tooLarge(limit: 10)) {
            try await answer(["HTTP/1.1 200 OK\r\n" + rest], limit: 10)
        }
    }

    @Test func `an endless body is given up at the limit`() async {
        let server = ScriptedServer { peer in
            _ = peer.readHead()
            peer.write("HTTP/1.1 200 OK\r\n\r\n")
            while peer.write([UInt8](repeating: 65, count: 64 << 10)) {}
        }
        await #expect(throws: TransportError.tooLarge(limit: 1 << 20)) { try await get(server) }
    }

    @Test(arguments: [
        "SSH-2.0-OpenSSH_9.2\r\n", "\u{0}\u{1}\u{2}\u{3}", "<html>hello</html>\r\n\r\n", "HTTP/1.1 abc\r\n\r\n",
    ])
    func `what does not speak HTTP is told apart`(garbage: String) async {
        let error = await #expect(throws: TransportError.self) { try await answer([garbage]) }
        guard case .malformed = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(
        arguments: [
            "", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        ], [false, true])
    func `an answer that breaks off is a loss`(text: String, isReset: Bool) async {
        let server = ScriptedServer { peer in
            _ = peer.readHead()
            peer.write(text)
            if isReset { peer.breakOff() }
        }
        let error = await #expect(throws: TransportError.self) { try await get(server) }
        guard case .lost = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `a head without an end is no answer`() async {
        let server = ScriptedServer { peer in
            _ = peer.readHead()
            peer.write("HTTP/1.1 200 OK\r\n")
            while peer.write("X-More: \(String(repeating: "x", count: 1000))\r\n") {}
        }
        let error = await #expect(throws: TransportError.self) { try await get(server) }
        guard case .malformed = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `silence lasts no longer than the caller's patience`() async {
        let server = ScriptedServer { peer in _ = peer.readToEnd() }
        let begin = ContinuousClock.now
        await #expect(throws: TransportError.timedOut) { try await get(server, timeout: .milliseconds(150)) }
        #expect(.now - begin >= .milliseconds(150))
    }

    @Test func `a body that drips does not stretch the caller's patience`() async {
        let server = ScriptedServer { peer in
            _ = peer.readHead()
            peer.write("HTTP/1.1 200 OK\r\n\r\n")
            let pause = DispatchSemaphore(value: 0)
            while peer.write("x") { _ = pause.wait(timeout: .now() + .milliseconds(20)) }
        }
        await #expect(throws: TransportError.timedOut) { try await get(server, timeout: .milliseconds(200)) }
    }

    @Test func `nobody at the port is nobody`() async {
        await ScriptedServer.withDeafPort { port in
            let error = await #expect(throws: TransportError.self) {
                try await transport.send(HTTPRequest(method: .get, url: "http://127.0.0.1:\(port)/"))
            }
            guard case .unreachable = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test(arguments: ["", "http://", "gopher://127.0.0.1/", "file:///etc/hostname", "http://127.0.0.1:99999/"])
    func `what is no address is not called`(url: String) async {
        let error = await #expect(throws: TransportError.self) {
            try await transport.send(HTTPRequest(method: .get, url: url))
        }
        guard case .invalidAddress = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `a server without TLS where TLS was asked for is not trusted`() async {
        let server = ScriptedServer { peer in
            _ = peer.read(5)
            peer.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        }
        let error = await #expect(throws: TransportError.self) {
            try await transport.send(HTTPRequest(method: .get, url: "https://127.0.0.1:\(server.port)/"))
        }
        guard case .insecure = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
}
