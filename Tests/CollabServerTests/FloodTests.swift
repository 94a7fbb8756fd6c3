import CollabTesting
import Synchronization
import Testing

/// Those who only want to be in the way are cut off, and others are served meanwhile.
@Suite struct FloodTests {
    private func expectServed(_ server: InProcessServer) async throws {
        #expect(try await server.send("GET", "/healthz").status == 200)
    }

    @Test func `heads that come byte by byte are cut off at their deadline`() async throws {
        try await InProcessServer.run(configure: { $0["HEADER_SECONDS"] = 2 }) { server in
            var slow: [RawConnection] = []
            for _ in 0..<50 { slow.append(try await RawConnection.open(port: server.port)) }
            for connection in slow { try? await connection.send("GET /") }
            let dripping = Task { [slow] in
                while !Task.isCancelled {
                    // One that is cut off already takes nothing more, which is what is to be seen.
                    for connection in slow { try? await connection.send("x") }
                    // The pace of those who mean to stay: each byte well before any that would be missed.
                    try await Task.sleep(for: .milliseconds(200))
                }
            }
            defer { dripping.cancel() }
            let isOver = Flag()
            let ending = Task { [slow] in
                defer { isOver.value.withLock { $0 = true } }
                for connection in slow {
                    let answer = try await connection.end(within: .seconds(20))
                    #expect(answer == "")
                }
            }
            repeat { try await expectServed(server) } while !isOver.value.withLock { $0 }
            try await ending.value
        }
    }

    @Test(arguments: ["content-length: 100000000000", "transfer-encoding: chunked"])
    func `a body without an end is given up`(framing: String) async throws {
        try await InProcessServer.run(configure: {
            $0["DRAIN_BYTES"] = 1 << 20
            $0["DRAIN_SECONDS"] = 20
        }) { server in
            let connection = try await RawConnection.open(port: server.port)
            try await connection.send(
                "POST /v1/collab/drafts HTTP/1.1\r\nhost: 127.0.0.1\r\nx-user-id: ada\r\n\(framing)\r\n\r\n")
            let block = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 16)
            let piece = framing.hasSuffix("chunked") ? Array("10000\r\n".utf8) + block + Array("\r\n".utf8) : block
            let sending = Task { while true { try await connection.send(piece) } }
            #expect(try await connection.nextAnswer(within: .seconds(20))?.status == 413)
            try await expectServed(server)
            // The connection ends under the sender.
            await #expect(throws: (any Error).self) { try await sending.value }
        }
    }

    @Test func `one who sends frames without end is told so and closed`() async throws {
        try await InProcessServer.run(configure: {
            $0["FRAMES_A_SECOND"] = 1
            $0["FRAMES_BURST"] = 100
            $0["DRAIN_SECONDS"] = 1
        }) { server in
            let draft = try await server.beginDraft(as: "ada")
            let socket = try await SocketProbe.open(server, draft: draft, as: "ada")
            let patient = try await SocketProbe.open(server, draft: draft, as: "ada")
            // Frames of every sort count, also those that are never answered.
            let frame =
                SocketProbe.frame(opcode: 10, []) + SocketProbe.frame(opcode: 1, Array(#"{"type":"x"}"#.utf8))
            let sending = Task {
                while true { try await socket.connection.send(Array(repeating: frame, count: 50).flatMap(\.self)) }
            }
            #expect(try await socket.closeCode(within: .seconds(20)) == 1008)
            try await expectServed(server)
            await #expect(throws: (any Error).self) { try await sending.value }
            try await patient.send(#"{"type":"ping"}"#)
            _ = try await patient.next(type: "pong", within: .seconds(20))
        }
    }

    @Test func `connections that come in hundreds take no place from those who ask`() async throws {
        try await InProcessServer.run(configure: { $0["CONNECTIONS"] = 64 }) { server in
            var idle: [RawConnection] = []
            for _ in 0..<300 { idle.append(try await RawConnection.open(port: server.port)) }
            for _ in 0..<10 { try await expectServed(server) }
            #expect(server.connections <= 64)
            for connection in idle { await connection.close() }
        }
    }
}

private final class Flag: Sendable {
    let value = Mutex(false)
}
