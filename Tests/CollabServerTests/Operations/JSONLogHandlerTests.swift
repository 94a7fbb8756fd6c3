import CollabTesting
import DraftCore
import Foundation
import Logging
import Synchronization
import Testing

@testable import collab_server

@Suite struct JSONLogHandlerTests {
    private final class Lines: Sendable {
        private let texts = Mutex<[String]>([])
        var all: [String] { texts.withLock(\.self) }
        func add(_ text: String) { texts.withLock { $0.append(text) } }
    }

    private let lines = Lines()

    private var logger: Logger {
        Logger(label: "test") { [lines] label in
            JSONLogHandler(label: label, now: { Timestamp(milliseconds: 0) }, write: { lines.add($0) })
        }
    }

    private func fields(_ line: String) throws -> [String: String] {
        try JSONDecoder().decode([String: String].self, from: Data(line.utf8))
    }

    @Test func `an event is one line with all that is known of it`() throws {
        var logger = logger
        logger[metadataKey: "request_id"] = "r-1"
        logger.warning("It is \"odd\".", metadata: ["path": "/a/b", "error": "two\nlines"])
        #expect(lines.all.count == 1)
        let line = try #require(lines.all.first)
        #expect(line.hasSuffix("}\n") && line.filter { $0 == "\n" }.count == 1)
        #expect(
            try fields(line) == [
                "ts": "1970-01-01T00:00:00.000Z", "level": "warning", "logger": "test", "message": "It is \"odd\".",
                "request_id": "r-1", "path": "/a/b", "error": "two\nlines",
            ])
    }

    @Test func `what is below the level is not written, and metadata takes no other field's place`() throws {
        logger.debug("quiet")
        #expect(lines.all == [])
        logger.error("loud", metadata: ["level": "debug", "message": "x"])
        let fields = try fields(try #require(lines.all.first))
        #expect(fields["level"] == "error" && fields["message"] == "loud")
    }

    @Test func `a server that is told to writes JSON`() async throws {
        let directory = try TemporaryDirectory()
        let server = try ServerProcess(
            ["serve", "--port", "0", "--database", "sqlite:" + directory.file("drafts.db"), "--log-level", "debug"],
            environment: ["COLLAB_LOG_FORMAT": "json", "COLLAB_LIMIT_CONNECTIONS": "100"], in: directory)
        let port = try await server.port()
        let connection = try await RawConnection.open(port: port)
        try await connection.send(HTTPProbe("GET", "/v1/me?share=secret", headers: [("x-request-id", "r-5")]).text)
        #expect(try await connection.nextAnswer()?.status == 401)
        try await eventually(within: .seconds(20)) { server.complained.contains("r-5") }
        let line = try #require(server.complained.split(separator: "\n").first { $0.contains("r-5") })
        let fields = try fields(String(line))
        #expect(fields["request_id"] == "r-5" && fields["status"] == "401" && fields["path"] == "/v1/me")
        #expect(!server.complained.contains("secret"))
        server.signal(SIGTERM)
        #expect(try await server.exitCode() == 0)
    }
}
