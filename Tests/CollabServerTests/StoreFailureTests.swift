import CollabTesting
import DraftStorage
import Testing

@testable import collab_server

/// What callers see of a store that fails.
@Suite struct StoreFailureTests {
    private static let create = HTTPProbe(
        "POST", "/v1/collab/drafts", as: "ada", json: #"{"title":"T","idempotency_key":"c"}"#)

    @Test func `a store that cannot be reached is 503, and the same command succeeds later`() async throws {
        try await StagedServer.run { server in
            let draft: String = try #require(try await server.send(Self.create).value("data.draft_id"))
            let path = "/v1/collab/drafts/\(draft)"
            let append = HTTPProbe(
                "POST", path + "/segments", as: "ada", json: #"{"content":"x","idempotency_key":"k"}"#)
            let probes = [
                append, Self.create, HTTPProbe("GET", path, as: "ada"),
                HTTPProbe("GET", "/v1/collab/drafts", as: "ada"),
                HTTPProbe("GET", path + "/events?wait=25", as: "ada"), HTTPProbe("DELETE", path, as: "ada"),
                HTTPProbe("GET", "/readyz"),
            ]
            server.log.fail(with: .unavailable("the disk is full: /secret/path"))
            for probe in probes {
                let answer = try await server.send(probe)
                #expect(answer.status == 503, "\(probe.path)")
                #expect(try answer.errorCode == "unavailable", "\(probe.path)")
                #expect(try answer.value("detail", as: String.self) == answer.value("error.message"))
                #expect(answer.headers["retry-after"].flatMap { Int($0) } ?? 0 > 0, "\(probe.path)")
                #expect(!answer.text.contains("secret"), "\(probe.path)")
            }
            #expect(try await server.send(HTTPProbe("GET", "/healthz")).status == 200)
            server.log.fail(with: nil)
            let appended = try await server.send(append)
            #expect(appended.status == 200)
            #expect(appended.headers["idempotency-replayed"] == nil)
            #expect(try await server.send(HTTPProbe("GET", "/readyz")).value("status") == "ready")
        }
    }

    @Test(arguments: [
        StorageError.corrupt(draft: nil, seq: nil, "secret"), .conflict("the draft id secret is taken"),
    ])
    func `what no second try can mend is 500, and says nothing of the inside`(error: StorageError) async throws {
        try await StagedServer.run { server in
            server.log.fail(with: error)
            let answer = try await server.send(Self.create)
            #expect(answer.status == 500)
            #expect(try answer.errorCode == "internal_error")
            #expect(answer.headers["retry-after"] == nil)
            #expect(!answer.text.contains("secret"))
        }
    }

    @Test func `readiness tells operators what they were warned of`() async throws {
        try await StagedServer.run(warnings: ["Beware."]) { server in
            let ready = try await server.send(HTTPProbe("GET", "/readyz"))
            #expect(ready.status == 200)
            #expect(try ready.value("warnings") == ["Beware."])
        }
    }

    @Test func `a server that goes away is not ready any more`() async throws {
        try await StagedServer.run { server in
            server.service.goAway()
            let answer = try await server.send(HTTPProbe("GET", "/readyz"))
            #expect(answer.status == 503)
            #expect(try answer.errorCode == "unavailable")
            #expect(try answer.value("error.request_id") == answer.headers["x-request-id"])
            #expect(answer.headers["retry-after"] != nil)
        }
    }

    @Test func `an export of a store that fails on the way breaks off, and the log says why`() async throws {
        var limits = Limits()
        limits.eventsAPage = 5
        try await StagedServer.run(limits: limits) { server in
            let path = try await server.beginDraft()
            for number in 0..<12 {
                _ = try await server.send(
                    HTTPProbe("PATCH", path, as: "ada", json: #"{"title":"\#(number)"}"#))
            }
            #expect(server.complaints.texts.isEmpty)
            server.log.failEntries(after: 1)
            let connection = try await RawConnection.open(port: server.port)
            try await connection.send(HTTPProbe("GET", path + "/export?format=json", as: "ada").text)
            let text = try await connection.end()
            #expect(text.hasPrefix("HTTP/1.1 200"))
            #expect(!text.hasSuffix("0\r\n\r\n"))
            #expect(server.complaints.texts.first == "An export broke off. no page is left")
        }
    }
}
