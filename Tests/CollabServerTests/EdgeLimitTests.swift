import CollabTesting
import Testing

@Suite struct EdgeLimitTests {
    @Test(arguments: [true, false])
    func `a body that is too large is refused and its sender sees the answer`(saysLength: Bool) async throws {
        // A busy machine may take longer than the usual two seconds to send what is to be discarded.
        try await InProcessServer.run(configure: { $0["DRAIN_SECONDS"] = 20 }) { server in
            let connection = try await RawConnection.open(port: server.port)
            let length = 4 << 20
            let framing = saysLength ? "content-length: \(length)" : "transfer-encoding: chunked"
            var upload = Array(
                "POST /v1/collab/drafts HTTP/1.1\r\nhost: 127.0.0.1\r\nx-user-id: ada\r\n\(framing)\r\n\r\n".utf8)
            let block = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 16)
            for _ in 0..<length / block.count {
                upload += saysLength ? block : Array("10000\r\n".utf8) + block + Array("\r\n".utf8)
            }
            if !saysLength { upload += Array("0\r\n\r\n".utf8) }
            try await connection.send(upload)
            let answer = try #require(try await connection.nextAnswer())
            #expect(answer.status == 413)
            #expect(try answer.errorCode == "payload_too_large")
            #expect(answer.headers["x-request-id"] != nil)
            #expect(try await connection.end() == "")
        }
    }

    @Test(arguments: [true, false])
    func `a body of one byte more than a MiB is too large, one of a MiB is read`(saysLength: Bool) async throws {
        try await InProcessServer.run { server in
            for (length, status) in [(1 << 20, 400), (1 << 20 + 1, 413)] {
                let connection = try await RawConnection.open(port: server.port)
                let opening = #"{"title":""#
                let body = opening + String(repeating: "x", count: length - opening.utf8.count - 2) + #""}"#
                let framing = saysLength ? "content-length: \(length)" : "transfer-encoding: chunked"
                let head = "POST /v1/collab/drafts HTTP/1.1\r\nhost: 127.0.0.1\r\nx-user-id: ada\r\n\(framing)\r\n\r\n"
                let chunked = String(length, radix: 16) + "\r\n" + body + "\r\n0\r\n\r\n"
                try await connection.send(head + (saysLength ? body : chunked))
                let answer = try #require(try await connection.nextAnswer())
                #expect(answer.status == status, "\(length)")
                // A title of a MiB is no title, but that is found out by reading it.
                #expect(try answer.errorCode == (status == 413 ? "payload_too_large" : "validation_error"))
            }
        }
    }

    @Test func `one who asks first is told to go on, unless the body would be too large`() async throws {
        try await InProcessServer.run { server in
            let json = #"{"title":"T"}"#
            func head(_ length: Int) -> String {
                "POST /v1/collab/drafts HTTP/1.1\r\nhost: 127.0.0.1\r\nx-user-id: ada\r\n"
                    + "content-length: \(length)\r\nexpect: 100-continue\r\n\r\n"
            }
            let connection = try await RawConnection.open(port: server.port)
            try await connection.send(head(json.utf8.count))
            #expect(try await connection.nextAnswer()?.status == 100)
            try await connection.send(json)
            #expect(try await connection.nextAnswer()?.status == 200)
            try await connection.send(head(2 << 20))
            #expect(try await connection.nextAnswer()?.status == 413)
        }
    }

    @Test func `an upload without a credential is refused before it is read`() async throws {
        try await InProcessServer.run { server in
            let connection = try await RawConnection.open(port: server.port)
            try await connection.send(
                "POST /v1/collab/drafts HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 10000000\r\n\r\nx")
            #expect(try await connection.nextAnswer()?.status == 401)
        }
    }

    @Test(arguments: [
        "x-long: \(String(repeating: "a", count: 40_000))",
        (0..<120).map { "x-\($0): 1" }.joined(separator: "\r\n"),
    ])
    func `headers that are too large are refused`(headers: String) async throws {
        try await InProcessServer.run { server in
            let connection = try await RawConnection.open(port: server.port)
            try await connection.send("GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\n\(headers)\r\n\r\n")
            let answer = try #require(try await connection.nextAnswer())
            #expect(answer.status == 431)
            #expect(try answer.errorCode == "headers_too_large")
            #expect(answer.headers["x-content-type-options"] == "nosniff")
            #expect(answer.headers["x-request-id"] != nil)
        }
    }

    @Test(arguments: ["GARBAGE\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET /healthz HTTP/1.1\r\nbad header\r\n\r\n"])
    func `what is no HTTP gets an answer and is closed`(bytes: String) async throws {
        try await InProcessServer.run { server in
            let connection = try await RawConnection.open(port: server.port)
            try await connection.send(bytes)
            let answer = try #require(try await connection.nextAnswer())
            #expect(answer.status == 400)
            #expect(try answer.errorCode == "validation_error")
            #expect(try await connection.end() == "")
        }
    }

    @Test(arguments: [
        "", "GET /healthz HT", "POST /v1/collab/drafts HTTP/1.1\r\nx-user-id: ada\r\ncontent-length: 9\r\n\r\n{",
    ])
    func `a request that does not come to its end is cut off`(bytes: String) async throws {
        try await InProcessServer.run(configure: {
            $0["HEADER_SECONDS"] = 1
            $0["BODY_SECONDS"] = 1
        }) { server in
            let connection = try await RawConnection.open(port: server.port)
            if !bytes.isEmpty { try await connection.send(bytes) }
            #expect(try await connection.end() == "")
        }
    }

    @Test func `a connection is kept for more requests, and closed when nothing comes`() async throws {
        try await InProcessServer.run(configure: { $0["IDLE_SECONDS"] = 3 }) { server in
            let connection = try await RawConnection.open(port: server.port)
            for _ in 0..<3 {
                try await connection.send(HTTPProbe("GET", "/healthz").text)
                #expect(try await connection.nextAnswer()?.status == 200)
            }
            #expect(try await connection.end() == "")
        }
    }

    @Test func `requests sent in one breath are answered in order`() async throws {
        try await InProcessServer.run { server in
            let connection = try await RawConnection.open(port: server.port)
            try await connection.send(
                HTTPProbe("GET", "/healthz").text + HTTPProbe("GET", "/v1/x").text + HTTPProbe("GET", "/nothing").text)
            var statuses: [Int?] = []
            for _ in 0..<3 { statuses.append(try await connection.nextAnswer()?.status) }
            #expect(statuses == [200, 401, 404])
        }
    }

    @Test func `an upgrade to a protocol that is not spoken here is answered as plain HTTP`() async throws {
        try await InProcessServer.run { server in
            let answer = try await server.send(
                "GET", "/healthz",
                headers: [
                    ("connection", "Upgrade, HTTP2-Settings"), ("upgrade", "h2c"), ("http2-settings", "AAMAAABk"),
                ])
            #expect(answer.status == 200)
        }
    }

    @Test func `of two requests in one packet the second is answered too, though it closes`() async throws {
        try await InProcessServer.run { server in
            let connection = try await RawConnection.open(port: server.port)
            let create = HTTPProbe(
                "POST", "/v1/collab/drafts", as: "ada", json: #"{"title":"T"}"#, headers: [("connection", "close")])
            try await connection.send(HTTPProbe("GET", "/healthz").text + create.text)
            #expect(try await connection.nextAnswer()?.status == 200)
            let created = try #require(try await connection.nextAnswer())
            #expect(created.status == 200)
            #expect(try created.value("data.title") == "T")
            #expect(created.headers["connection"] == "close")
            #expect(try await connection.end() == "")
        }
    }

    @Test func `a second handshake on a connection is told to take a new one`() async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ada")
            let connection = try await RawConnection.open(port: server.port)
            try await connection.send(HTTPProbe("GET", "/healthz").text)
            #expect(try await connection.nextAnswer()?.status == 200)
            let upgrade = [
                ("connection", "Upgrade"), ("upgrade", "websocket"), ("sec-websocket-version", "13"),
                ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
            ]
            try await connection.send(HTTPProbe("GET", "/v1/ws/drafts/\(draft)", as: "ada", headers: upgrade).text)
            let answer = try #require(try await connection.nextAnswer())
            #expect(answer.status == 426)
            #expect(answer.text.contains("first request of a connection"))
            #expect(answer.headers["connection"] == "close")
            #expect(try await connection.end() == "")
        }
    }

    @Test func `HEAD answers as GET does, without a body`() async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ada")
            let rows: [(path: String, user: String?, status: Int)] = [
                ("/healthz", nil, 200), ("/v1/collab/drafts/\(draft)", "ada", 200),
                ("/v1/collab/drafts/\(draft)/export?format=json", "ada", 200), ("/nothing", nil, 404),
                ("/v1/collab/drafts/\(draft)", nil, 401), ("/v1/collab/drafts/\(draft)", "eve", 403),
                ("/v1/collab/drafts/\(draft)/segments", "ada", 405),
            ]
            for row in rows {
                let connection = try await RawConnection.open(port: server.port)
                try await connection.send(
                    HTTPProbe("HEAD", row.path, as: row.user, headers: [("connection", "close")]).text)
                let answer = try #require(try await connection.nextAnswer(toHead: true))
                #expect(answer.status == row.status, "\(row)")
                #expect(try await connection.end() == "", "\(row)")
            }
        }
    }
}
