import CollabTesting
import DraftCore
import DraftStorage
import Testing

@testable import collab_server

/// How the credentials of the wire become people whom the store knows.
@Suite struct BridgeTests {
    private func me(
        _ stage: IssuedServer, as user: String? = nil, _ headers: [(String, String)] = [], query: String = ""
    ) async throws -> HTTPAnswer {
        try await stage.server.send("GET", "/v1/me" + query, as: user, headers: headers)
    }

    @Test func `header and token work side by side for different callers`() async throws {
        try await IssuedServer.run { stage in
            let named = try await me(stage, as: "ada")
            #expect(named.status == 200)
            #expect(try named.value("data.issuer") == "header")
            #expect(try named.value("data.name") == "ada")
            #expect(try named.value("data.metadata", as: [String: String].self) == [:])
            let signedIn = try await me(
                stage, [stage.bearer("user_2abc") { $0.claims["preferred_username"] = "Benny" }])
            #expect(signedIn.status == 200)
            #expect(try signedIn.value("data.id") == "user_2abc")
            #expect(try signedIn.value("data.issuer") == stage.issuer.url)
            #expect(try signedIn.value("data.name") == "Benny")
        }
    }

    @Test func `a bearer decides alone, right or wrong`() async throws {
        try await IssuedServer.run { stage in
            let good = stage.bearer("user_2abc")
            let expired = stage.bearer("user_2abc") { $0.expiresAt = stage.clock.now.after(seconds: -60) }
            let answer = try await me(stage, as: "ada", [good])
            #expect(try answer.value("data.id") == "user_2abc")
            // A proxy may pass a token on.
            #expect(try await me(stage, [good, ("x-forwarded-for", "1.2.3.4")]).status == 200)
            for headers in [
                [expired], [good, good], [("authorization", "Bearer")], [("authorization", "Bearer x y")],
                [("authorization", "Basic YTpi")], [("authorization", "")], [("authorization", good.1 + "x")],
            ] {
                let refused = try await me(stage, as: "ada", headers)
                #expect(refused.status == 401, "\(headers)")
                #expect(refused.headers["www-authenticate"] == "Bearer")
            }
        }
    }

    @Test func `forwarded headers make no loopback peer of anybody`() async throws {
        try await IssuedServer.run { stage in
            for name in ["forwarded", "x-forwarded-for", "x-forwarded-host", "via", "X-Forwarded-Anything"] {
                let answer = try await me(stage, as: "ada", [(name, "127.0.0.1")])
                #expect(answer.status == 401, "\(name)")
            }
        }
    }

    @Test func `credentials in the query count where the wire allows them`() async throws {
        try await IssuedServer.run { stage in
            let draft = try await stage.beginDraft(stage.bearer("ana"))
            let (path, token) = ("/v1/collab/drafts/\(draft)", try await stage.share(draft).token)
            #expect(try await stage.server.send("GET", "\(path)?share=\(token)").status == 200)
            #expect(try await stage.server.send("GET", "\(path)?share=\(token)&share=\(token)").status == 401)
            #expect(try await stage.server.send("GET", "\(path)?share=").status == 401)
            #expect(try await stage.server.send("GET", "\(path)?share=%ff").status == 401)
            #expect(try await stage.server.send("PATCH", "\(path)?share=\(token)", json: "{}").status == 403)
            #expect(try await me(stage, query: "?share=\(token)").status == 403)
            let stranger = try await stage.server.send(
                "GET", "\(path)?share=\(token)", headers: [stage.bearer("stranger")])
            #expect(stranger.status == 403, "a bearer decides alone")
            let ticket = try await stage.ticket(stage.bearer("ana"))
            #expect(try await stage.server.send("GET", "\(path)?ticket=\(ticket)").status == 401)
            #expect(try await me(stage, as: "ada", query: "?ticket=\(ticket)").status == 401)
        }
    }

    @Test func `a ticket opens one socket, once, for 30 seconds`() async throws {
        try await IssuedServer.run { stage in
            let draft = try await stage.beginDraft(stage.bearer("ana"))
            func status(_ ticket: String) async throws -> Int {
                try await SocketProbe.open(stage.server, draft: draft, as: nil, query: "?ticket=\(ticket)")
                    .handshake.status
            }
            let ticket = try await stage.ticket(stage.bearer("ana"))
            #expect(try await status(ticket + "0") == 401)
            #expect(try await status(ticket) == 101)
            #expect(try await status(ticket) == 401)
            let late = try await stage.ticket(stage.bearer("ana"))
            stage.clock.advance(seconds: 31)
            #expect(try await status(late) == 401)
            #expect(try await status(stage.ticket(stage.bearer("stranger"))) == 403)
        }
    }

    @Test func `an id belongs to the issuer that it came from, until it is linked`() async throws {
        try await IssuedServer.run { stage in
            #expect(try await me(stage, as: "ada").status == 200)
            let refused = try await me(stage, [stage.bearer("ada")])
            #expect(refused.status == 401)
            #expect(!refused.text.contains("header"))
            try await stage.besides { try await $0.link(.named("ada"), to: stage.issuer.url) }
            try await eventually { try await me(stage, [stage.bearer("ada")]).status == 200 }
            try await eventually { try await me(stage, as: "ada").status == 401 }
        }
    }

    @Test func `tokens from before a revocation are refused`() async throws {
        try await IssuedServer.run { stage in
            let (old, ticket) = (stage.bearer("ana"), try await stage.ticket(stage.bearer("ana")))
            let draft = try await stage.beginDraft(old)
            stage.clock.advance(seconds: 2)
            try await stage.besides { try await $0.revoke(ana, issuedBefore: stage.clock.now) }
            try await eventually { try await me(stage, [old]).status == 401 }
            let socket = try await SocketProbe.open(stage.server, draft: draft, as: nil, query: "?ticket=\(ticket)")
            #expect(socket.handshake.status == 401)
            #expect(try await me(stage, [stage.bearer("ana")]).status == 200)
        }
    }

    @Test func `where no key can be had the token may be a good one`() async throws {
        try await IssuedServer.run(hasKeys: false) { stage in
            stage.issuer.failing = true
            let answer = try await me(stage, [stage.bearer("ana")])
            #expect(answer.status == 503)
            #expect(answer.headers["retry-after"] != nil)
        }
    }

    @Test func `what is open to whom is told before anybody signs in`() async throws {
        try await IssuedServer.run { stage in
            let config = try await stage.server.send("GET", "/auth/config")
            #expect(config.status == 200)
            #expect(try config.value("methods", as: [String].self) == ["header", "token", "oidc"])
            #expect(try config.value("issuer") == stage.issuer.url)
            #expect(try config.value("client_id") == stage.issuer.clientID)
            let forwarded = try await stage.server.send("GET", "/auth/config", headers: [("via", "1.1 proxy")])
            #expect(try forwarded.value("methods", as: [String].self) == ["token", "oidc"])
            #expect(try await stage.server.send("GET", "/.well-known/jwks.json").status == 404)
        }
    }

    @Test func `a server without issuers offers the header alone`() async throws {
        try await InProcessServer.run { server in
            let config = try await server.send("GET", "/auth/config")
            #expect(try config.value("methods", as: [String].self) == ["header"])
            #expect(config.text.contains(#""issuer":null"#))
        }
    }

    @Test func `a server that takes its own tokens alone says so before the first one was made`() async throws {
        try await InProcessServer.run(variables: ["HEADER_IDENTITY": "off"]) { server in
            let config = try await server.send("GET", "/auth/config")
            #expect(try config.value("methods", as: [String].self) == ["token"])
        }
    }

    @Test func `the server's own tokens are believed as soon as there is a key`() async throws {
        try await IssuedServer.run { stage in
            let keys = try SigningKeyFile(path: stage.server.database + ".key").readOrMake()
            let serverID = try await stage.besides { try await $0.serverID }
            let token = try OwnToken(
                serverID: serverID, userID: caro, username: "Caro", issuedAt: stage.clock.now,
                expiresAt: stage.clock.now.after(seconds: 60), id: "1"
            ).signed(with: keys)
            let answer = try await me(stage, [("authorization", "Bearer \(token)")])
            #expect(try answer.value("data.name") == "Caro")
            let published = try await stage.server.send("GET", "/.well-known/jwks.json")
            #expect(try published.value("keys.0.kid") == keys.kid)
        }
    }
}
