import CollabTesting
import Testing

@testable import collab_server

/// Which web pages may use the server, and what browsers are told.
@Suite struct OriginTests {
    private static let site = "https://write.example"

    private func run(_ body: @escaping @Sendable (InProcessServer) async throws -> Void) async throws {
        try await InProcessServer.run(variables: ["ORIGINS": "\(Self.site), https://other.example:8443"], body)
    }

    private func send(
        _ server: InProcessServer, _ method: String, from origin: String, _ headers: [(String, String)] = []
    ) async throws -> HTTPAnswer {
        try await server.send(method, "/v1/me", as: "ada", headers: [("origin", origin)] + headers)
    }

    @Test func `pages of named sites and of the server's own may ask, others may not`() async throws {
        try await run { server in
            for origin in [Self.site, "HTTPS://WRITE.example", "https://other.example:8443", "http://127.0.0.1"] {
                let answer = try await send(server, "GET", from: origin)
                #expect(answer.status == 200, "\(origin)")
                #expect(answer.headers["access-control-allow-origin"] == origin)
                #expect(answer.headers["vary"] == "Origin")
            }
            for origin in ["https://evil.example", "https://other.example", "http://write.example", "null", ""] {
                let answer = try await send(server, "GET", from: origin)
                #expect(answer.status == 403, "\(origin)")
                #expect(try answer.errorCode == "forbidden")
                #expect(answer.headers["access-control-allow-origin"] == nil)
            }
        }
    }

    @Test func `a page can read why it was refused`() async throws {
        try await run { server in
            let answer = try await server.send("GET", "/v1/me", headers: [("origin", Self.site)])
            #expect(answer.status == 401)
            #expect(answer.headers["access-control-allow-origin"] == Self.site)
        }
    }

    @Test func `a browser that asks first is told what it may`() async throws {
        try await run { server in
            let wish = [("access-control-request-method", "PATCH")]
            let allowed = try await server.send(
                "OPTIONS", "/v1/collab/drafts", headers: [("origin", Self.site)] + wish)
            #expect(allowed.status == 204)
            #expect(allowed.headers["access-control-allow-methods"]?.contains("PATCH") == true)
            #expect(allowed.headers["access-control-allow-headers"]?.contains("Authorization") == true)
            let refused = try await server.send(
                "OPTIONS", "/v1/collab/drafts", headers: [("origin", "https://evil.example")] + wish)
            #expect(refused.status == 403)
        }
    }

    @Test func `a socket is opened for pages of the same sites`() async throws {
        try await run { server in
            let draft = try await server.beginDraft(as: "ada")
            for (origin, status) in [(Self.site, 101), ("http://127.0.0.1", 101), ("https://evil.example", 403)] {
                let socket = try await SocketProbe.open(
                    server, draft: draft, as: "ada", headers: [("origin", origin)])
                #expect(socket.handshake.status == status, "\(origin)")
            }
        }
    }

    @Test func `every answer tells browsers to make nothing of it`() async throws {
        try await run { server in
            for path in ["/healthz", "/v1/me", "/nothing"] {
                let headers = try await server.send("GET", path).headers
                #expect(headers["x-content-type-options"] == "nosniff", "\(path)")
                #expect(headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'")
                #expect(headers["referrer-policy"] == "no-referrer")
                #expect(headers["strict-transport-security"] == nil)
            }
        }
    }

    @Test(
        arguments: [
            ("*", true), ("https://a.example,*", true), ("http://localhost:3000", true), ("", false), (",", false),
            ("a.example", false), ("https://a.example/", false), ("https://*.example", false), ("https://", false),
        ])
    func `an origin is a scheme and a host`(text: String, isOne: Bool) {
        #expect((AllowedOrigins(text) != nil) == isOne)
    }
}
