import CollabTesting
import DraftStorage
import Logging
import NIOPosix
import Testing

@testable import collab_server

/// What callers see of a store that fails.
@Suite struct StoreFailureTests {
    /// A server over a store that does as the test says.
    private func serve(
        warnings: [String] = [], _ body: @Sendable (Int, FaultyLog, DraftService) async throws -> Void
    ) async throws {
        let directory = try TemporaryDirectory()
        let database = directory.file("drafts.db")
        let log = FaultyLog(try await SQLiteLog.open(path: database))
        let configuration = try ServerConfiguration(
            SettingTexts(options: [.database: "sqlite:" + database, .port: "0"], variables: [:]))
        var limits = Limits()
        limits.eventsAPage = 5
        let names = ServerNames()
        let feeds = Feeds(group: MultiThreadedEventLoopGroup.singleton, clock: .system, names: names)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let service = DraftService(log: log, feeds: feeds, names: names, clock: .system, limits: limits)
        let application = CollabServerApplication(
            configuration: configuration,
            service: service,
            authenticator: HeaderAuthenticator(identity: .loopback, hosts: nil), identity: ServerIdentity(),
            warnings: warnings, connections: ConnectionCount(), clock: .system, logger: logger)
        let (ports, source) = AsyncStream.makeStream(of: Int.self)
        let running = Task {
            defer { source.finish() }
            try await application.run(stoppingOn: []) { address in
                source.yield(address.split(separator: ":").last.flatMap { Int($0) } ?? 0)
            }
        }
        let port = try #require(await ports.first { _ in true })
        try await body(port, log, service)
        running.cancel()
        _ = await running.result
        try await log.close()
    }

    private func send(_ port: Int, _ probe: HTTPProbe) async throws -> HTTPAnswer {
        let connection = try await RawConnection.open(port: port)
        var probe = probe
        probe.headers.append(("connection", "close"))
        try await connection.send(probe.text)
        return try #require(try await connection.nextAnswer())
    }

    private static let create = HTTPProbe(
        "POST", "/v1/collab/drafts", as: "ada", json: #"{"title":"T","idempotency_key":"c"}"#)

    @Test func `a store that cannot be reached is 503, and the same command succeeds later`() async throws {
        try await serve { port, log, _ in
            let draft: String = try #require(try await send(port, Self.create).value("data.draft_id"))
            let path = "/v1/collab/drafts/\(draft)"
            let append = HTTPProbe(
                "POST", path + "/segments", as: "ada", json: #"{"content":"x","idempotency_key":"k"}"#)
            let probes = [
                append, Self.create, HTTPProbe("GET", path, as: "ada"),
                HTTPProbe("GET", "/v1/collab/drafts", as: "ada"),
                HTTPProbe("GET", path + "/events?wait=25", as: "ada"), HTTPProbe("DELETE", path, as: "ada"),
                HTTPProbe("GET", "/readyz"),
            ]
            log.fail(with: .unavailable("the disk is full: /secret/path"))
            for probe in probes {
                let answer = try await send(port, probe)
                #expect(answer.status == 503, "\(probe.path)")
                #expect(try answer.errorCode == "unavailable", "\(probe.path)")
                #expect(try answer.value("detail", as: String.self) == answer.value("error.message"))
                #expect(answer.headers["retry-after"].flatMap { Int($0) } ?? 0 > 0, "\(probe.path)")
                #expect(!answer.text.contains("secret"), "\(probe.path)")
            }
            #expect(try await send(port, HTTPProbe("GET", "/healthz")).status == 200)
            log.fail(with: nil)
            let appended = try await send(port, append)
            #expect(appended.status == 200)
            #expect(appended.headers["idempotency-replayed"] == nil)
            #expect(try await send(port, HTTPProbe("GET", "/readyz")).value("status") == "ready")
        }
    }

    @Test(arguments: [
        StorageError.corrupt(draft: nil, seq: nil, "secret"), .conflict("the draft id secret is taken"),
    ])
    func `what no second try can mend is 500, and says nothing of the inside`(error: StorageError) async throws {
        try await serve { port, log, _ in
            log.fail(with: error)
            let answer = try await send(port, Self.create)
            #expect(answer.status == 500)
            #expect(try answer.errorCode == "internal_error")
            #expect(answer.headers["retry-after"] == nil)
            #expect(!answer.text.contains("secret"))
        }
    }

    @Test func `readiness tells operators what they were warned of`() async throws {
        try await serve(warnings: ["Beware."]) { port, _, _ in
            let ready = try await send(port, HTTPProbe("GET", "/readyz"))
            #expect(ready.status == 200)
            #expect(try ready.value("warnings") == ["Beware."])
        }
    }

    @Test func `a server that goes away is not ready any more`() async throws {
        try await serve { port, _, service in
            service.goAway()
            let answer = try await send(port, HTTPProbe("GET", "/readyz"))
            #expect(answer.status == 503)
            #expect(try answer.errorCode == "unavailable")
            #expect(try answer.value("error.request_id") == answer.headers["x-request-id"])
            #expect(answer.headers["retry-after"] != nil)
        }
    }

    @Test func `an export of a store that fails on the way breaks off and is no whole file`() async throws {
        try await serve { port, log, _ in
            let draft: String = try #require(try await send(port, Self.create).value("data.draft_id"))
            let path = "/v1/collab/drafts/\(draft)"
            for number in 0..<12 {
                _ = try await send(
                    port,
                    HTTPProbe(
                        "POST", path + "/segments", as: "ada", json: #"{"content":"x","idempotency_key":"\#(number)"}"#)
                )
            }
            let connection = try await RawConnection.open(port: port)
            log.failEntries(after: 1)
            try await connection.send(HTTPProbe("GET", path + "/export?format=json", as: "ada").text)
            let text = try await connection.end()
            #expect(text.hasPrefix("HTTP/1.1 200"))
            #expect(!text.hasSuffix("0\r\n\r\n"))
        }
    }
}
