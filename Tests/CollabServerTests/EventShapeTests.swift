import CollabTesting
import Foundation
import Testing

/// The data of every kind of event, by long poll and by socket.
@Suite struct EventShapeTests {
    private static let path = "/v1/collab/drafts/"

    /// A draft to which everything happens that can happen.
    private func live(_ server: InProcessServer) async throws -> (draft: String, segment: String) {
        let created = try await server.send(
            "POST", Self.path.dropLast().description, as: "ada",
            json: #"{"title":"T","platform":"x","initial_segment":"One.","idempotency_key":"c"}"#)
        let draft: String = try #require(try created.value("data.draft_id"))
        let segment: String = try #require(try created.value("data.segments.0.segment_id"))
        let path = Self.path + draft
        let steps: [(method: String, path: String, user: String, json: String?)] = [
            ("PATCH", path + "/segments/" + segment, "ada", #"{"content":"Eins.","idempotency_key":"r"}"#),
            ("DELETE", path + "/segments/\(segment)?idempotency_key=s", "ada", nil),
            ("POST", path + "/collaborators", "ada", #"{"collaborator_id":"ben"}"#),
            ("POST", path + "/pass-ring", "ada", #"{"to_user_id":"ben","idempotency_key":"p"}"#),
            ("POST", path + "/ring/reclaim", "ada", #"{"idempotency_key":"b"}"#),
            ("POST", path + "/pass-ring/smart", "ada", #"{"idempotency_key":"m"}"#),
            ("PATCH", path, "ada", #"{"title":"Two","target_publish_at":"2027-01-01T01:00:00+01:00"}"#),
            ("DELETE", path + "/collaborators/ben", "ben", nil),
        ]
        for step in steps {
            let answer = try await server.send(step.method, step.path, as: step.user, json: step.json)
            #expect(answer.status / 100 == 2, "\(step): \(answer.text)")
        }
        return (draft, segment)
    }

    /// What stands in `data`, event by event.
    private static let data = [
        #"draft_created {"creator_id":"ada","title":"T","platform":"x","revise":"own","target_publish_at":null}"#,
        #"""
        segment_added {"segment":{"segment_id":"SEGMENT","draft_id":"DRAFT","user_id":"ada","content":"One.",
        "created_at":"NOW","segment_order":0,"idempotency_key":null,"author_user_id":"ada","author_display":"@u_5fa400",
        "author_name":"ada","ring_holder_user_id_at_write":"ada","ring_holder_display_at_write":"@u_5fa400","tenure":1,
        "seq":2,"revision":1,"revised_at":null,"struck":false}}
        """#,
        #"segment_revised {"segment_id":"SEGMENT","content":"Eins.","revision":2}"#,
        #"segment_struck {"segment_id":"SEGMENT"}"#,
        #"collaborator_added {"collaborator_id":"ben","role":"contributor","name":"ben"}"#,
        #"ring_passed {"from_user_id":"ada","to_user_id":"ben","passed_at":"NOW","tenure":2,"reason":"pass"}"#,
        #"ring_passed {"from_user_id":"ben","to_user_id":"ada","passed_at":"NOW","tenure":3,"reason":"reclaim"}"#,
        #"""
        ring_passed {"from_user_id":"ada","to_user_id":"ben","passed_at":"NOW","tenure":4,"reason":"smart",
        "strategy":"most_inactive","reasoning":"REASONING","candidate_count":1}
        """#,
        #"draft_updated {"title":"Two","target_publish_at":"2027-01-01T00:00:00.000Z"}"#,
        #"ring_passed {"from_user_id":"ben","to_user_id":"ada","passed_at":"NOW","tenure":5,"reason":"left"}"#,
        #"collaborator_removed {"collaborator_id":"ben","role":"contributor","name":"ben"}"#,
    ]

    @Test func `every kind of event has its data, by poll and by socket alike`() async throws {
        try await InProcessServer.run(clock: TestClock()) { server in
            let (draft, segment) = try await live(server)
            let page = try await server.send("GET", Self.path + draft + "/events", as: "ada")
            let events = try #require(try page.value("data", as: [NSDictionary].self))
            let reasoning: String = try #require(try page.value("data.7.data.reasoning"))
            #expect(!reasoning.isEmpty)
            let expected = Self.data.map { line in
                line.replacingOccurrences(of: "SEGMENT", with: segment).replacingOccurrences(of: "DRAFT", with: draft)
                    .replacingOccurrences(of: "NOW", with: "2026-11-24T09:30:00.000Z")
                    .replacingOccurrences(of: "REASONING", with: reasoning)
            }
            #expect(events.count == expected.count)
            for (index, (event, line)) in zip(events, expected).enumerated() {
                let parts = line.split(separator: " ", maxSplits: 1)
                let data = try JSONSerialization.jsonObject(with: Data(parts[1].utf8)) as? NSDictionary
                #expect(event["type"] as? String == String(parts[0]))
                #expect(event["data"] as? NSDictionary == data, "\(event["data"] ?? "nothing")")
                #expect(event["seq"] as? Int == index + 1)
                #expect(event["draft_id"] as? String == draft)
                #expect((event["hash"] as? String)?.count == 64)
                #expect(event["ts"] as? String == "2026-11-24T09:30:00.000Z")
                #expect((event["request_id"] as? String)?.isEmpty == false)
                #expect(
                    Set(event.allKeys.compactMap { $0 as? String }) == [
                        "type", "draft_id", "seq", "ts", "request_id", "actor_id", "idempotency_key", "hash", "data",
                    ])
            }
            let keys = events.map { $0["idempotency_key"] as? String }
            #expect(keys == ["c", nil, "r", "s", nil, "p", "b", "m", nil, nil, nil])
            #expect(events.map { $0["actor_id"] as? String } == Array(repeating: "ada", count: 9) + ["ben", "ben"])

            let socket = try await SocketProbe.open(server, draft: draft, as: "ada", query: "?since=0")
            _ = try await socket.next(type: "connected")
            for event in events {
                let frame = try #require(try await socket.next())
                #expect(try JSONSerialization.jsonObject(with: Data(frame.payload)) as? NSDictionary == event)
            }
        }
    }

    @Test func `the greeting and the words have every field`() async throws {
        try await InProcessServer.run(clock: TestClock()) { server in
            let draft = try await server.beginDraft(as: "ada")
            let socket = try await SocketProbe.open(server, draft: draft, as: "ada")
            let greeting = try #require(try await socket.next())
            let fields = try JSONSerialization.jsonObject(with: Data(greeting.payload)) as? NSDictionary
            #expect(
                Set(fields?.allKeys.compactMap { $0 as? String } ?? []) == [
                    "type", "draft_id", "user_id", "ts", "request_id", "connection_id", "log_id", "seq", "hash",
                    "members", "presence",
                ])
            let presence = fields?["presence"] as? [NSDictionary]
            let own = ["user_id": "ada", "name": "ada", "state": "here", "since": "2026-11-24T09:30:00.000Z"]
            #expect(presence == [own as NSDictionary])
            try await socket.send(#"{"type":"typing","text":"And so"}"#)
            let typing = try await socket.next(type: "typing")
            let words = ["type": "typing", "user_id": "ada", "text": "And so"]
            #expect(
                try JSONSerialization.jsonObject(with: Data(typing.payload)) as? NSDictionary == words as NSDictionary)
            let page = try await server.send("GET", Self.path + draft + "/events?since=1", as: "ada")
            #expect(try page.value("typing", as: NSDictionary.self) == ["user_id": "ada", "text": "And so"])
            #expect(try page.value("presence.0", as: NSDictionary.self) == own as NSDictionary)
            #expect(try page.value("hash", as: String.self) == greeting.value("hash"))
        }
    }
}
