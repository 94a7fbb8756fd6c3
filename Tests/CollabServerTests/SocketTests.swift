import CollabTesting
import Testing

/// What goes over a live channel once it is open.
@Suite struct SocketTests {
    private func append(_ server: InProcessServer, _ draft: String, _ key: String, as user: String = "ada") async throws
    {
        let answer = try await server.send(
            "POST", "/v1/collab/drafts/\(draft)/segments", as: user,
            json: #"{"content":"text \#(key)","idempotency_key":"\#(key)"}"#)
        #expect(answer.status == 200)
    }

    @Test func `events come in order, those since first and then live, each once`() async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ada", with: ["ben"])
            for number in 0..<5 { try await append(server, draft, "\(number)") }
            let socket = try await SocketProbe.open(server, draft: draft, as: "ben", query: "?since=3")
            _ = try await socket.next(type: "connected")
            for number in 5..<10 { try await append(server, draft, "\(number)") }
            for seq in 4...12 {
                #expect(try await socket.next(type: "segment_added").value("seq") == seq)
            }
        }
    }

    @Test func `a reader who asks for the whole log gets it, however long`() async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ada")
            for number in 0..<450 { try await append(server, draft, "\(number)") }
            let socket = try await SocketProbe.open(server, draft: draft, as: "ada", query: "?since=0")
            _ = try await socket.next(type: "draft_created")
            for seq in 2...451 {
                #expect(try await socket.next(type: "segment_added").value("seq") == seq)
            }
        }
    }

    @Test(arguments: [
        "?since=99", "?since=1&log_id=00000000-0000-4000-8000-000000000000",
        "?since=1&hash=" + String(repeating: "0", count: 64),
    ])
    func `a place that is not in this log is answered with a reset`(query: String) async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ada")
            let socket = try await SocketProbe.open(server, draft: draft, as: "ada", query: query)
            _ = try await socket.next(type: "connected")
            let reset = try #require(try await socket.next())
            #expect(try reset.value("type") == "reset")
            #expect(try reset.value("seq") == 1)
            try await append(server, draft, "a")
            #expect(try await socket.next(type: "segment_added").value("seq") == 2)
        }
    }

    @Test func `the event that removes a reader is the last one before 4403`() async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ada", with: ["ben"])
            let socket = try await SocketProbe.open(server, draft: draft, as: "ben")
            _ = try await socket.next(type: "connected")
            _ = try await server.send("DELETE", "/v1/collab/drafts/\(draft)/collaborators/ben", as: "ada")
            #expect(try await socket.next(type: "collaborator_removed").value("seq") == 3)
            #expect(try await socket.closeCode() == 4403)
        }
    }

    @Test func `the readers of a deleted draft are closed with 4404`() async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ada", with: ["ben"])
            let socket = try await SocketProbe.open(server, draft: draft, as: "ben")
            _ = try await socket.next(type: "connected")
            _ = try await server.send("DELETE", "/v1/collab/drafts/\(draft)", as: "ada")
            #expect(try await socket.closeCode() == 4404)
        }
    }

    @Test func `one who joined again is not closed by an old removal`() async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ada", with: ["ben"])
            let members = "/v1/collab/drafts/\(draft)/collaborators"
            _ = try await server.send("DELETE", members + "/ben", as: "ada")
            _ = try await server.send("POST", members, as: "ada", json: #"{"collaborator_id":"ben"}"#)
            let socket = try await SocketProbe.open(server, draft: draft, as: "ben", query: "?since=0")
            _ = try await socket.next(type: "collaborator_removed")
            try await append(server, draft, "a")
            #expect(try await socket.next(type: "segment_added").value("seq") == 5)
        }
    }

    @Test func `readers learn who is there and how lively`() async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ada", with: ["ben"])
            let ada = try await SocketProbe.open(server, draft: draft, as: "ada")
            _ = try await ada.next(type: "connected")
            let ben = try await SocketProbe.open(server, draft: draft, as: "ben")
            let arrived = try await ada.next(type: "presence")
            #expect(arrived.text.contains(#""user_id":"ben""#))
            try await ben.send(#"{"type":"state","state":"writing"}"#)
            let lively = try await ada.next(type: "presence")
            #expect(lively.text.contains(#""state":"writing","user_id":"ben""#))
        }
    }

    @Test func `the holder's words are shown to others until they are sent`() async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ada", with: ["ben"])
            let ada = try await SocketProbe.open(server, draft: draft, as: "ada")
            let ben = try await SocketProbe.open(server, draft: draft, as: "ben")
            _ = try await ben.next(type: "connected")
            try await ben.send(#"{"type":"typing","text":"not mine to say"}"#)
            // A socket is answered in order: with the pong the words before it have been heard.
            try await ben.send(#"{"type":"ping"}"#)
            _ = try await ben.next(type: "pong")
            try await ada.send(#"{"type":"typing","text":"Once"}"#)
            #expect(try await ben.next(type: "typing").value("text") == "Once")
            let late = try await SocketProbe.open(server, draft: draft, as: "ben")
            #expect(try await late.next(type: "typing").value("text") == "Once")
            try await append(server, draft, "a")
            #expect(try await ben.next(type: "typing").value("text") == "")
        }
    }

    @Test func `a server that stops closes its sockets with 1001 and ends all waits`() async throws {
        let server = try await InProcessServer.start()
        let draft = try await server.beginDraft(as: "ada")
        let socket = try await SocketProbe.open(server, draft: draft, as: "ada")
        _ = try await socket.next(type: "connected")
        let poll = try await RawConnection.open(port: server.port)
        // Two requests in one breath: once the first is answered the second is under way.
        try await poll.send(
            HTTPProbe("GET", "/healthz").text
                + HTTPProbe("GET", "/v1/collab/drafts/\(draft)/events?since=1&wait=25", as: "ada").text)
        #expect(try await poll.nextAnswer()?.status == 200)
        let idle = try await RawConnection.open(port: server.port)
        try await idle.send(HTTPProbe("GET", "/healthz").text)
        #expect(try await idle.nextAnswer()?.status == 200)
        let begin = ContinuousClock.now
        async let stopped: Void = server.stop()
        #expect(try await socket.closeCode() == 1001)
        #expect(try await poll.nextAnswer()?.status == 200)
        #expect(try await idle.end() == "")
        try await stopped
        #expect(ContinuousClock.now - begin < .seconds(8))
    }
}
