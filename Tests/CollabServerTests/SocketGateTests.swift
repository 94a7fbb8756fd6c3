import CollabAPI
import CollabTesting
import DraftStorage
import Synchronization
import Testing

@testable import collab_server

/// How one who is turned away at the gate of the live channel learns why.
@Suite struct SocketGateTests {
    /// Refuses whoever comes first and believes all who come after.
    private final class FickleAuthenticator: Authenticator {
        private let calls = Mutex(0)
        private let refused: Int

        /// - Parameter refused: which call is refused, counted from 1.
        init(refusing refused: Int) {
            self.refused = refused
        }

        func visitor(showing credentials: Credentials) async throws(Refusal) -> Visitor {
            let call = calls.withLock { calls in
                calls += 1
                return calls
            }
            guard call != refused else { throw .unauthorized("Not yet.") }
            return .user(Caller(userID: ana))
        }
    }

    private static let upgrade = [
        ("connection", "Upgrade"), ("upgrade", "websocket"), ("sec-websocket-version", "13"),
        ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ]

    private func handshake(_ server: StagedServer, _ path: String) async throws -> HTTPAnswer {
        let connection = try await RawConnection.open(port: server.port)
        try await connection.send(
            HTTPProbe(
                "GET", path.replacing("/v1/collab/", with: "/v1/ws/"), as: "ana", headers: Self.upgrade
            ).text)
        let answer = try #require(try await connection.nextAnswer())
        await connection.close()
        return answer
    }

    @Test func `a refusal is the gate's own, though its cause has passed`() async throws {
        // The draft is begun by the first call, the gate makes the second, the router the third.
        try await StagedServer.run(authenticator: FickleAuthenticator(refusing: 2)) { server in
            let path = try await server.beginDraft()
            let refused = try await handshake(server, path)
            #expect(refused.status == 401)
            #expect(try refused.value("detail") == "Not yet.")
            #expect(refused.headers["www-authenticate"] == "Bearer")
            #expect(try await handshake(server, path).status == 101)
        }
    }

    @Test func `a refusal belongs to its connection alone`() async throws {
        try await StagedServer.run(authenticator: FickleAuthenticator(refusing: 2)) { server in
            let path = try await server.beginDraft()
            #expect(try await handshake(server, path).status == 401)
            let plain = try await server.send(
                HTTPProbe("GET", path.replacing("/v1/collab/", with: "/v1/ws/"), as: "ana"))
            #expect(plain.status == 426)
            #expect(plain.headers["upgrade"] == "websocket")
        }
    }

    @Test func `a store that fails at the gate is 503`() async throws {
        try await StagedServer.run { server in
            let path = try await server.beginDraft()
            server.log.fail(with: .unavailable("the disk is full"))
            let answer = try await handshake(server, path)
            #expect(answer.status == 503)
            #expect(try answer.errorCode == "unavailable")
        }
    }
}
