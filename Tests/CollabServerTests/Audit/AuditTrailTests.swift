import CollabAPI
import CollabTesting
import DraftCore
import DraftStorage
import Logging
import Testing

@testable import collab_server

/// What a server that runs keeps of what happens at its edge.
@Suite struct AuditTrailTests {
    /// The lines that are kept, oldest first.
    private func lines(of server: InProcessServer) async throws -> [AuditNote] {
        let store = try await SQLiteLog.open(path: server.database, mode: .inspecting)
        let entries = try await store.trail(AuditFilter(limit: 999))
        #expect(try await store.verifyTrail().findings == [])
        try await store.close()
        return entries.reversed().map(\.note)
    }

    /// Waits for a line that is as wanted.
    private func line(
        of server: InProcessServer, _ isWanted: @Sendable (AuditNote) -> Bool
    ) async throws -> AuditNote {
        var found: AuditNote?
        try await eventually(within: .seconds(20)) {
            found = try await lines(of: server).first(where: isWanted)
            return found != nil
        }
        return try #require(found)
    }

    @Test func `a change is told with who asked, from where and by which credential`() async throws {
        try await IssuedServer.run { stage in
            let draft = try await stage.beginDraft(stage.bearer("ana"))
            let note = try await line(of: stage.server) { $0.kind == .change }
            #expect(note.facts.action == "create" && note.actor == ana && note.draftID == DraftID(draft))
            #expect(note.facts.origin?.hasPrefix("http://127.0.0.1:") == true)
            #expect(note.facts.address == "127.0.0.1" && note.requestID != nil && note.outcome == "ok")
        }
    }

    @Test func `a sign-in is told once for each credential and place`() async throws {
        try await IssuedServer.run { stage in
            for _ in 0..<3 {
                _ = try await stage.server.send(HTTPProbe("GET", "/v1/me", headers: [stage.bearer("ana")]))
            }
            let draft = try await stage.beginDraft(stage.bearer("ana"))
            let (share, token) = try await stage.share(draft)
            _ = try await stage.server.send("GET", "/v1/collab/drafts/\(draft)?share=\(token)")
            let guest = try await line(of: stage.server) { $0.facts.action == "share" && $0.kind == .signIn }
            #expect(guest.actor == nil && guest.draftID == share.draftID)
            #expect(guest.facts.subject == share.id.description && guest.facts.origin == "share")
            let ours = try await lines(of: stage.server).filter { $0.kind == .signIn && $0.actor == ana }
            #expect(ours.map(\.facts.action) == ["token"])
            #expect(ours.first?.facts.address == "127.0.0.1")
        }
    }

    @Test func `a refusal is told with its code, its route and whoever it was`() async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ana", with: ["ben"])
            let path = "/v1/collab/drafts/\(draft)"
            _ = try await server.send(
                "POST", path + "/segments", as: "ben", json: #"{"content":"secret words","idempotency_key":"k"}"#,
                headers: [("x-request-id", "r-77")])
            _ = try await server.send("GET", path)
            _ = try await server.send("GET", "/v1/no/such/secret-path", as: "ben")
            let ring = try await line(of: server) { $0.outcome == "ring_required" }
            #expect(ring.kind == .refusal && ring.actor == ben && ring.draftID == DraftID(draft))
            #expect(ring.facts.action == "POST /v1/collab/drafts/{draft_id}/segments" && ring.seq == nil)
            #expect(ring.facts.address == "127.0.0.1" && ring.requestID?.description == "r-77")
            let nobody = try await line(of: server) { $0.outcome == "unauthorized" }
            #expect(nobody.actor == nil && nobody.facts.origin == nil && nobody.draftID == DraftID(draft))
            let lost = try await line(of: server) { $0.outcome == "not_found" }
            #expect(lost.facts.action == "unknown route")
            for note in try await lines(of: server) { #expect(!"\(note)".contains("secret")) }
        }
    }

    @Test func `a live connection that is refused is told with whoever it was, a full one as a limit`() async throws {
        try await InProcessServer.run(
            variables: ["RATE_LIMITS": "on"], configure: { $0["SOCKETS_PER_USER"] = 1 }
        ) { server in
            let draft = try await server.beginDraft(as: "ana")
            let stranger = try await SocketProbe.open(server, draft: draft, as: "eve")
            #expect(stranger.handshake.status == 403)
            let first = try await SocketProbe.open(server, draft: draft, as: "ana")
            #expect(first.handshake.status == 101)
            #expect(try await SocketProbe.open(server, draft: draft, as: "ana").handshake.status == 429)
            let refused = try await line(of: server) { $0.outcome == "forbidden" }
            #expect(refused.actor == UserID.named("eve") && refused.facts.action == "GET /v1/ws/drafts/{draft_id}")
            let limit = try await line(of: server) { $0.kind == .limit }
            #expect(limit.outcome == "limit_exceeded" && limit.actor == ana)
            await first.connection.close()
        }
    }

    @Test func `the creator reads what happened to the draft, refusals as well, and no address`() async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ana", with: ["ben"])
            let path = "/v1/collab/drafts/\(draft)"
            _ = try await server.send("POST", path + "/ring/reclaim", as: "ben", json: #"{"idempotency_key":"k"}"#)
            _ = try await line(of: server) { $0.outcome == "forbidden" }
            let audit = try await server.send("GET", path + "/audit", as: "ana")
            #expect(try audit.value("data.0.kind") == "refusal")
            #expect(try audit.value("data.0.outcome") == "forbidden")
            #expect(try audit.value("data.0.actor_id") == "ben")
            #expect(try audit.value("data.1.action") == "add_member")
            #expect(try audit.value("data.1.subject") == "ben")
            #expect(try audit.value("data.1.kind") == "change")
            #expect(!audit.text.contains("127.0.0.1"))
        }
    }

    @Test func `what waits is written when the server stops`() async throws {
        let server = try await InProcessServer.start()
        for number in 0..<20 { _ = try await server.send("GET", "/v1/me", headers: [("x-request-id", "r-\(number)")]) }
        try await server.stop()
        #expect(try await lines(of: server).count { $0.outcome == "unauthorized" } == 20)
    }

    @Test func `what is older than it may be is forgotten, and that is told`() async throws {
        let directory = try TemporaryDirectory()
        let clock = TestClock()
        let store = try await SQLiteLog.open(path: directory.file("drafts.db"))
        let old = AuditNote(.signIn, AuditFacts(action: "token"), by: ana, at: clock.now)
        try await store.record(Array(repeating: old, count: 1200))
        clock.advance(seconds: 86_400)
        try await store.record([AuditNote(.signIn, AuditFacts(action: "young"), by: ana, at: clock.now)])
        clock.advance(seconds: 1)
        let retention = AuditRetention(
            trail: store, days: 1, clock: WallClock { clock.now }, logger: Logger(label: "test"))
        await retention.forget()
        let left = try await store.trail(AuditFilter(limit: 9)).map(\.note)
        #expect(left.map(\.facts.action) == ["audit_forget", "young"])
        #expect(left.first?.count == 1200 && left.first?.kind == .administration)
        #expect(try await store.verifyTrail().findings == [])
        await retention.forget()
        #expect(try await store.trail(AuditFilter(limit: 9)).count == 2)
        try await store.close()
    }
}
