import CollabTesting
import Testing

/// Every change, and what becomes of it when it is sent again.
@Suite struct ChangeTests {
    struct Change: Sendable, CustomTestStringConvertible {
        let method: String
        let path: String
        let fields: String
        /// What the second sender of the same key changes; nil where there is nothing to change.
        let otherFields: String?

        init(_ method: String, _ path: String, _ fields: String, other: String?) {
            self.method = method
            self.path = path
            self.fields = fields
            otherFields = other
        }

        var testDescription: String { "\(method) \(path)" }

        func probe(_ server: InProcessServer, _ draft: String, _ segment: String, fields: String) -> HTTPProbe {
            var path = "/v1/collab/drafts/\(draft)" + path.replacing("SEGMENT", with: segment)
            guard method != "DELETE" else {
                path += "?idempotency_key=key"
                return HTTPProbe(method, path, as: "ada")
            }
            let separator = fields.isEmpty ? "" : ","
            return HTTPProbe(method, path, as: "ada", json: "{\(fields)\(separator)\"idempotency_key\":\"key\"}")
        }
    }

    static let changes: [Change] = [
        Change("PATCH", "", #""title":"Two""#, other: #""title":"Three""#),
        Change("POST", "/segments", #""content":"Two.""#, other: #""content":"Three.""#),
        Change("PATCH", "/segments/SEGMENT", #""content":"Two.""#, other: #""content":"Three.""#),
        Change("DELETE", "/segments/SEGMENT", "", other: nil),
        Change("POST", "/pass-ring", #""to_user_id":"ben""#, other: #""to_user_id":"ada""#),
        Change("POST", "/pass-ring/smart", #""strategy":"round_robin""#, other: #""strategy":"best_next""#),
        Change("POST", "/collaborators", #""collaborator_id":"caro""#, other: #""collaborator_id":"dan""#),
        Change("DELETE", "/collaborators/ben", "", other: nil),
    ]

    private func start(_ server: InProcessServer) async throws -> (draft: String, segment: String) {
        let draft = try await server.beginDraft(as: "ada", with: ["ben"])
        let answer = try await server.send(
            "POST", "/v1/collab/drafts/\(draft)/segments", as: "ada",
            json: #"{"content":"One.","idempotency_key":"first"}"#)
        return (draft, try #require(try answer.value("data.segments.0.segment_id")))
    }

    private func seq(_ server: InProcessServer, _ draft: String) async throws -> Int? {
        try await server.send("GET", "/v1/collab/drafts/\(draft)", as: "ada").value("data.seq")
    }

    @Test(arguments: changes)
    func `a change sent again has its effect once, also after a restart`(change: Change) async throws {
        var server = try await InProcessServer.start()
        let (draft, segment) = try await start(server)
        let probe = change.probe(server, draft, segment, fields: change.fields)
        let first = try await server.send(probe)
        #expect(first.status == 200, "\(first.text)")
        #expect(first.headers["idempotency-replayed"] == nil)
        let after = try await seq(server, draft)
        for _ in 0..<2 {
            let again = try await server.send(probe)
            #expect(again.status == 200, "\(again.text)")
            #expect(again.headers["idempotency-replayed"] == "true")
            #expect(try await seq(server, draft) == after)
            server = try await server.restart()
        }
        try await server.stop()
    }

    @Test(arguments: changes.filter { $0.otherFields != nil })
    func `the same key for something else is a conflict`(change: Change) async throws {
        try await InProcessServer.run { server in
            let (draft, segment) = try await start(server)
            _ = try await server.send(change.probe(server, draft, segment, fields: change.fields))
            let other = try await server.send(change.probe(server, draft, segment, fields: change.otherFields ?? ""))
            #expect(other.status == 409)
            #expect(try other.errorCode == "idempotency_conflict")
        }
    }

    @Test func `a refused command binds no key`() async throws {
        try await InProcessServer.run { server in
            let (draft, _) = try await start(server)
            let append = HTTPProbe(
                "POST", "/v1/collab/drafts/\(draft)/segments", as: "ben",
                json: #"{"content":"Mine.","idempotency_key":"k"}"#)
            #expect(try await server.send(append).status == 403)
            _ = try await server.send(
                "POST", "/v1/collab/drafts/\(draft)/pass-ring", as: "ada",
                json: #"{"to_user_id":"ben","idempotency_key":"p"}"#)
            let accepted = try await server.send(append)
            #expect(accepted.status == 200)
            #expect(accepted.headers["idempotency-replayed"] == nil)
        }
    }

    @Test func `a replay is answered although the ring has moved and the member has left`() async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ada", with: ["ben"])
            let path = "/v1/collab/drafts/\(draft)"
            _ = try await server.send(
                "POST", path + "/pass-ring", as: "ada", json: #"{"to_user_id":"ben","idempotency_key":"p"}"#)
            let append = HTTPProbe(
                "POST", path + "/segments", as: "ben", json: #"{"content":"Mine.","idempotency_key":"k","tenure":2}"#,
                headers: [("prefer", "return=minimal")])
            let first = try await server.send(append)
            #expect(try await server.send("DELETE", path + "/collaborators/ben", as: "ben").status == 204)
            let replay = try await server.send(append)
            #expect(replay.status == 200)
            #expect(replay.headers["idempotency-replayed"] == "true")
            #expect(replay.text == first.text)
            var full = append
            full.headers = []
            let short = try await server.send(full)
            #expect(try short.value("data.segment.content") == "Mine.")
            #expect(try await server.send("GET", path, as: "ben").status == 403)
        }
    }

    @Test func `the short answer is the receipt alone`() async throws {
        try await InProcessServer.run { server in
            let (draft, _) = try await start(server)
            let path = "/v1/collab/drafts/\(draft)"
            let minimal = [("prefer", "respond-async, return=minimal")]
            let append = try await server.send(
                "POST", path + "/segments", as: "ada", json: #"{"content":"x","idempotency_key":"a"}"#, headers: minimal
            )
            #expect(append.headers["preference-applied"] == "return=minimal")
            #expect(try append.value("data.seq") == 4)
            #expect(try append.value("data.segment.segment_order") == 1)
            #expect(try append.value("data.title", as: String.self) == nil)
            let smart = try await server.send(
                "POST", path + "/pass-ring/smart", as: "ada", json: #"{"idempotency_key":"b"}"#, headers: minimal)
            #expect(try smart.value("selected_to_user_id") == "ben")
            #expect(try smart.value("strategy_used") == "most_inactive")
            #expect(try smart.value("metrics.computed_from") == "activity_history")
            #expect(try smart.value("data.ring_state.current_holder_id") == "ben")
            #expect(try smart.value("data.ring_state.tenure") == 2)
        }
    }

    @Test func `only segments and the ring have a short answer`() async throws {
        try await InProcessServer.run { server in
            let minimal = [("prefer", "return=minimal")]
            let created = try await server.send(
                "POST", "/v1/collab/drafts", as: "ada", json: #"{"title":"T"}"#, headers: minimal)
            let draft: String = try #require(try created.value("data.draft_id"))
            let path = "/v1/collab/drafts/\(draft)"
            let rows: [(method: String, path: String, json: String?)] = [
                ("PATCH", path, #"{"title":"Two"}"#), ("POST", path + "/collaborators", #"{"collaborator_id":"ben"}"#),
                ("DELETE", path + "/collaborators/ben", nil),
            ]
            for row in rows {
                let answer = try await server.send(row.method, row.path, as: "ada", json: row.json, headers: minimal)
                #expect(answer.status == 200)
                #expect(answer.headers["preference-applied"] == nil, "\(row)")
                #expect(try answer.value("data.title") == "Two", "\(row)")
            }
            _ = try await server.send("POST", path + "/collaborators", as: "ada", json: #"{"collaborator_id":"ben"}"#)
            let appended = try await server.send(
                "POST", path + "/segments", as: "ada", json: #"{"content":"x","idempotency_key":"a"}"#, headers: minimal
            )
            let segment = path + "/segments/" + (try appended.value("data.segment.segment_id") ?? "")
            let short: [(method: String, path: String, json: String?)] = [
                ("PATCH", segment, #"{"content":"y","idempotency_key":"b"}"#),
                ("DELETE", segment + "?idempotency_key=c", nil),
                ("POST", path + "/pass-ring", #"{"to_user_id":"ben","idempotency_key":"d"}"#),
                ("POST", path + "/ring/reclaim", #"{"idempotency_key":"e"}"#),
                ("POST", path + "/pass-ring/smart", #"{"idempotency_key":"f"}"#),
            ]
            for row in short {
                let answer = try await server.send(row.method, row.path, as: "ada", json: row.json, headers: minimal)
                #expect(answer.status == 200, "\(answer.text)")
                #expect(answer.headers["preference-applied"] == "return=minimal", "\(row)")
                #expect(try answer.value("data.title", as: String.self) == nil, "\(row)")
            }
        }
    }

    @Test func `a full answer carries the last hundred segments`() async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ada")
            var last: HTTPAnswer?
            for number in 0..<103 {
                last = try await server.send(
                    "POST", "/v1/collab/drafts/\(draft)/segments", as: "ada",
                    json: #"{"content":"\#(number)","idempotency_key":"k\#(number)"}"#)
            }
            #expect(try last?.value("data.segments_from") == 3)
            #expect(try last?.value("data.segments.99.content") == "102")
        }
    }

    @Test func `leaving with the ring in hand passes it to the creator first`() async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ada", with: ["ben"])
            let path = "/v1/collab/drafts/\(draft)"
            _ = try await server.send(
                "POST", path + "/pass-ring", as: "ada", json: #"{"to_user_id":"ben","idempotency_key":"p"}"#)
            #expect(try await server.send("DELETE", path + "/collaborators/ben", as: "ben").status == 204)
            let events = try await server.send("GET", path + "/events?since=3", as: "ada")
            #expect(try events.value("data.0.type") == "ring_passed")
            #expect(try events.value("data.0.data.reason") == "left")
            #expect(try events.value("data.1.type") == "collaborator_removed")
        }
    }

    @Test func `a deleted draft is gone for everybody and deleting it again is no error`() async throws {
        try await InProcessServer.run { server in
            let created = HTTPProbe(
                "POST", "/v1/collab/drafts", as: "ada", json: #"{"title":"T","idempotency_key":"c"}"#)
            let draft: String = try #require(try await server.send(created).value("data.draft_id"))
            let path = "/v1/collab/drafts/\(draft)"
            #expect(try await server.send("DELETE", path, as: "ada").status == 204)
            #expect(try await server.send("DELETE", path, as: "ada").status == 204)
            #expect(try await server.send("DELETE", path, as: "ben").status == 404)
            #expect(try await server.send("GET", path, as: "ada").status == 404)
            #expect(try await server.send(created).status == 404)
        }
    }
}
