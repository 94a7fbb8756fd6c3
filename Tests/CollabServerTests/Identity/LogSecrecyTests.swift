import CollabTesting
import DraftCore
import DraftStorage
import Logging
import Synchronization
import Testing

@testable import collab_server

/// What is logged at the level that tells most.
@Suite struct LogSecrecyTests {
    /// Keeps every line whole.
    private final class Transcript: LogHandler {
        private let lines = Mutex<[String]>([])

        var metadata: Logger.Metadata {
            get { [:] }
            set { _ = newValue }
        }

        var logLevel: Logger.Level {
            get { .trace }
            set { _ = newValue }
        }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { nil }
            set { _ = newValue }
        }

        var text: String { lines.withLock { $0.joined(separator: "\n") } }

        func log(event: LogEvent) {
            lines.withLock {
                $0.append("\(event.message) \(event.metadata ?? [:]) \(event.error.map { "\($0)" } ?? "")")
            }
        }
    }

    @Test func `a whole session leaves no secret in the log and in the audit`() async throws {
        let transcript = Transcript()
        let logger = Logger(label: "test") { _ in transcript }
        let directory = try TemporaryDirectory()
        let database = directory.file("drafts.db")
        try await TestIssuer.run { issuer in
            let named = issuer.variables.map { ("COLLAB_" + $0.key, $0.value) }
            let configuration = try ServerConfiguration(
                SettingTexts(
                    options: [.database: "sqlite:" + database, .port: "0"],
                    variables: Dictionary(uniqueKeysWithValues: named)))
            let server = try await RunnableServer(configuration, logger: logger)
            let (ports, source) = AsyncStream.makeStream(of: Int.self)
            let running = Task {
                defer { source.finish() }
                try await server.run(stoppingOn: []) { address in
                    source.yield(address.split(separator: ":").last.flatMap { Int($0) } ?? 0)
                }
            }
            defer { running.cancel() }
            let port = try #require(await ports.first { _ in true })
            let secrets = try await session(at: port, database, issuer)
            let audit = try await audit(of: database)
            running.cancel()
            _ = await running.result
            #expect(transcript.text.contains("A request was answered."))
            #expect(audit.contains("signIn") && audit.contains("unauthorized"))
            for secret in secrets {
                #expect(!transcript.text.contains(secret), "\(secret)")
                #expect(!audit.contains(secret), "\(secret)")
            }
        }
    }

    /// Uses every kind of credential, well and badly.
    /// - Returns: what must not be told to anybody.
    private func session(at port: Int, _ database: String, _ issuer: TestIssuer) async throws -> [String] {
        let (token, expired) = (
            issuer.token(for: "ana"), issuer.token(for: "ana") { $0.expiresAt = issuer.now.after(seconds: -60) }
        )
        func send(_ method: String, _ path: String, _ bearer: String?, json: String? = nil) async throws -> HTTPAnswer {
            let headers = bearer.map { [("authorization", "Bearer " + $0)] } ?? []
            let connection = try await RawConnection.open(port: port)
            try await connection.send(
                HTTPProbe(method, path, json: json, headers: headers + [("connection", "close")]).text)
            return try #require(try await connection.nextAnswer())
        }
        let created = try await send("POST", "/v1/collab/drafts", token, json: #"{"title":"T"}"#)
        let draft: String = try #require(try created.value("data.draft_id"))
        _ = try await send("GET", "/v1/me", expired)
        _ = try await send("GET", "/v1/me", token + "x")
        let made = try await send("POST", "/v1/ws/tickets", token)
        let ticket: String = try #require(try made.value("data.ticket"))
        let share = try await share(of: draft, in: database)
        #expect(try await send("GET", "/v1/collab/drafts/\(draft)?share=\(share)", nil).status == 200)
        #expect(try await send("GET", "/v1/collab/drafts/\(draft)?share=wrong-\(share)", nil).status == 401)
        for _ in 0..<2 {
            let connection = try await RawConnection.open(port: port)
            try await connection.send(
                HTTPProbe(
                    "GET", "/v1/ws/drafts/\(draft)?ticket=\(ticket)",
                    headers: [
                        ("connection", "Upgrade"), ("upgrade", "websocket"), ("sec-websocket-version", "13"),
                        ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
                    ]
                ).text)
            #expect([101, 401].contains(try await connection.nextAnswer()?.status))
            await connection.close()
        }
        // A signature is a part of its token that nobody else has.
        return [ticket, share]
            + [token, expired].flatMap { $0.split(separator: ".").map(String.init) }.filter {
                !issuer.token(for: "ana").hasPrefix($0)
            }
    }

    /// Everything that the audit holds. It is written little by little.
    private func audit(of database: String) async throws -> String {
        let store = try await SQLiteLog.open(path: database)
        var text = ""
        try await eventually(within: .seconds(20)) {
            text = "\(try await store.trail(AuditFilter(limit: 999)))"
            return text.contains("unauthorized")
        }
        try await store.close()
        return text
    }

    private func share(of draft: String, in database: String) async throws -> String {
        let store = try await SQLiteLog.open(path: database)
        let token = ShareID.random().description
        let now = WallClock.system.now()
        let share = Share(
            id: .random(), draftID: try #require(DraftID(draft)), createdBy: ana, createdAt: now,
            expiresAt: now.after(seconds: 60))
        #expect(try await store.add(share, tokenHash: SecretHash(of: token)))
        try await store.close()
        return token
    }
}
