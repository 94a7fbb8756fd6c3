import CollabTesting
import Testing

/// How many of each there may be.
@Suite struct LimitTests {
    private func create(_ server: InProcessServer, as user: String, key: String? = nil) async throws -> HTTPAnswer {
        let field = key.map { #","idempotency_key":"\#($0)""# } ?? ""
        return try await server.send("POST", "/v1/collab/drafts", as: user, json: #"{"title":"T"\#(field)}"#)
    }

    private func expectLimited(_ answer: HTTPAnswer, _ policy: String, quota: Int) throws {
        #expect(answer.status == 429, "\(answer.text)")
        #expect(try answer.errorCode == "limit_exceeded")
        let seconds = try #require(answer.headers["retry-after"].flatMap { Int($0) })
        #expect(seconds > 0)
        #expect(answer.headers["ratelimit-policy"] == "\"\(policy)\";q=\(quota)")
        #expect(answer.headers["ratelimit"] == "\"\(policy)\";r=0;t=\(seconds)")
    }

    @Test func `a user has only so many drafts, whoever else adds them to theirs`() async throws {
        var server = try await InProcessServer.start(configure: { $0["DRAFTS"] = 2 })
        _ = try await server.beginDraft(as: "ben", with: ["ada"])
        #expect(try await create(server, as: "ada").status == 200)
        let second = try await create(server, as: "ada", key: "second")
        #expect(second.status == 200)
        try expectLimited(try await create(server, as: "ada"), "drafts", quota: 2)
        #expect(try await create(server, as: "ben").status == 200)
        // Asked again, a creation that was acknowledged is no new draft.
        let replay = try await create(server, as: "ada", key: "second")
        #expect(replay.status == 200)
        #expect(replay.headers["idempotency-replayed"] == "true")
        server = try await server.restart()
        try expectLimited(try await create(server, as: "ada"), "drafts", quota: 2)
        let id: String = try #require(try second.value("data.draft_id"))
        #expect(try await server.send("DELETE", "/v1/collab/drafts/\(id)", as: "ada").status == 204)
        #expect(try await create(server, as: "ada").status == 200)
        try expectLimited(try await create(server, as: "ada"), "drafts", quota: 2)
        try await server.stop()
    }

    @Test func `a draft has 500 members at most`() async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ada")
            let members = "/v1/collab/drafts/\(draft)/collaborators"
            let connection = try await RawConnection.open(port: server.port)
            func add(_ user: String) async throws -> HTTPAnswer? {
                try await connection.send(
                    HTTPProbe("POST", members, as: "ada", json: #"{"collaborator_id":"\#(user)","role":"viewer"}"#).text
                )
                return try await connection.nextAnswer()
            }
            for number in 1...499 { #expect(try await add("user-\(number)")?.status == 200) }
            try expectLimited(try #require(try await add("one-more")), "members", quota: 500)
            #expect(try await add("user-7")?.status == 200)
        }
    }

    @Test func `a user has only so many sockets at a draft, and in all`() async throws {
        try await InProcessServer.run(
            variables: ["RATE_LIMITS": "on"],
            configure: {
                $0["SOCKETS_PER_USER"] = 3
                $0["SOCKETS_PER_USER_AND_DRAFT"] = 2
            }
        ) { server in
            let one = try await server.beginDraft(as: "ada", with: ["ben"])
            let two = try await server.beginDraft(as: "ada")
            var sockets: [SocketProbe] = []
            for draft in [one, one, two] {
                sockets.append(try await SocketProbe.open(server, draft: draft, as: "ada"))
                #expect(sockets.last?.handshake.status == 101)
            }
            let full = try await SocketProbe.open(server, draft: two, as: "ada")
            try expectLimited(full.handshake, "sockets-per-user", quota: 3)
            #expect(try await SocketProbe.open(server, draft: one, as: "ben").handshake.status == 101)
            // One that leaves makes room, but not at a draft that still has as many as it may.
            try await sockets[2].send(opcode: 8, [0x03, 0xE8])
            _ = try await sockets[2].connection.end()
            let atDraft = try await SocketProbe.open(server, draft: one, as: "ada")
            try expectLimited(atDraft.handshake, "sockets-per-user-and-draft", quota: 2)
            #expect(try await SocketProbe.open(server, draft: two, as: "ada").handshake.status == 101)
        }
    }

    @Test func `a share has only so many sockets, and takes none from others`() async throws {
        try await InProcessServer.run(
            variables: ["RATE_LIMITS": "on"], configure: { $0["SOCKETS_PER_SHARE"] = 2 }
        ) { server in
            let draft = try await server.beginDraft(as: "ada")
            let path = "/v1/collab/drafts/\(draft)/shares"
            func share() async throws -> String {
                try #require(try await server.send("POST", path, as: "ada", json: "{}").value("data.token"))
            }
            let (one, other) = (try await share(), try await share())
            func open(_ token: String) async throws -> SocketProbe {
                try await SocketProbe.open(server, draft: draft, as: nil, query: "?share=\(token)")
            }
            var sockets: [SocketProbe] = []
            for _ in 0..<2 {
                sockets.append(try await open(one))
                #expect(sockets.last?.handshake.status == 101)
            }
            try expectLimited(try await open(one).handshake, "sockets-per-share", quota: 2)
            #expect(try await open(other).handshake.status == 101)
            #expect(try await SocketProbe.open(server, draft: draft, as: "ada").handshake.status == 101)
            try await sockets[0].send(opcode: 8, [0x03, 0xE8])
            _ = try await sockets[0].connection.end()
            try await eventually { try await open(one).handshake.status == 101 }
        }
    }

    @Test func `all links of one creator together have only so many sockets`() async throws {
        try await InProcessServer.run(
            variables: ["RATE_LIMITS": "on"], configure: { $0["SOCKETS_PER_SHARE_CREATOR"] = 2 }
        ) { server in
            func link(by user: String) async throws -> (draft: String, token: String) {
                let draft = try await server.beginDraft(as: user)
                let answer = try await server.send("POST", "/v1/collab/drafts/\(draft)/shares", as: user, json: "{}")
                return (draft, try #require(try answer.value("data.token")))
            }
            func open(_ link: (draft: String, token: String)) async throws -> SocketProbe {
                try await SocketProbe.open(server, draft: link.draft, as: nil, query: "?share=\(link.token)")
            }
            var sockets: [SocketProbe] = []
            for _ in 0..<2 { sockets.append(try await open(try await link(by: "ada"))) }
            #expect(sockets.map(\.handshake.status) == [101, 101])
            let another = try await link(by: "ada")
            try expectLimited(try await open(another).handshake, "sockets-per-share-creator", quota: 2)
            #expect(try await open(try await link(by: "ben")).handshake.status == 101)
            try await sockets[0].send(opcode: 8, [0x03, 0xE8])
            _ = try await sockets[0].connection.end()
            try await eventually { try await open(another).handshake.status == 101 }
        }
    }

    @Test func `on a server of one's own nobody counts one's sockets`() async throws {
        try await InProcessServer.run(configure: {
            $0["SOCKETS_PER_USER"] = 1
            $0["SOCKETS_PER_USER_AND_DRAFT"] = 1
        }) { server in
            let draft = try await server.beginDraft(as: "ada")
            for _ in 0..<3 {
                #expect(try await SocketProbe.open(server, draft: draft, as: "ada").handshake.status == 101)
            }
        }
    }

    @Test func `a server has only so many sockets, also for those who ask for no draft`() async throws {
        try await InProcessServer.run(configure: { $0["SOCKETS"] = 1 }) { server in
            let draft = try await server.beginDraft(as: "ada")
            let first = try await SocketProbe.open(server, draft: draft, as: "ada")
            #expect(first.handshake.status == 101)
            try expectLimited(
                try await SocketProbe.open(server, draft: draft, as: "ada").handshake, "sockets", quota: 1)
            try expectLimited(try await SocketProbe.open(server, draft: "x", as: "ada").handshake, "sockets", quota: 1)
        }
    }

    @Test func `a refused handshake takes no place`() async throws {
        try await InProcessServer.run(configure: { $0["SOCKETS"] = 1 }) { server in
            let draft = try await server.beginDraft(as: "ada")
            for (id, user) in [(draft, "eve"), ("x", "ada"), (draft, "eve")] {
                let refused = try await SocketProbe.open(server, draft: id, as: user)
                #expect([403, 404].contains(refused.handshake.status))
            }
            #expect(try await SocketProbe.open(server, draft: draft, as: "ada").handshake.status == 101)
        }
    }

    @Test func `connections beyond the cap wait until one has gone`() async throws {
        try await InProcessServer.run(configure: { $0["CONNECTIONS"] = 2 }) { server in
            let draft = try await server.beginDraft(as: "ada")
            var open: [SocketProbe] = []
            for _ in 0..<2 { open.append(try await SocketProbe.open(server, draft: draft, as: "ada")) }
            #expect(open.map(\.handshake.status) == [101, 101])
            let third = try await RawConnection.open(port: server.port)
            try await third.send(HTTPProbe("GET", "/healthz").text)
            await #expect(throws: TookTooLong.self) { try await third.nextAnswer(within: .milliseconds(300)) }
            await open[0].connection.close()
            #expect(try await third.nextAnswer(within: .seconds(20))?.status == 200)
        }
    }

    @Test func `the last places are not left to connections that only wait`() async throws {
        try await InProcessServer.run(configure: { $0["CONNECTIONS"] = 8 }) { server in
            var waiting: [RawConnection] = []
            for number in 0..<20 {
                waiting.append(try await RawConnection.open(port: server.port))
                // Some say nothing, some begin to, some have had an answer.
                if number % 3 == 1 { try await waiting[number].send("GET /healthz HT") }
                if number % 3 == 2 { try await waiting[number].send(HTTPProbe("GET", "/healthz").text) }
            }
            for _ in 0..<3 { #expect(try await server.send("GET", "/healthz").status == 200) }
            // The first that came was the first to go.
            #expect(try await waiting[0].end(within: .seconds(20)) == "")
        }
    }
}
