import CollabTesting
import Foundation
import Glibc
import Testing

/// A server whose files may grow no more, as on a full disk, and later may again.
@Suite struct FullDiskProcessTests {
    private let directory: TemporaryDirectory
    private let server: ServerProcess

    init() throws {
        directory = try TemporaryDirectory()
        server = try ServerProcess(
            ["serve", "--port", "0", "--database", "sqlite:" + directory.file("drafts.db")],
            environment: ["COLLAB_LIMIT_CONNECTIONS": "100"], in: directory)
    }

    private func send(_ port: Int, _ probe: HTTPProbe) async throws -> HTTPAnswer {
        let connection = try await RawConnection.open(port: port)
        var probe = probe
        probe.headers.append(("connection", "close"))
        try await connection.send(probe.text)
        return try #require(try await connection.nextAnswer(within: .seconds(20)))
    }

    /// How large a file the server may write.
    private func setLimit(_ bytes: String) async throws {
        let process = try ChildProcess(
            "prlimit", ["--pid", "\(server.processIdentifier)", "--fsize=\(bytes):"],
            environment: ProcessInfo.processInfo.environment, output: "/dev/null", errors: "/dev/null")
        try await eventually(within: .seconds(20)) { !process.isRunning }
        try #require(process.exitCode == 0)
    }

    private func append(_ key: String, to draft: String) -> HTTPProbe {
        let text = String(repeating: "words ", count: 2_000)
        return HTTPProbe(
            "POST", "/v1/collab/drafts/\(draft)/segments", as: "ada",
            json: #"{"content":"\#(text)","idempotency_key":"\#(key)"}"#)
    }

    @Test func `it says 503 and that it is not ready, and goes on when there is room`() async throws {
        let port = try await server.port()
        let begun = try await send(port, HTTPProbe("POST", "/v1/collab/drafts", as: "ada", json: #"{"title":"T"}"#))
        let draft: String = try #require(try begun.value("data.draft_id"))
        #expect(try await send(port, append("before", to: draft)).status == 200)
        #expect(try await send(port, HTTPProbe("GET", "/readyz")).status == 200)

        // As small as the file is already: from here on the log of the database cannot grow.
        let size = try Data(contentsOf: URL(filePath: directory.file("drafts.db-wal"))).count
        try await setLimit("\(size)")
        let refused = try await send(port, append("meanwhile", to: draft))
        #expect(refused.status == 503)
        #expect(try refused.errorCode == "unavailable")
        #expect(refused.headers["retry-after"] != nil)
        try await eventually(within: .seconds(20)) {
            try await send(port, HTTPProbe("GET", "/readyz")).status == 503
        }
        #expect(try await send(port, HTTPProbe("GET", "/healthz")).status == 200)
        #expect(try await send(port, HTTPProbe("GET", "/v1/collab/drafts/\(draft)", as: "ada")).status == 200)

        try await setLimit("unlimited")
        let again = try await send(port, append("meanwhile", to: draft))
        #expect(again.status == 200 && again.headers["idempotency-replayed"] == nil)
        #expect(try await send(port, HTTPProbe("GET", "/readyz")).status == 200)
        let count: Int? = try await send(port, HTTPProbe("GET", "/v1/collab/drafts/\(draft)", as: "ada"))
            .value("data.segment_count")
        #expect(count == 2)
        server.signal(SIGTERM)
        #expect(try await server.exitCode() == 0)
        let check = try ServerProcess(["check", "--database", "sqlite:" + directory.file("drafts.db")], in: directory)
        #expect(try await check.exitCode() == 0, "\(check.printed)")
    }
}
