import CollabTesting
import Foundation
import Testing

/// A draft as it goes out, field by field.
@Suite struct DraftShapeTests {
    private static let moment = "2026-11-24T09:30:00.000Z"

    private func object(_ value: Any?) throws -> NSDictionary {
        try #require(value as? NSDictionary)
    }

    /// Every field of `text`, where `DRAFT` and the like stand for what a server makes up.
    private func expected(_ text: String, _ names: [String: String]) throws -> NSDictionary {
        let filled = names.reduce(text) { $0.replacingOccurrences(of: $1.key, with: $1.value) }
        return try object(try JSONSerialization.jsonObject(with: Data(filled.utf8)))
    }

    @Test func `a draft has every field, and null where there is nothing`() async throws {
        try await InProcessServer.run(clock: TestClock()) { server in
            let created = try await server.send(
                "POST", "/v1/collab/drafts", as: "ada",
                json: #"""
                    {"title":" The Lighthouse ","initial_segment":"The lamp had been dark.","idempotency_key":"k1"}
                    """#)
            let id: String = try #require(try created.value("data.draft_id"))
            _ = try await server.send(
                "POST", "/v1/collab/drafts/\(id)/collaborators", as: "ada", json: #"{"collaborator_id":"ben"}"#)
            let answer = try await server.send("GET", "/v1/collab/drafts/\(id)", as: "ben")
            let names = [
                "DRAFT": id, "SEGMENT": try answer.value("data.segments.0.segment_id") ?? "",
                "LOG": try answer.value("data.log_id") ?? "", "HASH": try answer.value("data.hash") ?? "",
                "NOW": Self.moment,
            ]
            #expect(names["HASH"]?.count == 64)
            #expect(names["SEGMENT"]?.count == 36)
            let draft = try expected(
                #"""
                {"draft_id":"DRAFT","creator_id":"ada","title":"The Lighthouse","platform":null,"status":"active",
                 "revise":"own","segments":[{"segment_id":"SEGMENT","draft_id":"DRAFT","user_id":"ada",
                   "content":"The lamp had been dark.","created_at":"NOW","segment_order":0,"idempotency_key":null,
                   "author_user_id":"ada","author_display":"@u_5fa400","author_name":"ada",
                   "ring_holder_user_id_at_write":"ada","ring_holder_display_at_write":"@u_5fa400","tenure":1,"seq":2,
                   "revision":1,"revised_at":null,"struck":false}],
                 "segments_from":0,"segment_count":1,"segment_limit":16384,
                 "ring_state":{"draft_id":"DRAFT","current_holder_id":"ada","holders_history":["ada"],
                   "passed_at":"NOW","last_passed_at":"NOW","idempotency_key":null,"tenure":1,"requests":[],
                   "turn_ends_at":null},
                 "collaborators":["ben"],"viewers":[],"pending_invites":[],
                 "members":[
                   {"user_id":"ada","name":"ada","role":"creator","joined_at":"NOW","last_active_at":"NOW"},
                   {"user_id":"ben","name":"ben","role":"contributor","joined_at":"NOW","last_active_at":null}],
                 "created_at":"NOW","updated_at":"NOW","target_publish_at":null,
                 "metrics":{"contributorsCount":1,"ringPassesLast24h":0,"avgMinutesBetweenPasses":null,
                   "lastActivityAt":"NOW"},
                 "log_id":"LOG","seq":3,"hash":"HASH"}
                """#, names)
            #expect(try object(try answer.value("data", as: Any.self)) == draft)
            let list = try await server.send("GET", "/v1/collab/drafts", as: "ben")
            let row = try #require(draft.mutableCopy() as? NSMutableDictionary)
            row["segments"] = [Any]()
            row["segments_from"] = 1
            #expect(try object(try list.value("data.0", as: Any.self)) == row)
        }
    }

    @Test(arguments: [
        ("null", 16_384), ("\"x\"", 500), ("\"instagram\"", 500), ("\"tiktok\"", 500), ("\"youtube\"", 500),
        ("\"zine\"", 16_384),
    ])
    func `a platform decides how long a segment may be`(platform: String, limit: Int) async throws {
        try await InProcessServer.run { server in
            let created = try await server.send(
                "POST", "/v1/collab/drafts", as: "ada", json: #"{"title":"T","platform":\#(platform)}"#)
            #expect(try created.value("data.segment_limit") == limit)
            let path = "/v1/collab/drafts/\(try created.value("data.draft_id") ?? "")/segments"
            for (length, status) in [(limit, 200), (limit + 1, 400)] {
                let text = String(repeating: "é", count: length)
                let answer = try await server.send(
                    "POST", path, as: "ada", json: #"{"content":"\#(text)","idempotency_key":"k\#(length)"}"#)
                #expect(answer.status == status)
            }
        }
    }

    @Test func `a struck segment keeps its place, a revised one says when`() async throws {
        let clock = TestClock()
        try await InProcessServer.run(clock: clock) { server in
            let id = try await server.beginDraft(as: "ada")
            let path = "/v1/collab/drafts/\(id)"
            var segments: [String] = []
            for text in ["One.", "Two."] {
                let answer = try await server.send(
                    "POST", path + "/segments", as: "ada", json: #"{"content":"\#(text)","idempotency_key":"\#(text)"}"#
                )
                segments.append(try #require(try answer.value("data.segments.\(segments.count).segment_id")))
            }
            clock.advance(seconds: 60)
            _ = try await server.send("DELETE", path + "/segments/\(segments[0])?idempotency_key=s", as: "ada")
            _ = try await server.send(
                "PATCH", path + "/segments/\(segments[1])", as: "ada",
                json: #"{"content":"Zwei.","idempotency_key":"r"}"#)
            let draft = try await server.send("GET", path, as: "ada")
            #expect(try draft.value("data.segment_count") == 2)
            #expect(try draft.value("data.segments.0.struck") == true)
            #expect(try draft.value("data.segments.0.content", as: NSNull.self) != nil)
            #expect(try draft.value("data.segments.1.content") == "Zwei.")
            #expect(try draft.value("data.segments.1.revision") == 2)
            #expect(try draft.value("data.segments.1.segment_order") == 1)
            #expect(try draft.value("data.segments.1.revised_at") == "2026-11-24T09:31:00.000Z")
            #expect(try draft.value("data.segments.1.created_at") == Self.moment)
        }
    }

    @Test func `metrics are those of the moment that is asked for`() async throws {
        let clock = TestClock()
        try await InProcessServer.run(clock: clock) { server in
            let id = try await server.beginDraft(as: "ada", with: ["ben"])
            let path = "/v1/collab/drafts/\(id)"
            clock.advance(seconds: 90)
            _ = try await server.send(
                "POST", path + "/pass-ring", as: "ada", json: #"{"to_user_id":"ben","idempotency_key":"p"}"#)
            let rows: [(now: String, passes: Int)] = [
                ("", 1), ("?now=2026-11-24T09:31:30Z", 1), ("?now=2026-11-24T09:31:29.999Z", 0),
                ("?now=2026-11-25T09:31:29.999Z", 1), ("?now=2026-11-25T09:31:30Z", 0),
                ("?now=2026-11-24T10:31:30%2B01:00", 1), ("?now=2026-11-24t09:31:30.5z", 1),
            ]
            for row in rows {
                let answer = try await server.send("GET", path + row.now, as: "ada")
                #expect(try answer.value("data.metrics.ringPassesLast24h") == row.passes, "\(row.now)")
                #expect(try answer.value("data.metrics.avgMinutesBetweenPasses") == 1.5)
            }
            #expect(try await server.send("GET", path + "?now=yesterday", as: "ada").status == 400)
        }
    }
}
