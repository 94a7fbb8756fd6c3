import CollabTesting
import DraftCore
import DraftStorage

@testable import collab_server

/// A local server beside an issuer whose tokens it believes, so that headers and tokens work side by side.
struct IssuedServer: Sendable {
    let server: InProcessServer
    let issuer: TestIssuer
    let clock: TestClock

    /// - Parameter hasKeys: whether the server has the issuer's keys before anybody comes.
    static func run(
        hasKeys: Bool = true, _ body: @Sendable (IssuedServer) async throws -> Void
    ) async throws {
        let clock = TestClock()
        try await TestIssuer.run(clock: clock) { issuer in
            try await InProcessServer.run(variables: issuer.variables, clock: clock) { server in
                let stage = IssuedServer(server: server, issuer: issuer, clock: clock)
                if hasKeys { try await stage.waitForKeys() }
                try await body(stage)
            }
        }
    }

    /// Fetching the issuer's keys has a limit of time, which a machine that begins all tests at once can exceed; the server
    /// then says 503 and fetches them for the next caller.
    private func waitForKeys() async throws {
        let probe = HTTPProbe("GET", "/v1/me", headers: [bearer("whoever-comes-first")])
        try await eventually { try await server.send(probe).status == 200 }
    }

    func bearer(_ user: String, _ change: (inout TestToken) -> Void = { _ in }) -> (String, String) {
        ("authorization", "Bearer " + issuer.token(for: user, change))
    }

    func beginDraft(_ creator: (String, String)) async throws -> String {
        let answer = try await server.send(
            HTTPProbe("POST", "/v1/collab/drafts", json: #"{"title":"T"}"#, headers: [creator]))
        guard let id: String = try answer.value("data.draft_id") else { throw Unexpected() }
        return id
    }

    func ticket(_ caller: (String, String)) async throws -> String {
        let answer = try await server.send(HTTPProbe("POST", "/v1/ws/tickets", headers: [caller]))
        guard let ticket: String = try answer.value("data.ticket") else { throw Unexpected() }
        return ticket
    }

    /// Writes to the store as a process beside the server does.
    func besides<Result>(_ body: (any Directories) async throws -> Result) async throws -> Result {
        let store = try await SQLiteLog.open(path: server.database)
        let result = try await body(store)
        try await store.close()
        return result
    }

    /// Makes a share of `draft` and tells its token.
    func share(_ draft: String, seconds: Int = 3600) async throws -> (share: Share, token: String) {
        guard let id = DraftID(draft) else { throw Unexpected() }
        let share = Share(
            id: .random(), draftID: id, createdBy: ana, createdAt: clock.now,
            expiresAt: clock.now.after(seconds: seconds))
        let token = ShareID.random().description
        let isKept = try await besides { store in try await store.add(share, tokenHash: SecretHash(of: token)) }
        guard isKept else { throw Unexpected() }
        return (share, token)
    }
}

/// The server did not answer as a test needs it to go on.
struct Unexpected: Error {}
