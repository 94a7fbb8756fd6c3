import CollabTesting
import Testing

@Suite struct LongPollTests {
    private func append(_ server: InProcessServer, _ draft: String, _ key: String) async throws {
        _ = try await server.send(
            "POST", "/v1/collab/drafts/\(draft)/segments", as: "ada",
            json: #"{"content":"x","idempotency_key":"\#(key)"}"#)
    }

    @Test func `events come after the asked-for place, with the head of the log`() async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ada", with: ["ben"])
            try await append(server, draft, "a")
            let answer = try await server.send("GET", "/v1/collab/drafts/\(draft)/events?since=1&limit=1", as: "ben")
            #expect(try answer.value("data", as: [Any].self)?.count == 1)
            #expect(try answer.value("data.0.seq") == 2)
            #expect(try answer.value("seq") == 3)
        }
    }

    /// A poll that is under way. Two requests go out in one breath: once the first is answered, the server has the second.
    private func poll(
        _ server: InProcessServer, _ draft: String, _ query: String, as user: String
    ) async throws -> RawConnection {
        let connection = try await RawConnection.open(port: server.port)
        try await connection.send(
            HTTPProbe("GET", "/healthz").text
                + HTTPProbe("GET", "/v1/collab/drafts/\(draft)/events?\(query)", as: user).text)
        #expect(try await connection.nextAnswer()?.status == 200)
        return connection
    }

    @Test func `a wait ends with the next event`() async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ada", with: ["ben"])
            let waiting = try await poll(server, draft, "since=2&wait=25", as: "ben")
            try await append(server, draft, "a")
            let answer = try #require(try await waiting.nextAnswer())
            #expect(try answer.value("data.0.type") == "segment_added")
        }
    }

    @Test func `a wait longer than the longest is cut to it`() async throws {
        try await InProcessServer.run(configure: { $0["WAIT_SECONDS"] = 1 }) { server in
            let draft = try await server.beginDraft(as: "ada")
            let answer = try await server.send("GET", "/v1/collab/drafts/\(draft)/events?since=1&wait=3600", as: "ada")
            #expect(try answer.value("data", as: [Any].self)?.isEmpty == true)
        }
    }

    @Test func `an answer holds 500 events at most, whatever is asked for`() async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ada")
            let connection = try await RawConnection.open(port: server.port)
            for number in 0..<501 {
                try await connection.send(
                    HTTPProbe("PATCH", "/v1/collab/drafts/\(draft)", as: "ada", json: #"{"title":"\#(number)"}"#).text)
                #expect(try await connection.nextAnswer()?.status == 200)
            }
            let path = "/v1/collab/drafts/\(draft)/events"
            for query in ["", "?limit=9999"] {
                let page = try await server.send("GET", path + query, as: "ada")
                #expect(try page.value("data", as: [Any].self)?.count == 500)
                #expect(try page.value("data.499.seq") == 500)
                #expect(try page.value("seq") == 502)
            }
            let rest = try await server.send("GET", path + "?since=500", as: "ada")
            #expect(try rest.value("data", as: [Any].self)?.count == 2)
            #expect(try rest.value("data.1.hash", as: String.self) == rest.value("hash"))
        }
    }

    @Test func `an answer is bounded in bytes, but never empty where there is something`() async throws {
        try await InProcessServer.run(configure: { $0["EVENT_BYTES_A_PAGE"] = 1024 }) { server in
            let draft = try await server.beginDraft(as: "ada")
            for number in 0..<3 {
                let text = String(repeating: "x", count: 5000)
                _ = try await server.send(
                    "POST", "/v1/collab/drafts/\(draft)/segments", as: "ada",
                    json: #"{"content":"\#(text)","idempotency_key":"\#(number)"}"#)
            }
            let page = try await server.send("GET", "/v1/collab/drafts/\(draft)/events?since=1", as: "ada")
            #expect(try page.value("data", as: [Any].self)?.count == 1)
            #expect(try page.value("seq") == 4)
        }
    }

    @Test func `a wait without news ends in its time, with nothing`() async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ada")
            let begin = ContinuousClock.now
            let answer = try await server.send("GET", "/v1/collab/drafts/\(draft)/events?since=1&wait=1", as: "ada")
            #expect(try answer.value("data", as: [Any].self)?.isEmpty == true)
            #expect(ContinuousClock.now - begin >= .seconds(1))
        }
    }

    @Test(arguments: [
        "since=99", "since=1&log_id=00000000-0000-4000-8000-000000000000",
        "since=1&hash=" + String(repeating: "0", count: 64),
    ])
    func `a place that is not in this log is answered with a reset`(query: String) async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ada")
            let answer = try await server.send("GET", "/v1/collab/drafts/\(draft)/events?\(query)", as: "ada")
            #expect(answer.status == 200)
            #expect(try answer.value("reset") == true)
            #expect(try answer.value("seq") == 1)
        }
    }

    @Test func `the hash of a known event lets its reader go on`() async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ada")
            let path = "/v1/collab/drafts/\(draft)/events"
            let answer = try await server.send("GET", path, as: "ada")
            let (hash, log): (String?, String?) = (try answer.value("hash"), try answer.value("log_id"))
            let next = try await server.send("GET", path + "?since=1&hash=\(hash ?? "")&log_id=\(log ?? "")", as: "ada")
            #expect(try next.value("data", as: [Any].self)?.isEmpty == true)
        }
    }

    @Test func `with a version a newer presence ends the wait, without one it does not`() async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ada", with: ["ben"])
            let path = "/v1/collab/drafts/\(draft)"
            let version: Int = try #require(
                try await server.send("GET", path + "/events?since=2", as: "ben").value("presence_v"))
            let deaf = try await poll(server, draft, "since=2&wait=1", as: "ben")
            let keen = try await poll(server, draft, "since=2&wait=25&presence_v=\(version)", as: "ben")
            let report = try await server.send(
                "POST", path + "/presence", as: "ada", json: #"{"state":"writing","text":"And so"}"#)
            #expect(report.status == 204)
            #expect(try await keen.nextAnswer()?.value("presence.0.user_id") == "ada")
            let now = try await server.send("GET", path + "/events?since=2", as: "ben")
            #expect(try now.value("typing.text") == "And so")
            #expect(try await deaf.nextAnswer()?.value("data", as: [Any].self)?.isEmpty == true)
            try await append(server, draft, "a")
            let after = try await server.send("GET", path + "/events?since=3", as: "ben")
            #expect(try after.value("typing.text", as: String.self) == nil)
        }
    }

    @Test func `a version that is still true wakes nobody`() async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ada")
            let path = "/v1/collab/drafts/\(draft)/events?since=1"
            let version: Int = try #require(try await server.send("GET", path, as: "ada").value("presence_v"))
            for _ in 0..<2 {
                let begin = ContinuousClock.now
                let answer = try await server.send("GET", path + "&wait=1&presence_v=\(version)", as: "ada")
                #expect(try answer.value("presence_v") == version)
                #expect(ContinuousClock.now - begin >= .seconds(1))
            }
        }
    }

    @Test func `words of one who does not hold the ring are not told`() async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ada", with: ["ben"])
            let path = "/v1/collab/drafts/\(draft)"
            _ = try await server.send("POST", path + "/presence", as: "ben", json: #"{"state":"here","text":"Psst"}"#)
            let answer = try await server.send("GET", path + "/events?since=2", as: "ada")
            #expect(try answer.value("presence.0.user_id") == "ben")
            #expect(!answer.text.contains("Psst"))
        }
    }

    @Test func `a wait ends when the waiter is removed or the draft is deleted`() async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ada", with: ["ben", "caro"])
            let path = "/v1/collab/drafts/\(draft)"
            let removed = try await poll(server, draft, "since=3&wait=25", as: "ben")
            _ = try await server.send("DELETE", path + "/collaborators/ben", as: "ada")
            #expect(try await removed.nextAnswer()?.status == 403)
            let deleted = try await poll(server, draft, "since=4&wait=25", as: "caro")
            _ = try await server.send("DELETE", path, as: "ada")
            #expect(try await deleted.nextAnswer()?.status == 404)
        }
    }
}
