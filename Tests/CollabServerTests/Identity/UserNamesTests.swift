import CollabTesting
import DraftCore
import DraftStorage
import Testing

@testable import collab_server

/// By which name people are shown.
@Suite struct UserNamesTests {
    @Test func `a name is the username, else what the issuer allows`() async throws {
        try await withStore { store, clock in
            let names = UserNames(store, clock: WallClock { clock.now }, showsUnknownIDs: false)
            _ = try await store.admit(ana, from: "https://i", profile: UserProfile(username: "Ana"))
            _ = try await store.admit(ben, from: "https://i", profile: UserProfile())
            _ = try await store.admit(caro, from: "header", profile: UserProfile())
            await names.prepare([ana, ben, caro, dan])
            #expect(names.name(of: ana) == "Ana")
            #expect(names.name(of: ben) == names.display(of: ben))
            #expect(names.name(of: ben).wholeMatch(of: /@u_[0-9a-f]{6}/) != nil)
            #expect(names.name(of: caro) == "caro")
            #expect(names.name(of: dan) == names.display(of: dan))
            let trusting = UserNames(store, clock: WallClock { clock.now }, showsUnknownIDs: true)
            await trusting.prepare([dan])
            #expect(trusting.name(of: dan) == "dan")
        }
    }

    @Test func `what another server has written is seen after a minute`() async throws {
        try await withStore { store, clock in
            let names = UserNames(store, clock: WallClock { clock.now }, showsUnknownIDs: false)
            _ = try await store.admit(ana, from: "i", profile: UserProfile(username: "Ana"))
            await names.prepare([ana])
            _ = try await store.admit(ana, from: "i", profile: UserProfile(username: "Anna"))
            clock.advance(seconds: 59)
            await names.prepare([ana])
            #expect(names.name(of: ana) == "Ana")
            clock.advance(seconds: 1)
            await names.prepare([ana])
            #expect(names.name(of: ana) == "Anna")
        }
    }

    @Test func `a changed username is shown at once, wherever a name stands`() async throws {
        try await IssuedServer.run { stage in
            func caller(_ name: String) -> (String, String) {
                stage.bearer("ana") { $0.claims["preferred_username"] = .string(name) }
            }
            let draft = try await stage.beginDraft(caller("Ana"))
            let path = "/v1/collab/drafts/\(draft)"
            _ = try await stage.server.send(
                HTTPProbe(
                    "POST", path + "/segments", json: #"{"content":"x","idempotency_key":"k"}"#,
                    headers: [caller("Ana")]))
            for name in ["Ana", "Anna"] {
                let read = try await stage.server.send("GET", path, headers: [caller(name)])
                #expect(try read.value("data.members.0.name") == name)
                #expect(try read.value("data.segments.0.author_name") == name)
                let events = try await stage.server.send("GET", path + "/events?since=1", headers: [caller(name)])
                #expect(try events.value("data.0.data.segment.author_name") == name)
                let list = try await stage.server.send("GET", "/v1/collab/drafts", headers: [caller(name)])
                #expect(try list.value("data.0.members.0.name") == name)
            }
        }
    }

    @Test func `a member who has never called is told by name to those who watch`() async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ana")
            let socket = try await SocketProbe.open(server, draft: draft, as: "ana")
            _ = try await server.send(
                "POST", "/v1/collab/drafts/\(draft)/collaborators", as: "ana", json: #"{"collaborator_id":"ben"}"#)
            let event = try await socket.next(type: "collaborator_added")
            #expect(try event.value("data", as: [String: String].self)?["name"] == "ben")
        }
    }
}
