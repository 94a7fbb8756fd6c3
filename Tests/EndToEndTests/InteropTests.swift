import CollabAPI
import CollabTesting
import DraftCore
import Foundation
import Testing

@testable import CollabClient

/// Both ends of the live channel against an implementation that knows nothing of this one: Python's `websockets`.
@Suite(.enabled(if: Python.isThere, "python3 is missing"), .timeLimit(.minutes(2))) struct InteropTests {
    // MARK: Their client, our server

    private static let client = """
        import json, sys, urllib.request
        from websockets.exceptions import ConnectionClosed
        from websockets.sync.client import connect

        base, draft = sys.argv[1:]
        headers = {"X-User-Id": "ana"}

        def open_socket():
            return connect(f"ws://{base}/v1/ws/drafts/{draft}", additional_headers=headers)

        def until(socket, kind):
            while True:
                message = json.loads(socket.recv(timeout=10))
                if message["type"] == kind:
                    return message

        def append(content):
            body = json.dumps({"content": content, "idempotency_key": content}).encode()
            fields = {**headers, "Content-Type": "application/json"}
            url = f"http://{base}/v1/collab/drafts/{draft}/segments"
            urllib.request.urlopen(urllib.request.Request(url, body, fields), timeout=10).read()

        def ending(message):
            with open_socket() as socket:
                socket.send(message)
                try:
                    while True:
                        socket.recv(timeout=10)
                except ConnectionClosed as end:
                    return end.rcvd.code

        with open_socket() as socket:
            print("connected", until(socket, "connected")["seq"])
            append("Once")
            print("event", until(socket, "segment_added")["data"]["segment"]["content"])
            print("pong", socket.ping("hello").wait(10))
            socket.send(iter(['{"ty', 'pe":', '"ping"}']))
            print("fragments", until(socket, "pong")["type"])
            socket.send('{"type":"ping"}' + " " * (65536 - 15))
            print("largest", until(socket, "pong")["type"])
            socket.close(1000, "bye")
            print("closed", socket.close_code)
        print("too large", ending("x" * 65537))
        print("binary", ending(b"\\x00"))
        print("no JSON", ending("{"))
        """

    @Test func `their client speaks with our server`() async throws {
        try await InProcessServer.run { server in
            let client = CollabClient(baseURL: server.url, credential: .user(ana))
            let draft = try await client.createDraft(title: "The Lighthouse").draftID
            let python = try Python(
                Self.client, ["127.0.0.1:\(server.port)", "\(draft)"])
            #expect(
                try await python.lines(9) == [
                    "connected 1", "event Once", "pong True", "fragments pong", "largest pong", "closed 1000",
                    "too large 1009", "binary 1003", "no JSON 1008",
                ])
        }
    }

    // MARK: Their server, our client

    private static let server = """
        from websockets.exceptions import ConnectionClosed
        from websockets.sync.server import serve

        def answer(socket):
            path = socket.request.path
            try:
                if path == "/fragments":
                    socket.send(iter(["one ", "two ", "drei \\u6f22"]))
                elif path == "/ping":
                    print("pong", socket.ping("are you there").wait(10))
                elif path == "/close":
                    socket.close(4403, "no longer a member")
                elif path == "/large":
                    socket.send("a" * 2**20)
                elif path == "/larger":
                    socket.send("a" * (2**20 + 1))
                elif path == "/bytes":
                    socket.send(b"bytes")
                    socket.send("after them")
                for message in socket:
                    socket.send(message)
            except ConnectionClosed:
                pass
            socket.close()
            sent, got = socket.protocol.close_sent, socket.protocol.close_rcvd
            print(path, got.code if got else None)

        with serve(answer, "127.0.0.1", 0) as server:
            print(server.socket.getsockname()[1])
            server.serve_forever()
        """

    private static func scene(_ body: (Python, _ url: String) async throws -> Void) async throws {
        let python = try Python(server)
        let port = try await python.lines(1)[0]
        try await body(python, "http://127.0.0.1:\(port)")
    }

    @Test func `what our client says comes back from their server`() async throws {
        try await Self.scene { python, url in
            let call = OpenCall(url + "/echo")
            let texts = ["Once upon a time", "漢字 cafe\u{301}", String(repeating: "x", count: 65_536), ""]
            for text in texts { call.socket.send(Data(text.utf8)) }
            #expect(await call.texts(texts.count) == texts)
            call.socket.close()
            let said = try await python.lines(2)
            #expect(said.last == "/echo 1000")
        }
    }

    @Test(arguments: [("/fragments", "one two drei 漢", 1), ("/large", "a", 1 << 20), ("/bytes", "after them", 1)])
    func `our client takes what their server sends`(path: String, part: String, count: Int) async throws {
        try await Self.scene { python, url in
            let call = OpenCall(url + path)
            #expect(await call.texts(1) == [String(repeating: part, count: count)])
            call.socket.close()
            let said = try await python.lines(2)
            #expect(said.last == "\(path) 1000")
        }
    }

    @Test func `our client answers their pings`() async throws {
        try await Self.scene { python, url in
            let call = OpenCall(url + "/ping")
            let heard = try await python.lines(2)
            #expect(heard.last == "pong True")
            call.socket.close()
            let said = try await python.lines(3)
            #expect(said.last == "/ping 1000")
        }
    }

    @Test func `their close reaches us with code and reason`() async throws {
        try await Self.scene { python, url in
            let end = await OpenCall(url + "/close").end()
            #expect(end == .closed(code: 4403, reason: "no longer a member"))
            let said = try await python.lines(2)
            #expect(said.last == "/close 4403")
        }
    }

    @Test func `a message of more than a MiB is refused as too large`() async throws {
        try await Self.scene { python, url in
            #expect(await OpenCall(url + "/larger").end() == .violated(code: 1009))
            let said = try await python.lines(2)
            #expect(said.last == "/larger 1009")
        }
    }
}

/// One socket of our client on a network of its own.
private struct OpenCall {
    let socket: any Socket
    private let events: AsyncStream<SocketEvent>
    private let network = NetworkThread()

    init(_ url: String) {
        let (stream, continuation) = AsyncStream.makeStream(of: SocketEvent.self)
        events = stream
        socket = CurlSocketTransport(network: network).open(HTTPRequest(method: .get, url: url)) { event in
            continuation.yield(event)
            if case .ended = event { continuation.finish() }
        }
    }

    /// The next texts, or fewer where the socket ends.
    func texts(_ count: Int) async -> [String] {
        var texts: [String] = []
        for await event in events {
            if case .text(let data) = event { texts.append(String(decoding: data, as: UTF8.self)) }
            if texts.count == count { break }
        }
        return texts
    }

    /// How the socket ends.
    func end() async -> SocketEnd? {
        for await event in events {
            if case .ended(let end) = event { return end }
        }
        return nil
    }
}
