import CollabTesting
import DraftCore
import DraftStorage
import Testing

@testable import collab_server

/// Whoever stays connected stays only as long as they may.
@Suite struct AttendanceTests {
    private func open(
        _ stage: IssuedServer, _ draft: String, _ headers: [(String, String)] = [], query: String = ""
    ) async throws -> SocketProbe {
        let socket = try await SocketProbe.open(stage.server, draft: draft, as: nil, query: query, headers: headers)
        #expect(socket.handshake.status == 101)
        return socket
    }

    private func poll(
        _ stage: IssuedServer, _ draft: String, query: String = "", _ headers: [(String, String)] = []
    ) async throws -> RawConnection {
        let staying = stage.server.staying
        let connection = try await RawConnection.open(port: stage.server.port)
        let path = "/v1/collab/drafts/\(draft)/events?since=1&wait=25\(query)"
        try await connection.send(
            HTTPProbe("GET", "/healthz").text + HTTPProbe("GET", path, headers: headers).text)
        #expect(try await connection.nextAnswer()?.status == 200)
        try await eventually { stage.server.staying > staying }
        return connection
    }

    @Test func `a socket outlives its token by the skew of clocks, no more`() async throws {
        try await IssuedServer.run { stage in
            let draft = try await stage.beginDraft(stage.bearer("ana"))
            let short = stage.bearer("ana") { $0.expiresAt = stage.clock.now.after(seconds: 60) }
            let socket = try await open(stage, draft, [short])
            let byTicket = try await open(stage, draft, query: "?ticket=\(stage.ticket(short))")
            stage.clock.advance(seconds: 66)
            #expect(try await socket.closeCode() == 4401)
            #expect(try await byTicket.closeCode() == 4401)
        }
    }

    @Test func `a fresh token for somebody else, or none at all, ends the socket`() async throws {
        try await IssuedServer.run { stage in
            let draft = try await stage.beginDraft(stage.bearer("ana"))
            for token in [stage.issuer.token(for: "ben"), "x", ""] {
                let socket = try await open(stage, draft, [stage.bearer("ana")])
                try await socket.send(#"{"type":"auth","token":"\#(token)"}"#)
                #expect(try await socket.closeCode() == 4401)
            }
        }
    }

    @Test func `another process that revokes a user ends sockets and waits`() async throws {
        try await IssuedServer.run { stage in
            let draft = try await stage.beginDraft(stage.bearer("ana"))
            let socket = try await open(stage, draft, [stage.bearer("ana")])
            let byTicket = try await open(stage, draft, query: "?ticket=\(stage.ticket(stage.bearer("ana")))")
            let waiting = try await poll(stage, draft, [stage.bearer("ana")])
            let begin = ContinuousClock.now
            let moment = stage.clock.now.after(seconds: 1)
            try await stage.besides { try await $0.revoke(ana, issuedBefore: moment) }
            #expect(try await socket.closeCode() == 4401)
            #expect(try await byTicket.closeCode() == 4401)
            #expect(try await waiting.nextAnswer()?.status == 401)
            #expect(ContinuousClock.now - begin < .seconds(5))
        }
    }

    @Test func `another process that links a user ends what the earlier issuer let in`() async throws {
        try await IssuedServer.run { stage in
            let draft = try await stage.server.beginDraft(as: "ana")
            let socket = try await SocketProbe.open(stage.server, draft: draft, as: "ana")
            try await stage.besides { try await $0.link(ana, to: stage.issuer.url) }
            #expect(try await socket.closeCode() == 4401)
        }
    }

    @Test func `a share that is revoked or over ends what its guests read`() async throws {
        try await IssuedServer.run { stage in
            let draft = try await stage.beginDraft(stage.bearer("ana"))
            let revoked = try await stage.share(draft)
            let short = try await stage.share(draft, seconds: 60)
            let first = try await open(stage, draft, query: "?share=\(revoked.token)")
            let second = try await open(stage, draft, query: "?share=\(short.token)")
            let member = try await open(stage, draft, [stage.bearer("ana")])
            let waiting = try await poll(stage, draft, query: "&share=\(revoked.token)")
            let id = revoked.share.draftID
            let now = stage.clock.now
            _ = try await stage.besides { try await $0.revoke(revoked.share.id, of: id, at: now) }
            #expect(try await first.closeCode() == 4403)
            #expect(try await waiting.nextAnswer()?.status == 401)
            stage.clock.advance(seconds: 60)
            #expect(try await second.closeCode() == 4403)
            try await member.send(#"{"type":"ping"}"#)
            _ = try await member.next(type: "pong")
        }
    }

    @Test func `a member who is removed is closed at once`() async throws {
        try await IssuedServer.run { stage in
            let draft = try await stage.beginDraft(stage.bearer("ana"))
            let path = "/v1/collab/drafts/\(draft)/collaborators"
            _ = try await stage.server.send(
                HTTPProbe("POST", path, json: #"{"collaborator_id":"ben"}"#, headers: [stage.bearer("ana")]))
            let socket = try await open(stage, draft, [stage.bearer("ben")])
            let begin = ContinuousClock.now
            _ = try await stage.server.send(HTTPProbe("DELETE", path + "/ben", headers: [stage.bearer("ana")]))
            #expect(try await socket.closeCode() == 4403)
            // At once, and not when tokens are looked through: the rest is room for a busy machine.
            #expect(ContinuousClock.now - begin < .seconds(5))
        }
    }

    @Test func `a stay goes on by a newer proof`() async throws {
        try await withStore { store, clock in
            let attendance = Attendance.within(store, clock)
            let proof = { (seconds: Int) in
                Visitor.user(
                    Caller(
                        userID: ana,
                        proof: .token(
                            issuer: "i", issuedAt: clock.now, expiresAt: clock.now.after(seconds: seconds))))
            }
            let (renewed, other) = (try await attendance.enter(proof(60)), try await attendance.enter(proof(60)))
            clock.advance(seconds: 50)
            renewed.renew(proof(60))
            clock.advance(seconds: 14)
            await attendance.look()
            #expect(renewed.ending == nil && other.ending == nil)
            clock.advance(seconds: 1)
            await attendance.look()
            #expect(renewed.ending == nil)
            #expect(other.ending == .expired)
            attendance.leave(renewed)
            attendance.leave(other)
            #expect(attendance.count == 0)
        }
    }

    @Test func `one who was revoked between proof and entry does not enter`() async throws {
        try await withStore { store, clock in
            let attendance = Attendance.within(store, clock)
            let expiresAt = clock.now.after(seconds: 60)
            let caller = Caller(userID: ana, proof: .token(issuer: "i", issuedAt: clock.now, expiresAt: expiresAt))
            try await store.revoke(ana, issuedBefore: clock.now.after(seconds: 1))
            await #expect(throws: Refusal.self) { try await attendance.enter(.user(caller)) }
            #expect(attendance.count == 0)
        }
    }
}

extension Attendance {
    static func within(_ store: any Directories, _ clock: TestClock) -> Attendance {
        let wall = WallClock { clock.now }
        let names = UserNames(store, clock: wall, showsUnknownIDs: false)
        return Attendance(store, register: UserRegister(store, names: names, clock: wall), clock: wall)
    }
}

/// Runs `body` with a store of its own and a clock that both go by.
func withStore(_ body: (SQLiteLog, TestClock) async throws -> Void) async throws {
    let (directory, clock) = (try TemporaryDirectory(), TestClock())
    var sources = StoreSources.system
    sources.now = { clock.now }
    let store = try await SQLiteLog.open(path: directory.file("drafts.db"), sources: sources)
    try await body(store, clock)
    try await store.close()
}
