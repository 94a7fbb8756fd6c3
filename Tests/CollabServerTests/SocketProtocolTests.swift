import CollabTesting
import Testing

/// The opening handshake and the frames, as RFC 6455 has them.
@Suite struct SocketProtocolTests {
    @Test func `a member is let in and greeted first`() async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ada", with: ["ben"])
            let socket = try await SocketProbe.open(
                server, draft: draft, as: "ben", headers: [("x-request-id", "my-socket")])
            #expect(socket.handshake.status == 101)
            #expect(socket.handshake.headers["sec-websocket-accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
            #expect(socket.handshake.headers["x-request-id"] == "my-socket")
            let greeting = try #require(try await socket.next())
            #expect(try greeting.value("type") == "connected")
            #expect(try greeting.value("user_id") == "ben")
            #expect(try greeting.value("request_id") == "my-socket")
            #expect(try greeting.value("seq") == 2)
        }
    }

    @Test func `refusals are plain HTTP with the envelope`() async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ada")
            let ghost = "00000000-0000-4000-8000-000000000000"
            let rows: [(draft: String, user: String?, query: String, headers: [(String, String)], status: Int)] = [
                (draft, nil, "", [], 401), (draft, "eve", "", [], 403), (ghost, "ada", "", [], 404),
                ("x", "ada", "", [], 404), (draft, "ada", "?since=x", [], 400),
                (draft, "ada", "", [("authorization", "Bearer x")], 401), (draft, "ada", "?share=x", [], 401),
                (draft, "ada", "", [("origin", "https://elsewhere.example")], 403),
            ]
            for row in rows {
                let socket = try await SocketProbe.open(
                    server, draft: row.draft, as: row.user, query: row.query, headers: row.headers)
                #expect(socket.handshake.status == row.status, "\(row)")
                #expect(try socket.handshake.errorCode != nil, "\(row)")
                #expect(socket.handshake.headers["x-request-id"] != nil, "\(row)")
            }
        }
    }

    @Test func `a server that is full says so`() async throws {
        try await InProcessServer.run(configure: { $0["SOCKETS"] = 1 }) { server in
            let draft = try await server.beginDraft(as: "ada")
            let first = try await SocketProbe.open(server, draft: draft, as: "ada")
            #expect(first.handshake.status == 101)
            let second = try await SocketProbe.open(server, draft: draft, as: "ada")
            #expect(second.handshake.status == 429)
            #expect(try second.handshake.errorCode == "limit_exceeded")
        }
    }

    struct Violation: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]
        let code: Int

        init(_ what: String, _ frames: [[UInt8]], _ code: Int) {
            testDescription = what
            bytes = Array(frames.joined())
            self.code = code
        }
    }

    static let violations: [Violation] = [
        Violation("an unmasked frame", [SocketProbe.frame(opcode: 1, [65], isMasked: false)], 1002),
        Violation("a reserved bit", [SocketProbe.frame(opcode: 1, [65], reserved: 4)], 1002),
        Violation("an unknown opcode", [SocketProbe.frame(opcode: 3, [])], 1002),
        Violation("an unknown control opcode", [SocketProbe.frame(opcode: 11, [])], 1002),
        Violation("a continuation of nothing", [SocketProbe.frame(opcode: 0, [65])], 1002),
        Violation(
            "a text within a text",
            [SocketProbe.frame(opcode: 1, [65], isFinal: false), SocketProbe.frame(opcode: 1, [65])], 1002),
        Violation("a ping in fragments", [SocketProbe.frame(opcode: 9, [], isFinal: false)], 1002),
        Violation("a long ping", [SocketProbe.frame(opcode: 9, [UInt8](repeating: 1, count: 126))], 1002),
        Violation("a close of one byte", [SocketProbe.frame(opcode: 8, [3])], 1002),
        Violation("a close with 1005", [SocketProbe.frame(opcode: 8, [0x03, 0xED])], 1002),
        Violation("a close with 5000", [SocketProbe.frame(opcode: 8, [0x13, 0x88])], 1002),
        Violation("a close whose reason is no text", [SocketProbe.frame(opcode: 8, [0x03, 0xE8, 0xFF])], 1007),
        Violation("binary", [SocketProbe.frame(opcode: 2, [1])], 1003),
        Violation("bytes that are no text", [SocketProbe.frame(opcode: 1, [0xC3, 0x28])], 1007),
        Violation(
            "no text across fragments",
            [SocketProbe.frame(opcode: 1, [0xE2, 0x82], isFinal: false), SocketProbe.frame(opcode: 0, [0x28])], 1007),
        Violation("malformed JSON", [SocketProbe.frame(opcode: 1, Array("{".utf8))], 1008),
        Violation("JSON without a type", [SocketProbe.frame(opcode: 1, Array("{}".utf8))], 1008),
        Violation("a large frame", [SocketProbe.frame(opcode: 1, [UInt8](repeating: 65, count: 65_537))], 1009),
        Violation(
            "a large message in small frames",
            [SocketProbe.frame(opcode: 1, [UInt8](repeating: 65, count: 40_000), isFinal: false)]
                + [SocketProbe.frame(opcode: 0, [UInt8](repeating: 65, count: 40_000))], 1009),
    ]

    @Test(arguments: violations)
    func `the socket is closed for`(violation: Violation) async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ada")
            let socket = try await SocketProbe.open(server, draft: draft, as: "ada")
            try await socket.connection.send(violation.bytes)
            #expect(try await socket.closeCode() == violation.code)
            _ = try await socket.connection.end()
        }
    }

    @Test func `what the server cannot read it says before it closes`() async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ada")
            let socket = try await SocketProbe.open(server, draft: draft, as: "ada")
            try await socket.send("{")
            #expect(try await socket.next(type: "error").value("code") == "validation_error")
            #expect(try await socket.closeCode() == 1008)
        }
    }

    @Test func `fragments make one message, and a ping between them is answered`() async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ada")
            let socket = try await SocketProbe.open(server, draft: draft, as: "ada")
            try await socket.send(opcode: 1, Array(#"{"type":"#.utf8), isFinal: false)
            try await socket.send(opcode: 9, [1, 2, 3])
            try await socket.send(opcode: 0, Array(#""ping"}"#.utf8))
            #expect(try await socket.next(type: "connected").opcode == 1)
            #expect(try await socket.next() == SocketProbe.Frame(opcode: 10, payload: [1, 2, 3]))
            #expect(try await socket.next(type: "pong").value("request_id", as: String.self) != nil)
        }
    }

    @Test func `a close is answered with its own code`() async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ada")
            let socket = try await SocketProbe.open(server, draft: draft, as: "ada")
            try await socket.send(opcode: 8, [0x0B, 0xB8])
            #expect(try await socket.closeCode() == 3000)
            #expect(try await socket.connection.end() == "")
        }
    }

    @Test func `an unknown message is passed over`() async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ada")
            let socket = try await SocketProbe.open(server, draft: draft, as: "ada")
            try await socket.send(#"{"type":"novelty","x":1}"#)
            try await socket.send(#"{"type":"ping"}"#)
            #expect(try await socket.next(type: "pong").opcode == 1)
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `one who asks and asks and takes no answer is not served without end`() async throws {
        try await InProcessServer.run(configure: {
            $0["STALL_SECONDS"] = 1
            $0["DRAIN_SECONDS"] = 1
        }) { server in
            let draft = try await server.beginDraft(as: "ada")
            let socket = try await SocketProbe.open(server, draft: draft, as: "ada")
            _ = try await socket.next(type: "connected")
            try await socket.connection.stopReading()
            let ping = SocketProbe.frame(opcode: 9, [UInt8](repeating: 7, count: 125))
            let flood = Array(repeatElement(ping, count: 8_000).joined())
            // Far more than the buffers of two sockets hold: whoever reads all of it keeps the answers in memory.
            await #expect(throws: (any Error).self) {
                for _ in 0..<64 { try await socket.connection.send(flood) }
            }
            #expect(try await server.send("GET", "/healthz").status == 200)
        }
    }

    @Test func `peers are pinged, and closed when they stay silent`() async throws {
        try await InProcessServer.run(configure: {
            $0["PING_SECONDS"] = 1
            $0["SILENCE_SECONDS"] = 2
        }) { server in
            let draft = try await server.beginDraft(as: "ada")
            let socket = try await SocketProbe.open(server, draft: draft, as: "ada")
            _ = try await socket.next(type: "connected")
            #expect(try await socket.next()?.opcode == 9)
            while try await socket.next() != nil {}
        }
    }
}
