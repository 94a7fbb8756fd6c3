import CollabTesting
import Foundation
import Testing

/// What a link to a draft gives its guests, and for how long.
@Suite(AccessScene.Shared()) struct ShareTests {
    private func stage() async throws -> AccessStage {
        let server = try #require(AccessScene.current).server
        let draft = try await server.beginDraft(as: "ada", with: ["ben"])
        return AccessStage(server: server, draft: draft, creator: "ada", segment: "")
    }

    @Test func `a guest reads the draft, its events and its export`() async throws {
        let stage = try #require(AccessScene.current).stage
        let token = try await stage.share().token
        let draft = try await stage.ask("GET", "?share=\(token)")
        #expect(try draft.value("data.segments.1.content") == "Two.")
        #expect(try draft.value("data.members", as: [Any].self)?.count == 5)
        #expect(try await stage.ask("GET", "/events?since=0&share=\(token)").value("data.0.type") == "draft_created")
        #expect(try await stage.ask("GET", "/export?share=\(token)").text.contains("Two."))
        #expect(try await stage.ask("HEAD", "?share=\(token)").status == 200)
    }

    @Test func `a share is told once and listed without its token`() async throws {
        let stage = try await stage()
        let made = try await stage.ask("POST", "/shares", as: "ada", #"{"expires_in_hours":2}"#)
        #expect(made.headers["cache-control"] == "no-store")
        #expect(try made.value("data.expires_at") == "2026-11-24T12:30:00.000Z")
        let token: String = try #require(try made.value("data.token"))
        let list = try await stage.ask("GET", "/shares", as: "ada")
        #expect(try list.value("data.0.share_id", as: String.self) == made.value("data.share_id"))
        #expect(!list.text.contains(token))
        #expect(try await stage.ask("POST", "/shares", as: "ada", #"{"expires_in_hours":8761}"#).status == 400)
    }

    @Test(arguments: ["share=", "share=x", "share=%ff", "share=TOKEN&share=TOKEN", "share=TOKENx"])
    func `a link that is not whole opens nothing, and no name beside it does`(query: String) async throws {
        let stage = try #require(AccessScene.current).stage
        let token = try await stage.share().token
        for user in [nil, "ada"] {
            let answer = try await stage.ask("GET", "?" + query.replacing("TOKEN", with: token), as: user)
            #expect(answer.status == 401)
        }
    }

    @Test func `no cache keeps what a link, or a name, was needed for`() async throws {
        let stage = try #require(AccessScene.current).stage
        let token = try await stage.share().token
        let tag = try #require(try await stage.ask("GET", "?share=\(token)").headers["etag"])
        let answers = [
            (try await stage.ask("GET", "?share=\(token)"), 200), (try await stage.ask("HEAD", "", as: "ada"), 200),
            (try await stage.ask("GET", "?share=\(token)", headers: [("if-none-match", tag)]), 304),
            (try await stage.ask("GET", "/export?share=\(token)"), 200), (try await stage.ask("GET", "?share=x"), 401),
            (try await stage.ask("GET", "", as: "sam"), 403), (try await stage.ask("GET", "/nothing", as: "ada"), 404),
            (try await stage.server.send("GET", "//v1/me", as: "ada"), 200),
        ]
        for (answer, status) in answers {
            #expect(answer.status == status)
            #expect(answer.headers["cache-control"] == "no-store")
        }
        #expect(try await stage.server.send("GET", "/healthz").headers["cache-control"] == nil)
    }

    @Test func `a share gives nothing to whoever is somebody: it decides alone`() async throws {
        let stage = try #require(AccessScene.current).stage
        let token = try await stage.share().token
        let write = try await stage.ask(
            "POST", "/segments?share=\(token)", as: "ben", #"{"content":"x","idempotency_key":"k"}"#)
        #expect(write.status == 403)
        #expect(try await stage.ask("GET", "?share=\(token)", as: "sam").status == 200)
    }

    @Test func `a bearer beside a share decides alone`() async throws {
        let stage = try #require(AccessScene.current).stage
        let token = try await stage.share().token
        let answer = try await stage.ask("GET", "?share=\(token)", headers: [("authorization", "Bearer e30.e30.e30")])
        #expect(answer.status == 401)
    }

    @Test func `a share ends with its draft`() async throws {
        let stage = try await stage()
        let token = try await stage.share().token
        #expect(try await stage.ask("DELETE", "", as: "ada").status == 204)
        #expect(try await stage.ask("GET", "?share=\(token)").status == 401)
    }

    @Test func `a share of another draft cannot be ended by its id`() async throws {
        let (one, other) = (try await stage(), try await stage())
        let share = try await other.share()
        #expect(try await one.ask("DELETE", "/shares/\(share.id)", as: "ada").status == 404)
        #expect(try await one.ask("DELETE", "/shares/nonsense", as: "ada").status == 404)
        #expect(try await other.ask("GET", "?share=\(share.token)").status == 200)
        #expect(try await other.ask("DELETE", "/shares/\(share.id)", as: "ada").status == 204)
        #expect(try await other.ask("DELETE", "/shares/\(share.id)", as: "ada").status == 404)
        #expect(try await other.ask("GET", "?share=\(share.token)").status == 401)
    }
}

/// Live connections of those who are about to lose the right to them.
@Suite(AccessScene.Shared()) struct EndedAccessTests {
    private func stage() async throws -> AccessStage {
        let server = try #require(AccessScene.current).server
        let draft = try await server.beginDraft(as: "ada", with: ["ben"])
        return AccessStage(server: server, draft: draft, creator: "ada", segment: "")
    }

    private func socket(_ stage: AccessStage, as user: String? = nil, share: String? = nil) async throws -> SocketProbe
    {
        let socket = try await SocketProbe.open(
            stage.server, draft: stage.draft, as: user, query: share.map { "?share=" + $0 } ?? "")
        #expect(socket.handshake.status == 101)
        _ = try await socket.next(type: "connected")
        return socket
    }

    @Test func `a guest follows live without being there, and is not listened to`() async throws {
        let stage = try await stage()
        let token = try await stage.share().token
        let guest = try await SocketProbe.open(stage.server, draft: stage.draft, as: nil, query: "?share=\(token)")
        let connected = try await guest.next(type: "connected")
        #expect(connected.text.contains(#""user_id":null"#))
        #expect(try connected.value("presence", as: [Any].self)?.isEmpty == true)
        try await guest.send(#"{"type":"typing","text":"I am the holder"}"#)
        try await guest.send(#"{"type":"state","state":"writing"}"#)
        try await guest.send(#"{"type":"ping"}"#)
        _ = try await guest.next(type: "pong")
        let seen = try await stage.ask("GET", "/events?since=2", as: "ada")
        #expect(try seen.value("presence", as: [Any].self)?.isEmpty == true)
        #expect(try seen.value("typing", as: String.self) == nil)
        #expect(!seen.text.contains("I am the holder"))
        _ = try await stage.ask("POST", "/segments", as: "ada", #"{"content":"Live.","idempotency_key":"k"}"#)
        #expect(try await guest.next(type: "segment_added").text.contains("Live."))
    }

    /// A stage on a server of its own, where nobody else stays.
    private func alone(_ body: @Sendable (AccessStage) async throws -> Void) async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ada", with: ["ben"])
            try await body(AccessStage(server: server, draft: draft, creator: "ada", segment: ""))
        }
    }

    @Test func `guests of a share that is revoked are gone at once, others stay`() async throws {
        try await alone { stage in
            let (share, other) = (try await stage.share(), try await stage.share())
            let (first, second) = (
                try await socket(stage, share: share.token), try await socket(stage, share: share.token)
            )
            let (staying, member) = (try await socket(stage, share: other.token), try await socket(stage, as: "ben"))
            async let poll = stage.ask("GET", "/events?since=2&wait=25&share=\(share.token)")
            async let staysPolling = stage.ask("GET", "/events?since=2&wait=25&share=\(other.token)")
            try await eventually { stage.server.staying == 6 }
            #expect(try await stage.ask("DELETE", "/shares/\(share.id)", as: "ada").status == 204)
            #expect(try await first.closeCode(within: .seconds(1)) == 4403)
            #expect(try await second.closeCode(within: .seconds(1)) == 4403)
            #expect(try await poll.status == 401)
            let gone = try await SocketProbe.open(
                stage.server, draft: stage.draft, as: nil, query: "?share=\(share.token)")
            #expect(gone.handshake.status == 401)
            _ = try await stage.ask("POST", "/segments", as: "ada", #"{"content":"Live.","idempotency_key":"k"}"#)
            _ = try await staying.next(type: "segment_added")
            _ = try await member.next(type: "segment_added")
            #expect(try await staysPolling.value("data.0.type") == "segment_added")
        }
    }

    @Test func `whoever is removed is gone in the same second, from every connection`() async throws {
        try await alone { stage in
            let (first, second) = (try await socket(stage, as: "ben"), try await socket(stage, as: "ben"))
            let staying = try await socket(stage, as: "ada")
            async let poll = stage.ask("GET", "/events?since=2&wait=25", as: "ben")
            try await eventually { stage.server.staying == 4 }
            #expect(try await stage.ask("DELETE", "/collaborators/ben", as: "ada").status == 200)
            for socket in [first, second] {
                _ = try await socket.next(type: "collaborator_removed", within: .seconds(1))
                #expect(try await socket.closeCode(within: .seconds(1)) == 4403)
            }
            #expect(try await poll.status == 403)
            _ = try await staying.next(type: "collaborator_removed")
            #expect(try await SocketProbe.open(stage.server, draft: stage.draft, as: "ben").handshake.status == 403)
        }
    }

    @Test func `whoever leaves is gone from their other connections too`() async throws {
        let stage = try await stage()
        let (first, second) = (try await socket(stage, as: "ben"), try await socket(stage, as: "ben"))
        #expect(try await stage.ask("DELETE", "/collaborators/ben", as: "ben").status == 204)
        #expect(try await first.closeCode(within: .seconds(1)) == 4403)
        #expect(try await second.closeCode(within: .seconds(1)) == 4403)
    }

    @Test func `a guest's socket is that of the one draft`() async throws {
        let scene = try #require(AccessScene.current)
        for (token, status) in [(scene.otherShare, 403), (scene.endedShare, 401)] {
            let socket = try await SocketProbe.open(
                scene.server, draft: scene.stage.draft, as: nil, query: "?share=\(token)")
            #expect(socket.handshake.status == status)
        }
    }
}
