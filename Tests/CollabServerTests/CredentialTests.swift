import CollabAPI
import CollabTesting
import DraftCore
import Testing

@testable import collab_server

/// Who is believed to be whom.
@Suite struct CredentialTests {
    private let local = HeaderAuthenticator(identity: .loopback, hosts: ["localhost", "127.0.0.1", "[::1]"])

    @Test func `the header is believed from loopback in the local environment`() async throws {
        let caller = try await local.visitor(showing: Credentials(userIDs: ["ada"], isFromLoopback: true))
        #expect(caller.userID == .named("ada"))
    }

    @Test(arguments: [
        Credentials(isFromLoopback: true),
        Credentials(userIDs: ["ada"], isFromLoopback: false),
        Credentials(userIDs: ["ada"], isFromLoopback: true, isForwarded: true),
        Credentials(userIDs: ["a b"], isFromLoopback: true),
        Credentials(userIDs: [""], isFromLoopback: true),
        Credentials(userIDs: [String(repeating: "a", count: 129)], isFromLoopback: true),
        Credentials(authorization: ["Bearer x"], userIDs: ["ada"], isFromLoopback: true),
        Credentials(userIDs: ["ada"], shareTokens: ["abc"], isFromLoopback: true),
    ])
    func `nothing else is`(credentials: Credentials) async {
        await #expect { try await local.visitor(showing: credentials) } throws: { error in
            (error as? Refusal)?.code == .unauthorized
        }
    }

    @Test func `a server that is told so believes peers from elsewhere, but never through a proxy`() async throws {
        let open = HeaderAuthenticator(identity: .on, hosts: nil)
        let caller = try await open.visitor(showing: Credentials(userIDs: ["ada"], isFromLoopback: false))
        #expect(caller.userID == .named("ada"))
        await #expect(throws: Refusal.self) {
            try await open.visitor(showing: Credentials(userIDs: ["ada"], isFromLoopback: true, isForwarded: true))
        }
    }

    @Test func `where it is switched off the header counts for nothing`() async {
        let closed = HeaderAuthenticator(identity: .off, hosts: nil)
        await #expect(throws: Refusal.self) {
            try await closed.visitor(showing: Credentials(userIDs: ["ada"], isFromLoopback: true))
        }
    }

    @Test(
        arguments: [
            ("localhost", true), ("LOCALHOST:8000", true), ("127.0.0.1:8000", true), ("[::1]:8000", true),
            ("[::1]", true), (nil, true), ("evil.example", false), ("evil.example:8000", false),
            ("127.0.0.1.evil.example", false), ("localhost.evil.example", false), ("", false), ("[::1", false),
        ] as [(String?, Bool)])
    func `a page that gave its name this machine's address is turned away`(host: String?, isLet: Bool) async {
        let credentials = Credentials(userIDs: ["ada"], host: host, isFromLoopback: true)
        do {
            _ = try await local.visitor(showing: credentials)
            #expect(isLet)
        } catch {
            #expect(!isLet)
            #expect(error.code == .forbidden)
        }
    }

    @Test func `a server on loopback answers to its own names alone`() async throws {
        try await InProcessServer.run { server in
            for (host, status) in [("rebound.example", 403), ("localhost:1", 200), ("127.0.0.1", 200)] {
                let connection = try await RawConnection.open(port: server.port)
                try await connection.send(
                    "GET /v1/collab/drafts HTTP/1.1\r\nhost: \(host)\r\nx-user-id: ada\r\n\r\n")
                #expect(try await connection.nextAnswer()?.status == status, "\(host)")
            }
        }
    }
}
