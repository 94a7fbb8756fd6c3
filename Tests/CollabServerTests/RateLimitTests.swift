import CollabTesting
import Testing

/// How often one may do what, as clients meet it. The clock stands still until the test moves it.
@Suite struct RateLimitTests {
    private func expectLimited(_ answer: HTTPAnswer, _ policy: String, quota: Int, window: Int, wait: Int) throws {
        #expect(answer.status == 429, "\(answer.text)")
        #expect(try answer.errorCode == "rate_limited")
        #expect(answer.headers["retry-after"] == String(wait))
        #expect(answer.headers["ratelimit-policy"] == "\"\(policy)\";q=\(quota);w=\(window)")
        #expect(answer.headers["ratelimit"] == "\"\(policy)\";r=0;t=\(wait)")
    }

    private func run(
        _ variables: [String: String] = [:], _ limits: [String: Int],
        _ body: @escaping @Sendable (InProcessServer, TestClock) async throws -> Void
    ) async throws {
        let clock = TestClock()
        try await InProcessServer.run(
            variables: ["RATE_LIMITS": "on"].merging(variables) { $1 }, clock: clock,
            configure: { $0.merge(limits) { $1 } }
        ) { try await body($0, clock) }
    }

    private func append(_ server: InProcessServer, _ draft: String, key: String) async throws -> HTTPAnswer {
        try await server.send(
            "POST", "/v1/collab/drafts/\(draft)/segments", as: "ada",
            json: #"{"content":"\#(key)","idempotency_key":"\#(key)"}"#)
    }

    @Test func `whoever guesses at the token for metrics waits`() async throws {
        try await run([:], ["SIGN_IN_A_SECOND": 1, "SIGN_IN_BURST": 3]) { server, _ in
            for _ in 0..<3 {
                let answer = try await server.send("GET", "/metrics", headers: [("authorization", "Bearer guess")])
                #expect(answer.status == 401)
            }
            let answer = try await server.send("GET", "/metrics", headers: [("authorization", "Bearer guess")])
            try expectLimited(answer, "sign-in", quota: 3, window: 3, wait: 1)
        }
    }

    @Test func `whoever writes too fast waits, nobody else does, and what was refused is taken later`() async throws {
        try await run([:], ["APPENDS_A_SECOND": 1, "APPENDS_BURST": 2]) { server, clock in
            let draft = try await server.beginDraft(as: "ada", with: ["ben"])
            for key in ["one", "two"] { #expect(try await append(server, draft, key: key).status == 200) }
            try expectLimited(
                try await append(server, draft, key: "three"), "appends", quota: 2, window: 2, wait: 1)
            // Reading is counted apart, and others by themselves: ben is told that he has not the ring.
            #expect(try await server.send("GET", "/v1/collab/drafts/\(draft)", as: "ada").status == 200)
            let others = try await server.send(
                "POST", "/v1/collab/drafts/\(draft)/segments", as: "ben",
                json: #"{"content":"x","idempotency_key":"x"}"#)
            #expect(others.status == 403)
            clock.advance(seconds: 1)
            #expect(try await append(server, draft, key: "three").status == 200)
            try expectLimited(try await append(server, draft, key: "four"), "appends", quota: 2, window: 2, wait: 1)
        }
    }

    @Test(
        arguments: [
            ("READS", "reads", "GET", "/v1/collab/drafts", nil),
            ("RING", "ring", "POST", "/v1/collab/drafts", #"{"title":"T"}"#),
            ("INVITES", "invites", "POST", "/v1/collab/invites/accept", #"{"code":"none"}"#),
            ("SOCKETS", "sockets", "POST", "/v1/ws/tickets", nil),
        ] as [(String, String, String, String, String?)])
    func `each kind of request has its own bucket`(
        name: String, policy: String, method: String, path: String, json: String?
    ) async throws {
        try await run([:], [name + "_A_SECOND": 1, name + "_BURST": 1]) { server, clock in
            let probe = HTTPProbe(method, path, as: "ada", json: json)
            #expect(try await server.send(probe).status != 429)
            try expectLimited(try await server.send(probe), policy, quota: 1, window: 1, wait: 1)
            for open in ["/healthz", "/readyz"] { #expect(try await server.send("GET", open).status == 200) }
            clock.advance(seconds: 1)
            #expect(try await server.send(probe).status != 429)
        }
    }

    @Test func `sockets that are opened too fast are refused before the upgrade`() async throws {
        try await run([:], ["SOCKETS_A_SECOND": 1, "SOCKETS_BURST": 1]) { server, clock in
            let draft = try await server.beginDraft(as: "ada")
            #expect(try await SocketProbe.open(server, draft: draft, as: "ada").handshake.status == 101)
            try expectLimited(
                try await SocketProbe.open(server, draft: draft, as: "ada").handshake, "sockets", quota: 1, window: 1,
                wait: 1)
            clock.advance(seconds: 1)
            #expect(try await SocketProbe.open(server, draft: draft, as: "ada").handshake.status == 101)
        }
    }

    @Test func `whoever shows bad credentials again and again learns no more of them`() async throws {
        try await run([:], ["SIGN_IN_A_SECOND": 1, "SIGN_IN_BURST": 3]) { server, clock in
            let draft = try await server.beginDraft(as: "ada")
            let share: String = try #require(
                try await server.send("POST", "/v1/collab/drafts/\(draft)/shares", as: "ada", json: "{}")
                    .value("data.token"))
            let tries = [
                HTTPProbe("GET", "/v1/me", headers: [("authorization", "Bearer a.b.c")]), HTTPProbe("GET", "/v1/me"),
                HTTPProbe("GET", "/v1/collab/drafts/\(draft)?share=wrong"),
            ]
            for probe in tries { #expect(try await server.send(probe).status == 401) }
            for probe in tries {
                try expectLimited(try await server.send(probe), "sign-in", quota: 3, window: 3, wait: 1)
            }
            // Not even a link that is right is looked up; whoever has a name goes on.
            let right = HTTPProbe("GET", "/v1/collab/drafts/\(draft)?share=\(share)")
            #expect(try await server.send(right).status == 429)
            #expect(try await server.send("GET", "/v1/me", as: "ada").status == 200)
            clock.advance(seconds: 1)
            #expect(try await server.send(right).status == 200)
        }
    }

    @Test func `whoever goes on regardless is slowed down on their connection`() async throws {
        try await run([:], ["READS_A_SECOND": 1, "READS_BURST": 1, "REFUSAL_MILLISECONDS": 200]) { server, _ in
            let read = HTTPProbe("GET", "/v1/me", as: "ada")
            #expect(try await server.send(read).status == 200)
            let connection = try await RawConnection.open(port: server.port)
            let begin = ContinuousClock.now
            for _ in 0..<3 { try await connection.send(read.text) }
            for _ in 0..<3 { #expect(try await connection.nextAnswer(within: .seconds(20))?.status == 429) }
            #expect(ContinuousClock.now - begin >= .milliseconds(600))
        }
    }

    @Test func `a clock that is set back locks nobody out for longer than an empty bucket does`() async throws {
        try await run([:], ["SIGN_IN_A_SECOND": 1, "SIGN_IN_BURST": 2]) { server, clock in
            let draft = try await server.beginDraft(as: "ada")
            let share: String = try #require(
                try await server.send("POST", "/v1/collab/drafts/\(draft)/shares", as: "ada", json: "{}")
                    .value("data.token"))
            for _ in 0..<2 { #expect(try await server.send("GET", "/v1/me").status == 401) }
            clock.advance(seconds: -3600)
            let right = HTTPProbe("GET", "/v1/collab/drafts/\(draft)?share=\(share)")
            try expectLimited(try await server.send(right), "sign-in", quota: 2, window: 2, wait: 1)
            clock.advance(seconds: 1)
            #expect(try await server.send(right).status == 200)
        }
    }

    @Test func `codes of invites cannot be tried by many users from one address`() async throws {
        try await run([:], ["SIGN_IN_A_SECOND": 1, "SIGN_IN_BURST": 2]) { server, clock in
            func accept(_ code: String, as user: String) async throws -> HTTPAnswer {
                try await server.send(
                    "POST", "/v1/collab/invites/accept", as: user, json: #"{"code":"\#(code)"}"#)
            }
            let draft = try await server.beginDraft(as: "ada")
            let invite: String = try #require(
                try await server.send("POST", "/v1/collab/drafts/\(draft)/invites", as: "ada", json: "{}")
                    .value("data.code"))
            for user in ["eve", "mallory"] { #expect(try await accept("wrong", as: user).status == 404) }
            try expectLimited(try await accept(invite, as: "trudy"), "sign-in", quota: 2, window: 2, wait: 1)
            clock.advance(seconds: 1)
            #expect(try await accept(invite, as: "ben").status == 200)
        }
    }

    @Test func `behind declared proxies the client counts, and only as far as they vouch for it`() async throws {
        try await run(
            ["BEHIND_PROXY": "on", "ENVIRONMENT": "staging"], ["SIGN_IN_A_SECOND": 1, "SIGN_IN_BURST": 1]
        ) { server, _ in
            func ask(_ chain: String) async throws -> Int {
                try await server.send("GET", "/auth/config", headers: [("X-Forwarded-For", chain)]).status
            }
            // What stands before the proxy's own entry is the client's invention.
            let chains = ["192.0.2.1", "192.0.2.1", "198.51.100.7, 192.0.2.1", "192.0.2.1, 198.51.100.7"]
            var statuses: [Int] = []
            for chain in chains { statuses.append(try await ask(chain)) }
            #expect(statuses == [200, 429, 429, 200])
        }
    }

    @Test func `without a declared proxy nobody can say where they come from`() async throws {
        try await run([:], ["SIGN_IN_A_SECOND": 1, "SIGN_IN_BURST": 1]) { server, _ in
            for (chain, status) in [("192.0.2.1", 200), ("192.0.2.2", 429)] {
                let answer = try await server.send(
                    "GET", "/auth/config", headers: [("X-Forwarded-For", chain), ("Forwarded", "for=\(chain)")])
                #expect(answer.status == status)
            }
        }
    }

    @Test func `in local nobody is limited`() async throws {
        let clock = TestClock()
        try await InProcessServer.run(clock: clock, configure: { $0["READS_BURST"] = 1 }) { server in
            for _ in 0..<5 {
                let answer = try await server.send("GET", "/v1/me", as: "ada")
                #expect(answer.status == 200)
            }
        }
    }
}
