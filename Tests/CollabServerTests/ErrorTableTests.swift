import CollabTesting
import Testing

/// What must be refused, how, and with which code. `DRAFT` stands for a draft that ada began and ben writes in, `GHOST`
/// for one that is not there.
@Suite struct ErrorTableTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let probe: HTTPProbe
        let status: Int
        let code: String

        init(_ probe: HTTPProbe, _ status: Int, _ code: String) {
            self.probe = probe
            self.status = status
            self.code = code
        }

        var testDescription: String { "\(probe.method) \(probe.path) \(probe.json ?? "") → \(status)" }
    }

    private static let draft = "/v1/collab/drafts/DRAFT"
    private static let ghost = "/v1/collab/drafts/00000000-0000-4000-8000-000000000000"

    static let form: [Row] = [
        Row(HTTPProbe("POST", draft + "/segments", as: "ada", json: "{"), 400, "validation_error"),
        Row(HTTPProbe("POST", draft + "/segments", as: "ada", json: "[]"), 400, "validation_error"),
        Row(HTTPProbe("POST", ghost + "/segments", as: "ada", json: "{"), 400, "validation_error"),
        Row(HTTPProbe("POST", draft + "/segments", as: "ada", json: #"{"content":"x"}"#), 400, "validation_error"),
        Row(
            HTTPProbe("POST", draft + "/segments", as: "ada", json: #"{"idempotency_key":"k"}"#), 400,
            "validation_error"),
        Row(
            HTTPProbe("POST", draft + "/segments", as: "ada", json: #"{"content":"","idempotency_key":"k"}"#), 400,
            "validation_error"),
        Row(
            HTTPProbe("POST", draft + "/segments", as: "ada", json: #"{"content":"a\u001b[2J","idempotency_key":"k"}"#),
            400, "validation_error"),
        Row(
            HTTPProbe("POST", draft + "/segments", as: "ada", json: #"{"content":"\ud800","idempotency_key":"k"}"#),
            400, "validation_error"),
        Row(
            HTTPProbe("POST", draft + "/segments", as: "ada", json: #"{"content":7,"idempotency_key":"k"}"#), 400,
            "validation_error"),
        Row(
            HTTPProbe(
                "POST", draft + "/segments", as: "ada",
                json: "{\"content\":\"\(String(repeating: "x", count: 16_385))\",\"idempotency_key\":\"k\"}"), 400,
            "validation_error"),
        Row(HTTPProbe("POST", "/v1/collab/drafts", as: "ada", json: #"{"title":"  "}"#), 400, "validation_error"),
        Row(HTTPProbe("POST", "/v1/collab/drafts", as: "ada", json: #"{"title":"a\nb"}"#), 400, "validation_error"),
        Row(HTTPProbe("POST", "/v1/collab/drafts", as: "ada"), 400, "validation_error"),
        Row(HTTPProbe("PATCH", draft, as: "ada", json: #"{"turn_seconds":60}"#), 400, "validation_error"),
        Row(HTTPProbe("PATCH", draft, as: "ada", json: #"{"title":"T","turn_seconds":null}"#), 400, "validation_error"),
        Row(HTTPProbe("GET", "/v1/collab/drafts?q=%zz", as: "ada"), 400, "validation_error"),
        Row(HTTPProbe("GET", "/v1/collab/drafts?q=%ff", as: "ada"), 400, "validation_error"),
        Row(HTTPProbe("GET", draft + "/events?since=%3", as: "ada"), 400, "validation_error"),
        Row(HTTPProbe("GET", "/v1/collab/drafts?wait=5", as: "ada"), 400, "validation_error"),
        Row(HTTPProbe("GET", "/v1/collab/drafts?cursor=x", as: "ada"), 400, "validation_error"),
        Row(HTTPProbe("GET", draft + "/export?format=pdf", as: "ada"), 400, "validation_error"),
        Row(HTTPProbe("GET", draft + "?from=x", as: "ada"), 400, "validation_error"),
        Row(
            HTTPProbe(
                "POST", draft + "/pass-ring/smart", as: "ada", json: #"{"strategy":"luck","idempotency_key":"k"}"#),
            400, "validation_error"),
        Row(
            HTTPProbe(
                "POST", draft + "/pass-ring", as: "ada", json: "to=ben", headers: [("content-type", "text/plain")]),
            415, "unsupported_media_type"),
        Row(HTTPProbe("GET", "/v1/ws/drafts/DRAFT", as: "ada"), 426, "upgrade_required"),
    ]

    static let access: [Row] = [
        Row(HTTPProbe("GET", ghost, as: "ada"), 404, "not_found"),
        Row(HTTPProbe("GET", "/v1/collab/drafts/not-an-id", as: "ada"), 404, "not_found"),
        Row(HTTPProbe("GET", "/v1/collab/nothing", as: "ada"), 404, "not_found"),
        Row(HTTPProbe("GET", "/v1/you", as: "ada"), 404, "not_found"),
        Row(HTTPProbe("POST", draft + "/ring/requests", as: "ada"), 404, "not_found"),
        Row(
            HTTPProbe("PATCH", draft + "/segments/x", as: "ada", json: #"{"content":"x","idempotency_key":"k"}"#), 404,
            "not_found"),
        Row(HTTPProbe("GET", draft, as: "eve"), 403, "forbidden"),
        // What is no id is missing only to those who may look for it.
        Row(
            HTTPProbe("PATCH", draft + "/segments/x", as: "eve", json: #"{"content":"x","idempotency_key":"k"}"#), 403,
            "forbidden"),
        Row(
            HTTPProbe("PATCH", draft + "/segments/x", as: "ben", json: #"{"content":"x","idempotency_key":"k"}"#), 403,
            "ring_required"),
        Row(HTTPProbe("DELETE", draft + "/segments/x?idempotency_key=k", as: "eve"), 403, "forbidden"),
        Row(HTTPProbe("DELETE", draft + "/collaborators/a%20b", as: "eve"), 403, "forbidden"),
        Row(HTTPProbe("DELETE", draft + "/collaborators/a%20b", as: "ada"), 404, "not_found"),
        Row(HTTPProbe("DELETE", draft + "/collaborators/%zz", as: "ada"), 404, "not_found"),
        Row(HTTPProbe("DELETE", ghost + "/collaborators/a%20b", as: "ada"), 404, "not_found"),
        Row(HTTPProbe("GET", draft + "/events", as: "eve"), 403, "forbidden"),
        Row(HTTPProbe("GET", draft + "/export", as: "eve"), 403, "forbidden"),
        Row(HTTPProbe("GET", "/v1/ws/drafts/DRAFT", as: "eve"), 403, "forbidden"),
        // A stranger learns nothing but that, not even what is wrong with a field.
        Row(
            HTTPProbe(
                "POST", draft + "/pass-ring/smart", as: "eve", json: #"{"strategy":"luck","idempotency_key":"k"}"#),
            403, "forbidden"),
        Row(HTTPProbe("GET", draft + "/audit", as: "ben"), 403, "forbidden"),
        Row(HTTPProbe("PATCH", draft, as: "ben", json: #"{"title":"Mine"}"#), 403, "forbidden"),
        Row(HTTPProbe("DELETE", draft, as: "ben"), 403, "forbidden"),
        Row(
            HTTPProbe("POST", draft + "/collaborators", as: "ben", json: #"{"collaborator_id":"eve"}"#), 403,
            "forbidden"),
        Row(
            HTTPProbe("POST", draft + "/segments", as: "ben", json: #"{"content":"x","idempotency_key":"k"}"#), 403,
            "ring_required"),
        Row(
            HTTPProbe("POST", draft + "/pass-ring", as: "ben", json: #"{"to_user_id":"ada","idempotency_key":"k"}"#),
            403, "forbidden"),
        Row(
            HTTPProbe("POST", draft + "/pass-ring", as: "ada", json: #"{"to_user_id":"eve","idempotency_key":"k"}"#),
            403, "forbidden"),
    ]

    static let state: [Row] = [
        Row(
            HTTPProbe(
                "POST", draft + "/segments", as: "ada", json: #"{"content":"x","idempotency_key":"k","tenure":7}"#),
            409, "ring_stale"),
        Row(HTTPProbe("POST", draft + "/ring/reclaim", as: "ada", json: #"{"idempotency_key":"k"}"#), 409, "conflict"),
        Row(
            HTTPProbe("POST", draft + "/collaborators", as: "ada", json: #"{"collaborator_id":"ada"}"#), 409, "conflict"
        ),
        Row(HTTPProbe("DELETE", draft + "/collaborators/ada", as: "ada"), 409, "conflict"),
        Row(HTTPProbe("PUT", "/v1/collab/drafts", as: "ada"), 405, "method_not_allowed"),
        Row(HTTPProbe("DELETE", draft + "/events", as: "ada"), 405, "method_not_allowed"),
        Row(HTTPProbe("POST", "/healthz"), 405, "method_not_allowed"),
    ]

    @Test func `each mistake has its status and its code`() async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ada", with: ["ben"])
            for row in Self.form + Self.access + Self.state {
                var probe = row.probe
                probe.path = probe.path.replacing("DRAFT", with: draft)
                let answer = try await server.send(probe)
                let name = row.testDescription
                #expect(answer.status == row.status, "\(name): \(answer.text)")
                #expect(try answer.errorCode == row.code, "\(name)")
                #expect(try answer.value("detail", as: String.self) == answer.value("error.message"), "\(name)")
                #expect(try answer.value("error.request_id") == answer.headers["x-request-id"], "\(name)")
            }
            #expect(try await server.send("GET", "/v1/collab/drafts/\(draft)", as: "ada").value("data.seq") == 2)
        }
    }

    @Test func `405 names the methods that there are`() async throws {
        try await InProcessServer.run { server in
            let answer = try await server.send("PUT", "/v1/collab/drafts", as: "ada")
            #expect(answer.headers["allow"] == "GET, HEAD, POST")
        }
    }

    @Test func `404 and the ring's refusal say the words that callers look for`() async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ada", with: ["ben"])
            let missing = try await server.send("GET", Self.ghost, as: "ada")
            #expect(missing.text.contains("not found"))
            let refused = try await server.send(
                "POST", "/v1/collab/drafts/\(draft)/segments", as: "ben",
                json: #"{"content":"x","idempotency_key":"k"}"#)
            #expect(refused.text.contains("ring"))
        }
    }

    @Test(arguments: [
        ("POST", "/segments", #"{"idempotency_key":"k"}"#, "content"),
        ("POST", "/segments", #"{"content":"x"}"#, "idempotency_key"),
        ("POST", "/segments", #"{"content":"x","idempotency_key":""}"#, "idempotency_key"),
        ("POST", "/segments", #"{"content":"x","idempotency_key":"a\nb"}"#, "idempotency_key"),
        ("POST", "/segments", #"{"content":"","idempotency_key":"k"}"#, "content"),
        ("POST", "/segments", #"{"content":"x","idempotency_key":"k","tenure":"one"}"#, "tenure"),
        ("POST", "/segments", #"{"content":"x","idempotency_key":"k","tenure":1.5}"#, "tenure"),
        ("POST", "/segments", #"{"content":"a\u0007","idempotency_key":"k"}"#, "content"),
        ("PATCH", "", #"{"title":"\u202e"}"#, "title"), ("PATCH", "", #"{"status":"open"}"#, "status"),
        ("PATCH", "", #"{"revise":"all"}"#, "revise"), ("PATCH", "", #"{"turn_seconds":60}"#, "turn_seconds"),
        ("PATCH", "", #"{"target_publish_at":"soon"}"#, "target_publish_at"),
        ("POST", "/pass-ring", #"{"idempotency_key":"k"}"#, "to_user_id"),
        ("POST", "/pass-ring", #"{"to_user_id":"a b","idempotency_key":"k"}"#, "to_user_id"),
        ("POST", "/pass-ring/smart", #"{"strategy":"next_in_line","idempotency_key":"k"}"#, "strategy"),
        ("POST", "/collaborators", #"{}"#, "collaborator_id"),
        ("POST", "/collaborators", #"{"collaborator_id":"eve","role":"creator"}"#, "role"),
        ("POST", "/collaborators?role=king", #"{"collaborator_id":"eve"}"#, "role"),
        ("POST", "/presence", #"{"state":"asleep"}"#, "state"), ("GET", "?limit=many", "", "limit"),
        ("GET", "?now=today", "", "now"), ("GET", "/events?wait=-1", "", "wait"),
        ("GET", "/events?hash=x", "", "hash"), ("GET", "/export?format=html", "", "format"),
        ("GET", "/audit?cursor=x", "", "cursor"), ("DELETE", "/segments/x", "", "idempotency_key"),
    ])
    func `a message names the field`(method: String, end: String, json: String, field: String) async throws {
        try await InProcessServer.run { server in
            let draft = try await server.beginDraft(as: "ada", with: ["ben"])
            let answer = try await server.send(
                method, "/v1/collab/drafts/\(draft)\(end)", as: "ada", json: json.isEmpty ? nil : json)
            #expect(answer.status == 400)
            let message: String = try #require(try answer.value("error.message"))
            #expect(message.contains("'\(field)'"), "\(message)")
        }
    }

    @Test func `a request id is echoed where it is well formed, else made`() async throws {
        try await InProcessServer.run { server in
            let own = try await server.send("GET", "/healthz", headers: [("x-request-id", "my-id_1")])
            #expect(own.headers["x-request-id"] == "my-id_1")
            for bad in ["a b", String(repeating: "x", count: 129), "é"] {
                let made = try await server.send("GET", "/healthz", headers: [("x-request-id", bad)])
                #expect(made.headers["x-request-id"]?.count == 36)
            }
        }
    }
}
