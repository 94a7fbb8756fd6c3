import CollabTesting
import Testing

/// Who may do what, and what the ring decides. ada begins every draft, ben writes in it, vic reads.
@Suite struct RightsTests {
    /// A draft with a segment of ada's, and what can be asked of it.
    private struct Place: Sendable {
        let server: InProcessServer
        let draft: String
        let segment: String

        var path: String { "/v1/collab/drafts/\(draft)" }

        func ask(
            _ method: String, _ end: String, as user: String, _ json: String? = nil, headers: [(String, String)] = []
        ) async throws -> HTTPAnswer {
            try await server.send(
                method, path + end.replacing("SEGMENT", with: segment), as: user, json: json, headers: headers)
        }

        /// The changes that need the ring or give it away; `KEY` is new each time.
        func ringChanges(key: String) -> [(method: String, end: String, json: String?)] {
            [
                ("POST", "/segments", #"{"content":"x","idempotency_key":"\#(key)1"}"#),
                ("PATCH", "/segments/SEGMENT", #"{"content":"x","idempotency_key":"\#(key)2"}"#),
                ("DELETE", "/segments/SEGMENT?idempotency_key=\(key)3", nil),
                ("POST", "/pass-ring", #"{"to_user_id":"ben","idempotency_key":"\#(key)4"}"#),
                ("POST", "/pass-ring/smart", #"{"idempotency_key":"\#(key)5"}"#),
                ("POST", "/ring/reclaim", #"{"idempotency_key":"\#(key)6"}"#),
            ]
        }

        func pass(from user: String, to other: String, key: String = "pass") async throws {
            let json = #"{"to_user_id":"\#(other)","idempotency_key":"\#(key)"}"#
            #expect(try await ask("POST", "/pass-ring", as: user, json).status == 200)
        }

        func seq() async throws -> Int? {
            try await ask("GET", "", as: "ada").value("data.seq")
        }
    }

    private func inDraft(_ body: @Sendable (Place) async throws -> Void) async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ada", with: ["ben"])
            let path = "/v1/collab/drafts/\(draft)"
            _ = try await server.send(
                "POST", path + "/collaborators", as: "ada", json: #"{"collaborator_id":"vic","role":"viewer"}"#)
            let answer = try await server.send(
                "POST", path + "/segments", as: "ada", json: #"{"content":"One.","idempotency_key":"one"}"#)
            let segment: String = try #require(try answer.value("data.segments.0.segment_id"))
            try await body(Place(server: server, draft: draft, segment: segment))
        }
    }

    @Test func `a viewer reads everything and changes nothing`() async throws {
        try await inDraft { place in
            for end in ["", "/events", "/export"] {
                #expect(try await place.ask("GET", end, as: "vic").status == 200, "\(end)")
            }
            let changes =
                place.ringChanges(key: "v") + [
                    ("PATCH", "", #"{"title":"Mine"}"#), ("POST", "/collaborators", #"{"collaborator_id":"eve"}"#),
                    ("DELETE", "/collaborators/ben", nil), ("DELETE", "", nil),
                ]
            for change in changes {
                let answer = try await place.ask(change.method, change.end, as: "vic", change.json)
                #expect(answer.status == 403, "\(change)")
                #expect(try answer.errorCode == "forbidden", "\(change)")
            }
            #expect(try await place.seq() == 4)
            let socket = try await SocketProbe.open(place.server, draft: place.draft, as: "vic")
            #expect(socket.handshake.status == 101)
            let passed = try await place.ask(
                "POST", "/pass-ring", as: "ada", #"{"to_user_id":"vic","idempotency_key":"p"}"#)
            #expect(try passed.errorCode == "forbidden")
            #expect(try await place.ask("DELETE", "/collaborators/vic", as: "vic").status == 204)
        }
    }

    @Test func `a holder who becomes a viewer gives the ring back first`() async throws {
        try await inDraft { place in
            try await place.pass(from: "ada", to: "ben")
            let change = try await place.ask(
                "POST", "/collaborators?idempotency_key=v", as: "ada", #"{"collaborator_id":"ben","role":"viewer"}"#)
            #expect(change.status == 200)
            #expect(try change.value("data.ring_state.current_holder_id") == "ada")
            #expect(try change.value("data.viewers") == ["ben", "vic"])
            let events = try await place.ask("GET", "/events?since=5", as: "ada")
            #expect(try events.value("data.0.type") == "ring_passed")
            #expect(try events.value("data.0.data.reason") == "left")
            #expect(try events.value("data.0.idempotency_key") == "v")
            #expect(try events.value("data.1.type") == "collaborator_added")
            #expect(try events.value("data.1.data.role") == "viewer")
            #expect(try events.value("seq") == 7)
            let again = try await place.ask(
                "POST", "/collaborators", as: "ada", #"{"collaborator_id":"ben","role":"viewer"}"#)
            #expect(again.status == 200)
            #expect(try await place.seq() == 7)
        }
    }

    @Test func `the creator takes the ring back, once, however often it is asked`() async throws {
        try await inDraft { place in
            try await place.pass(from: "ada", to: "ben")
            let byBen = try await place.ask("POST", "/ring/reclaim", as: "ben", #"{"idempotency_key":"b"}"#)
            #expect(try byBen.errorCode == "forbidden")
            let minimal = [("prefer", "return=minimal")]
            let reclaim = { @Sendable () async throws in
                try await place.ask("POST", "/ring/reclaim", as: "ada", #"{"idempotency_key":"r"}"#, headers: minimal)
            }
            let first = try await reclaim()
            #expect(first.status == 200)
            #expect(try first.value("data.ring_state.current_holder_id") == "ada")
            #expect(try first.value("data.ring_state.tenure") == 3)
            try await place.pass(from: "ada", to: "ben", key: "again")
            let replay = try await reclaim()
            #expect(replay.headers["idempotency-replayed"] == "true")
            #expect(replay.text == first.text)
            #expect(try await place.ask("GET", "", as: "ada").value("data.ring_state.current_holder_id") == "ben")
        }
    }

    @Test func `a segment is its author's, until the draft says that it is everybody's`() async throws {
        try await inDraft { place in
            try await place.pass(from: "ada", to: "ben")
            let revise = { @Sendable (key: String) async throws in
                try await place.ask(
                    "PATCH", "/segments/SEGMENT", as: "ben", #"{"content":"Ours.","idempotency_key":"\#(key)"}"#)
            }
            let others = try await revise("a")
            #expect(others.status == 403)
            #expect(try others.errorCode == "forbidden")
            let struck = try await place.ask("DELETE", "/segments/SEGMENT?idempotency_key=d", as: "ben")
            #expect(try struck.errorCode == "forbidden")
            #expect(try await place.ask("PATCH", "", as: "ada", #"{"revise":"any"}"#).value("data.revise") == "any")
            let revised = try await revise("a")
            #expect(revised.status == 200)
            #expect(try revised.value("data.segments.0.content") == "Ours.")
            #expect(try revised.value("data.segments.0.author_user_id") == "ada")
            let byAda = try await place.ask(
                "PATCH", "/segments/SEGMENT", as: "ada", #"{"content":"Mine.","idempotency_key":"b"}"#)
            #expect(try byAda.errorCode == "ring_required")
        }
    }

    @Test func `what has changed since, or is struck, is not revised`() async throws {
        try await inDraft { place in
            let revise = { @Sendable (revision: Int, key: String) async throws in
                try await place.ask(
                    "PATCH", "/segments/SEGMENT", as: "ada",
                    #"{"content":"Two.","revision":\#(revision),"idempotency_key":"\#(key)"}"#)
            }
            #expect(try await revise(1, "a").status == 200)
            let stale = try await revise(1, "b")
            #expect(stale.status == 409)
            #expect(try stale.errorCode == "conflict")
            // A replay is one still, though its revision is the old one.
            #expect(try await revise(1, "a").headers["idempotency-replayed"] == "true")
            #expect(try await place.ask("DELETE", "/segments/SEGMENT?idempotency_key=s", as: "ada").status == 200)
            #expect(try await revise(2, "c").errorCode == "conflict")
            #expect(
                try await place.ask("DELETE", "/segments/SEGMENT?idempotency_key=t", as: "ada").errorCode == "conflict")
            let unknown = try await place.ask(
                "PATCH", "/segments/00000000-0000-4000-8000-000000000000", as: "ada",
                #"{"content":"x","idempotency_key":"u"}"#)
            #expect(try unknown.errorCode == "not_found")
        }
    }

    @Test func `a smart pass needs somebody to pass to, and keeps its choice`() async throws {
        try await inDraft { place in
            let pass = { @Sendable () async throws in
                try await place.ask(
                    "POST", "/pass-ring/smart", as: "ada", #"{"strategy":"round_robin","idempotency_key":"s"}"#,
                    headers: [("prefer", "return=minimal")])
            }
            _ = try await place.ask("POST", "/collaborators", as: "ada", #"{"collaborator_id":"ben","role":"viewer"}"#)
            let alone = try await pass()
            #expect(alone.status == 409)
            #expect(try alone.errorCode == "no_collaborator_candidates")
            _ = try await place.ask("POST", "/collaborators", as: "ada", #"{"collaborator_id":"ben"}"#)
            let first = try await pass()
            #expect(try first.value("selected_to_user_id") == "ben")
            #expect(try first.value("strategy_used") == "round_robin")
            #expect(try first.value("metrics.candidate_count") == 1)
            _ = try await place.ask("POST", "/collaborators", as: "ada", #"{"collaborator_id":"caro"}"#)
            _ = try await place.ask("POST", "/ring/reclaim", as: "ada", #"{"idempotency_key":"r"}"#)
            let replay = try await pass()
            #expect(replay.headers["idempotency-replayed"] == "true")
            #expect(replay.text == first.text)
        }
    }

    @Test(arguments: ["locked", "completed"])
    func `a draft that rests refuses what the ring is for, and nothing else`(status: String) async throws {
        try await inDraft { place in
            let resting = try await place.ask("PATCH", "", as: "ada", #"{"status":"\#(status)"}"#)
            #expect(try resting.value("data.status") == status)
            for change in place.ringChanges(key: "l") {
                let answer = try await place.ask(change.method, change.end, as: "ada", change.json)
                #expect(answer.status == 409, "\(change)")
                #expect(try answer.errorCode == "draft_locked", "\(change)")
            }
            // The status is asked before the role.
            let viewer = try await place.ask("POST", "/segments", as: "vic", #"{"content":"x","idempotency_key":"k"}"#)
            #expect(try viewer.errorCode == "draft_locked")
            let allowed: [(method: String, end: String, json: String?)] = [
                ("PATCH", "", #"{"title":"Still mine"}"#), ("POST", "/collaborators", #"{"collaborator_id":"caro"}"#),
                ("DELETE", "/collaborators/caro", nil), ("GET", "/export", nil),
                ("PATCH", "", #"{"status":"completed"}"#),
                ("PATCH", "", #"{"status":"active"}"#),
                ("POST", "/segments", #"{"content":"x","idempotency_key":"l1"}"#),
            ]
            for change in allowed {
                #expect(
                    try await place.ask(change.method, change.end, as: "ada", change.json).status == 200, "\(change)")
            }
        }
    }

    @Test func `a creation that is sent again is the same draft, for its creator alone`() async throws {
        try await InProcessServer.run { server in
            let create = HTTPProbe(
                "POST", "/v1/collab/drafts", as: "ada",
                json: #"{"title":"T","initial_segment":"One.","idempotency_key":"c"}"#)
            let first = try await server.send(create)
            let replay = try await server.send(create)
            #expect(replay.headers["idempotency-replayed"] == "true")
            #expect(replay.text == first.text)
            var others = create
            others.user = "ben"
            let bens = try await server.send(others)
            #expect(bens.status == 200)
            #expect(try bens.value("data.draft_id", as: String.self) != first.value("data.draft_id"))
            var changed = create
            changed.json = #"{"title":"U","initial_segment":"One.","idempotency_key":"c"}"#
            #expect(try await server.send(changed).errorCode == "idempotency_conflict")
            #expect(try await server.send("GET", "/v1/collab/drafts", as: "ada").value("count") == 1)
        }
    }
}
