import CollabTesting
import DraftStorage
import Foundation
import Testing

@testable import collab_server

/// What monitoring sees of a server that runs.
@Suite struct MetricsRouteTests {
    /// By name and labels, as they stand on the page.
    private func samples(of server: InProcessServer) async throws -> [String: Double] {
        let answer = try await server.send("GET", "/metrics")
        #expect(answer.status == 200)
        #expect(answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
        let lines = answer.text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        return Dictionary(
            lines.compactMap { line in
                guard let space = line.lastIndex(of: " "), let value = Double(line[line.index(after: space)...]) else {
                    return nil
                }
                return (String(line[..<space]), value)
            }, uniquingKeysWith: { first, _ in first })
    }

    @Test func `requests, commands, refusals and the store are counted`() async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ana", with: ["ben"])
            let path = "/v1/collab/drafts/\(draft)"
            let append = #"{"content":"words","idempotency_key":"k"}"#
            for user in ["ana", "ana", "ben"] {
                _ = try await server.send("POST", path + "/segments", as: user, json: append)
            }
            _ = try await server.send("GET", "/nowhere")
            let samples = try await samples(of: server)
            let route = "route=\"/v1/collab/drafts/{draft_id}/segments\",method=\"POST\""
            #expect(samples["collab_http_requests_total{\(route),status=\"200\"}"] == 2)
            #expect(samples["collab_http_requests_total{\(route),status=\"403\"}"] == 1)
            #expect(samples["collab_http_requests_total{route=\"none\",method=\"GET\",status=\"404\"}"] == 1)
            #expect(
                samples["collab_http_request_seconds_count{route=\"/v1/collab/drafts/{draft_id}/segments\"}"] == 3)
            #expect(samples["collab_refusals_total{code=\"ring_required\"}"] == 1)
            #expect(samples["collab_refusals_total{code=\"not_found\"}"] == 1)
            #expect(samples["collab_commands_total{outcome=\"committed\"}"] == 3)
            #expect(samples["collab_commands_total{outcome=\"replayed\"}"] == 1)
            #expect(samples["collab_commands_total{outcome=\"rejected\"}"] == 1)
            #expect(samples["collab_segments_appended_total"] == 1)
            #expect(samples["collab_events_total"] == 3)
            #expect(samples["collab_commit_batch_commands_sum"] == 5)
            #expect(samples["collab_drafts"] == 1)
            #expect(samples["collab_store_ready"] == 1)
            #expect(samples["collab_store_bytes"] ?? 0 > 0 && samples["collab_store_free_bytes"] ?? 0 > 0)
            #expect(samples["collab_sign_ins_total{credential=\"header\"}"] == 2)
            #expect(samples["process_open_fds"] ?? 0 > 3)
            #expect(!samples.keys.contains { $0.contains(draft) })
        }
    }

    @Test func `live connections are counted while they last, and how they began and ended`() async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ana", with: ["ben"])
            let first = try await SocketProbe.open(server, draft: draft, as: "ben")
            let second = try await SocketProbe.open(server, draft: draft, as: "ana", query: "?since=1")
            let third = try await SocketProbe.open(server, draft: draft, as: "ana", query: "?since=999")
            let open = try await samples(of: server)
            #expect(open["collab_sockets"] == 3 && open["collab_drafts_watched"] == 1)
            #expect(open["collab_connections"] ?? 0 >= 4)
            for from in ["now", "resumed", "reset"] {
                #expect(open["collab_socket_beginnings_total{from=\"\(from)\"}"] == 1, "\(from)")
            }
            _ = try await server.send("DELETE", "/v1/collab/drafts/\(draft)/collaborators/ben", as: "ana")
            try await eventually(within: .seconds(20)) {
                try await samples(of: server)["collab_socket_closings_total{code=\"4403\"}"] == 1
            }
            #expect(try await samples(of: server)["collab_feed_lag_seconds_count"] ?? 0 > 0)
            for socket in [first, second, third] { await socket.connection.close() }
            try await eventually(within: .seconds(20)) { try await samples(of: server)["collab_sockets"] == 0 }
        }
    }

    @Test func `a store that fails is told, and what cannot be known is left out`() async throws {
        try await StagedServer.run { server in
            server.log.fail(with: .unavailable("the disk is full"))
            let page = try await server.send(HTTPProbe("GET", "/metrics"))
            #expect(page.status == 200)
            #expect(page.text.contains("\ncollab_store_ready 0\n"))
        }
    }

    @Test func `the errors of a store are counted by kind`() async throws {
        let directory = try TemporaryDirectory()
        let metrics = ServerMetrics()
        var sources = StoreSources.system
        sources.observer = metrics.storeObserver
        let store = try await SQLiteLog.open(path: directory.file("drafts.db"), sources: sources)
        try await store.close()
        await #expect(throws: StorageError.self) { try await store.ping() }
        await #expect(throws: StorageError.self) { try await store.record([AuditNote.administration("x")]) }
        #expect(metrics.storeErrors.totals == [["unavailable"]: 2, ["corrupt"]: 0, ["conflict"]: 0])
    }

    @Test func `from another machine, or through a proxy, only the token opens it`() throws {
        let (open, closed) = (MetricsReaders(token: "0123456789abcdef"), MetricsReaders(believesLoopback: false))
        var far = Credentials()
        #expect(throws: Refusal.self) { try open.check(far) }
        far.authorization = ["Bearer 0123456789abcdef"]
        #expect(throws: Never.self) { try open.check(far) }
        #expect(throws: Refusal.self) { try closed.check(far) }
        for wrong in [["Bearer 0123456789abcdeg"], ["Bearer "], ["0123456789abcdef"], far.authorization + ["x"]] {
            var near = Credentials(authorization: wrong)
            near.isFromLoopback = true
            #expect(throws: Refusal.self) { try open.check(near) }
        }
        var near = Credentials()
        near.isFromLoopback = true
        #expect(throws: Never.self) { try open.check(near) }
        #expect(throws: Refusal.self) { try closed.check(near) }
        near.isForwarded = true
        #expect(throws: Refusal.self) { try open.check(near) }
    }

    @Test func `a token comes from a file, and must be one that nobody guesses`() throws {
        let directory = try TemporaryDirectory()
        let file = directory.file("token")
        for (text, token) in [
            ("0123456789abcdef\n", "0123456789abcdef"), ("0123456789abcdef", "0123456789abcdef"), ("short\n", nil),
            ("", nil), ("with spaces in it it is none\n", nil),
        ] {
            try Data(text.utf8).write(to: URL(filePath: file))
            #expect(MetricsReaders.token(inFile: file) == token)
        }
        #expect(MetricsReaders.token(inFile: directory.file("nowhere")) == nil)
    }
}
