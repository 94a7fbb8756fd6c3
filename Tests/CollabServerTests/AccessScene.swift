import CollabTesting
import Testing

/// A server for a whole suite, with what its tests read of and may not change.
struct AccessScene: Sendable {
    @TaskLocal static var current: AccessScene?

    let server: InProcessServer
    /// A draft that nobody changes.
    let stage: AccessStage
    /// A share of another draft.
    let otherShare: String
    /// A share whose time is over.
    let endedShare: String

    /// Gives the tests of a suite one scene.
    struct Shared: SuiteTrait, TestScoping {
        func provideScope(
            for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
        ) async throws {
            let clock = TestClock()
            try await InProcessServer.run(clock: clock) { server in
                let stage = try await AccessStage.make(on: server)
                let ended = try await stage.share(hours: 1)
                clock.advance(seconds: 3_600)
                let other = AccessStage(
                    server: server, draft: try await server.beginDraft(as: "zoe"), creator: "zoe", segment: "")
                let scene = AccessScene(
                    server: server, stage: stage, otherShare: try await other.share().token, endedShare: ended.token)
                try await $current.withValue(scene) { try await function() }
            }
        }
    }
}

/// A draft of ada's in which ben holds the ring, cleo may write, vic reads, and fay wrote once and was removed.
struct AccessStage: Sendable {
    let server: InProcessServer
    let draft: String
    let creator: String
    /// A segment of ben's.
    let segment: String

    var path: String { "/v1/collab/drafts/\(draft)" }

    static func make(on server: InProcessServer) async throws -> AccessStage {
        let draft = try await server.beginDraft(as: "ada", with: ["ben", "cleo", "fay"])
        let stage = AccessStage(server: server, draft: draft, creator: "ada", segment: "")
        _ = try await stage.ask("POST", "/collaborators", as: "ada", #"{"collaborator_id":"vic","role":"viewer"}"#)
        _ = try await stage.ask("POST", "/pass-ring", as: "ada", #"{"to_user_id":"fay","idempotency_key":"1"}"#)
        _ = try await stage.ask("POST", "/segments", as: "fay", #"{"content":"One.","idempotency_key":"2"}"#)
        _ = try await stage.ask("POST", "/pass-ring", as: "fay", #"{"to_user_id":"ben","idempotency_key":"3"}"#)
        _ = try await stage.ask("DELETE", "/collaborators/fay", as: "ada")
        let written = try await stage.ask("POST", "/segments", as: "ben", #"{"content":"Two.","idempotency_key":"4"}"#)
        let segment: String = try #require(try written.value("data.segments.1.segment_id"))
        return AccessStage(server: server, draft: draft, creator: "ada", segment: segment)
    }

    func ask(
        _ method: String, _ end: String, as user: String? = nil, _ json: String? = nil,
        headers: [(String, String)] = []
    ) async throws -> HTTPAnswer {
        try await server.send(method, path + end, as: user, json: json, headers: headers)
    }

    /// Makes an invite.
    func invite(role: String = "contributor", uses: Int = 1) async throws -> (id: String, code: String) {
        let answer = try await ask("POST", "/invites", as: creator, #"{"role":"\#(role)","max_uses":\#(uses)}"#)
        return (
            try #require(try answer.value("data.invite_id")), try #require(try answer.value("data.code"))
        )
    }

    /// Makes a share.
    func share(hours: Int = 8) async throws -> (id: String, token: String) {
        let answer = try await ask("POST", "/shares", as: creator, #"{"expires_in_hours":\#(hours)}"#)
        return (
            try #require(try answer.value("data.share_id")), try #require(try answer.value("data.token"))
        )
    }

    /// Uses a code.
    func accept(_ code: String, as user: String) async throws -> HTTPAnswer {
        try await server.send("POST", "/v1/collab/invites/accept", as: user, json: #"{"code":"\#(code)"}"#)
    }
}
