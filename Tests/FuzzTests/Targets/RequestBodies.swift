import CollabAPI
import CollabTesting
import DraftCore
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import Synchronization

@testable import collab_server

/// Requests with any query and body, to the server's own router with a database below it: no answer is a failure of the
/// server, and every refusal is the envelope of an error.
///
/// An input is a byte for the route, one for who asks, a line of query, and the body.
final class RequestBodies: FuzzTarget {
    /// So many requests go to one server, then there is a new one: drafts would grow without end.
    private static let requestsAServer = 500
    // Those that wait for news are left out: they would wait.
    private static let routes = Endpoints.allRoutes.filter {
        ![Endpoints.events.route, Endpoints.socket.route].contains($0)
    }

    private let scene: Mutex<(stage: RequestStage, requests: Int)>

    init() throws {
        scene = Mutex((try RequestStage(), 0))
    }

    func run(_ input: FuzzInput) {
        do {
            let stage = try scene.withLock { scene in
                if scene.requests == Self.requestsAServer { scene = (try RequestStage(), 0) }
                scene.requests += 1
                return scene.stage
            }
            var input = input
            let route = input.choice(of: Self.routes)
            let user = input.choice(of: ["ana", "ben", "mallory", nil])
            let query = input.line().map { (0x21...0x7E).contains($0) ? Character(Unicode.Scalar($0)) : "%" }
            let answer = try stage.answer(to: route, by: user, query: String(query), body: Array(input.rest))
            check(answer, to: route)
            // Nothing is left to be asked for.
            if route == Endpoints.deleteDraft.route { scene.withLock { $0.requests = Self.requestsAServer } }
        } catch {
            fatalError("FINDING: the router failed: \(error)")
        }
    }

    private func check(_ answer: RequestStage.Answer, to route: Route) {
        claim(answer.status < 500, "\(route.method) \(route.template) is answered \(answer.status)")
        guard answer.status >= 400 else { return }
        guard let body = try? WireCoding.decode(ErrorBody.self, from: Data(answer.body)) else {
            fatalError("FINDING: \(answer.status) without the envelope of errors")
        }
        claim(body.code != nil, "an error of no known code: \(body.error.code)")
        claim(!body.detail.unicodeScalars.contains { $0.properties.generalCategory == .control }, "a raw control")
    }
}

/// A server without a network: its router, and a draft that Ana and Ben write.
private struct RequestStage: Sendable {
    struct Answer: Sendable {
        let status: Int
        let body: [UInt8]
    }

    private let directory: TemporaryDirectory
    private let respond: @Sendable (Request, EdgeContext) async throws -> Response
    private var ids: [Route.Parameter: String]
    private let logger = Logger(label: "fuzz") { _ in SwiftLogNoOpLogHandler() }

    init() throws {
        let directory = try TemporaryDirectory()
        let logger = logger
        let server = try waiting {
            let texts = SettingTexts(options: [.database: "sqlite:" + directory.file("drafts.db")], variables: [:])
            return try await RunnableServer(try ServerConfiguration(texts), logger: logger)
        }
        self.directory = directory
        let application = server.application
        let responder = application.router(application.makeAdmissions()).buildResponder()
        respond = { try await responder.respond(to: $0, context: $1) }
        ids = [.inviteID: UUID().uuidString, .shareID: UUID().uuidString]
        let created = try answer(
            to: Endpoints.createDraft.route, by: "ana", body: Array(#"{"title":"A","initial_segment":"Once."}"#.utf8))
        let draft = try WireCoding.decode(DataBody<DraftBody>.self, from: Data(created.body)).data
        ids[.draftID] = draft.draftID.description
        ids[.segmentID] = draft.segments.first?.segmentID.description
        ids[.userID] = "ben"
        let joined = try answer(
            to: Endpoints.addCollaborator.route, by: "ana", body: Array(#"{"collaborator_id":"ben"}"#.utf8))
        claim(joined.status == 200, "Ben cannot join")
    }

    func answer(to route: Route, by user: String?, query: String = "", body: [UInt8]) throws -> Answer {
        let path = route.path(ids) + (query.isEmpty ? "" : "?" + query)
        var headers: HTTPFields = [.contentType: "application/json"]
        if let user, let name = HTTPField.Name("X-User-Id") { headers[name] = user }
        let head = HTTPRequest(
            method: route.httpMethod, scheme: "http", authority: "127.0.0.1", path: path, headerFields: headers)
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: body)))
        let (respond, logger) = (respond, logger)
        return try waiting {
            // Nobody but this machine is believed by name alone.
            let channel = NIOAsyncTestingChannel()
            try await channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1))
            let context = EdgeContext(source: .init(channel: channel, logger: logger))
            let response = try await respond(request, context)
            let collected = Collected()
            try await response.body.write(collected)
            return Answer(status: response.status.code, body: collected.bytes)
        }
    }
}

/// The body of an answer, in memory.
private final class Collected: ResponseBodyWriter, Sendable {
    private let buffer = Mutex(ByteBuffer())

    var bytes: [UInt8] { buffer.withLock { Array($0.readableBytesView) } }

    func write(_ part: ByteBuffer) {
        _ = buffer.withLock { $0.writeImmutableBuffer(part) }
    }

    func finish(_ trailingHeaders: HTTPFields?) {}
}
