import CollabAPI
import CollabTesting
import FoundationEssentials
import Glibc
import Testing

@testable import CollabClient

/// Whom the client believes to be the server, with the real server and certificates of the test's own.
@Suite(.timeLimit(.minutes(2))) struct ServerTrustTests {
    private func run(
        for hosts: [String] = ["IP:127.0.0.1"], hasExpired: Bool = false,
        _ body: @escaping @Sendable (InProcessServer, TestAuthority, TestAuthority.Pair) async throws -> Void
    ) async throws {
        let directory = try TemporaryDirectory()
        let authority = try TestAuthority(in: directory)
        let pair = try authority.issue(for: hosts, hasExpired: hasExpired)
        try await InProcessServer.run(variables: ["TLS_CERTIFICATE": pair.certificate, "TLS_KEY": pair.key]) {
            try await body($0, authority, pair)
        }
    }

    private func client(_ server: InProcessServer, _ trust: ServerTrust) -> CollabClient {
        CollabClient(baseURL: server.url, credential: .user(ana), trust: trust)
    }

    private func expectInsecure(_ client: CollabClient) async {
        let error = await #expect(throws: ClientError.self) { try await client.health() }
        #expect(error?.code == .insecure)
    }

    @Test func `a server is believed whose certificate a named authority vouches for, and no other`() async throws {
        try await run { server, authority, _ in
            let trust = ServerTrust(authorities: authority.certificate)
            let draft = try await client(server, trust).createDraft(title: "T")
            let socket = Call(
                url: server.url + "/v1/ws/drafts/\(draft.draftID)", headers: ["X-User-Id": "ana"], trusting: trust)
            #expect(await socket.next() == .opened)
            socket.socket.close()
            await expectInsecure(client(server, ServerTrust()))
            await expectInsecure(client(server, ServerTrust(authorities: "/nowhere/authority.pem")))
            let refused = Call(
                url: server.url + "/v1/ws/drafts/\(draft.draftID)", headers: ["X-User-Id": "ana"])
            guard case .ended(.failed(.insecure))? = await refused.next() else {
                Issue.record("a socket was opened to a server that nobody vouches for")
                return
            }
        }
    }

    @Test func `a certificate that has expired proves nothing`() async throws {
        try await run(hasExpired: true) { server, authority, _ in
            await expectInsecure(client(server, ServerTrust(authorities: authority.certificate)))
        }
    }

    @Test func `a certificate for another host proves nothing`() async throws {
        try await run(for: ["DNS:other.example"]) { server, authority, _ in
            await expectInsecure(client(server, ServerTrust(authorities: authority.certificate)))
        }
    }

    @Test func `a pinned key is asked for, whoever vouches for another`() async throws {
        try await run { server, authority, pair in
            let other = try authority.issue()
            let (right, wrong) = (try authority.pin(of: pair), try authority.pin(of: other))
            let place = "127.0.0.1:\(server.port)"
            func trust(_ pins: [String: String]) -> ServerTrust {
                ServerTrust(authorities: authority.certificate, pins: pins)
            }
            for pins in [
                ["127.0.0.1": right], ["127.0.0.1": "\(wrong);\(right)"], [place: right, "127.0.0.1": wrong],
                ["localhost": wrong],
            ] {
                #expect(try await client(server, trust(pins)).health().status == "ok", "\(pins)")
            }
            for pins in [["127.0.0.1": wrong], [place: wrong, "127.0.0.1": right], ["127.0.0.1": "sha256//"]] {
                await expectInsecure(client(server, trust(pins)))
            }
            // A pin replaces no authority.
            await expectInsecure(client(server, ServerTrust(pins: ["127.0.0.1": right])))
            let socket = Call(
                url: server.url + "/v1/ws/drafts/x", headers: ["X-User-Id": "ana"],
                trusting: trust(["127.0.0.1": wrong]))
            guard case .ended(.failed(.insecure))? = await socket.next() else {
                Issue.record("a socket was opened to a server with another key")
                return
            }
        }
    }

    /// Whether a server is believed whose authority the environment names.
    private static func believesEnvironment() async throws -> Bool {
        let directory = try TemporaryDirectory()
        let authority = try TestAuthority(in: directory)
        let pair = try authority.issue()
        return try await InProcessServer.run(
            variables: ["TLS_CERTIFICATE": pair.certificate, "TLS_KEY": pair.key]
        ) { server in
            setenv("SSL_CERT_FILE", authority.certificate, 1)
            return try await CollabClient(baseURL: server.url, credential: .user(ana)).health().status == "ok"
        }
    }

    /// What a proxy is asked for that the environment names.
    private static func questionToProxy() async -> String {
        let asked = Locked("")
        let proxy = ScriptedServer { peer in
            let head = peer.readHead() ?? ""
            asked.withLock { $0 = String(head.prefix { !$0.isNewline }) }
            peer.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
        }
        setenv("HTTPS_PROXY", proxy.url, 1)
        _ = try? await CollabClient(baseURL: "https://stranger.invalid", credential: .user(ana)).health()
        return asked.withLock { $0 }
    }

    // The environment is a process's: each of these has one of its own.

    @Test func `the environment can name the authorities`() async {
        await #expect(processExitsWith: .success) {
            let isBelieved = try await ServerTrustTests.believesEnvironment()
            #expect(isBelieved)
        }
    }

    @Test func `a proxy is asked for a tunnel to a server with TLS`() async {
        await #expect(processExitsWith: .success) {
            #expect(await ServerTrustTests.questionToProxy() == "CONNECT stranger.invalid:443 HTTP/1.1")
        }
    }

    @Test(
        arguments: [
            ("https://a.example/x", "one"), ("https://A.example:443", "one"), ("https://a.example:8443/x?y", "two"),
            ("https://b.example", nil), ("https://[::1]:8443", "three"), ("https://u@a.example", "one"), ("x", nil),
        ] as [(String, String?)])
    func `pins are of a host, or of a host and a port`(url: String, pin: String?) {
        let trust = ServerTrust(pins: ["a.example": "one", "a.example:8443": "two", "[::1]": "three"])
        #expect(trust.pin(for: url) == pin)
    }

    @Test(arguments: [
        ("http://a.example", true), ("HTTP://a.example:80/x", true), ("http://127.0.0.1@a.example", true),
        ("http://127.example.org", true), ("http://10.0.0.1", true), ("https://a.example", false),
        ("HTTPS://a.example", false), ("http://127.0.0.1:8000", false), ("http://localhost", false),
        ("http://[::1]:8000/x", false), ("nonsense", false),
    ])
    func `what is neither encrypted nor on this machine is for everybody on the way`(url: String, isExposed: Bool) {
        #expect(ServerTrust.isExposed(url) == isExposed)
    }
}
