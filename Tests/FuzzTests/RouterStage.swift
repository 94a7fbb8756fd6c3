import CollabAPI
import CollabTesting
import DraftStorage
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import Synchronization

@testable import collab_server

/// A server without a network: its router, over a database of its own.
struct RouterStage: Sendable {
    struct Answer: Sendable {
        let status: Int
        let body: [UInt8]
    }

    private let directory: TemporaryDirectory
    private let server: RunnableServer
    private let respond: @Sendable (Request, EdgeContext) async throws -> Response
    private let logger = Logger(label: "fuzz") { _ in SwiftLogNoOpLogHandler() }

    init() throws {
        let (directory, logger) = (try TemporaryDirectory(), logger)
        let server = try waiting {
            let texts = SettingTexts(options: [.database: "sqlite:" + directory.file("drafts.db")], variables: [:])
            return try await RunnableServer(try ServerConfiguration(texts), logger: logger)
        }
        let application = server.application
        let responder = application.router(application.makeAdmissions()).buildResponder()
        self.directory = directory
        self.server = server
        respond = { try await responder.respond(to: $0, context: $1) }
    }

    /// What a program on this machine is answered.
    func answer(to route: Route, at path: String, _ headers: HTTPFields, _ body: [UInt8]) throws -> Answer {
        let head = HTTPRequest(
            method: route.httpMethod, scheme: "http", authority: "127.0.0.1", path: path, headerFields: headers)
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: body)))
        let (respond, logger) = (respond, logger)
        return try waiting {
            let channel = NIOAsyncTestingChannel()
            try await channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1))
            let response = try await respond(request, EdgeContext(source: .init(channel: channel, logger: logger)))
            let collected = CollectedBody()
            try await response.body.write(collected)
            _ = try? await channel.finish(acceptAlreadyClosed: true)
            return Answer(status: response.status.code, body: collected.bytes)
        }
    }

    /// Verifies whatever the requests have left, and lets go of it.
    func close() throws {
        let server = server
        try waiting {
            let report = try await server.application.service.log.check()
            claim(report.findings.isEmpty, "the database is not sound: \(report.findings)")
            try await server.close()
        }
    }
}

/// The body of an answer, in memory.
private final class CollectedBody: ResponseBodyWriter, Sendable {
    private let buffer = Mutex(ByteBuffer())

    var bytes: [UInt8] { buffer.withLock { Array($0.readableBytesView) } }

    func write(_ part: ByteBuffer) {
        _ = buffer.withLock { $0.writeImmutableBuffer(part) }
    }

    func finish(_ trailingHeaders: HTTPFields?) {}
}
