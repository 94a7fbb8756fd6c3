import CollabAPI
import DraftCore
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore

/// What routes share: how requests are read before they are understood.
struct RouteReader: Sendable {
    let limits: Limits
    let limiter: RateLimiter
    /// Throws unless the visitor may see the draft; asked before one is told what is wrong with a field.
    let checkVisible: @Sendable (DraftID, Visitor) async throws -> Void
}

extension Router<EdgeContext> {
    /// Answers users at `endpoint`, whose query and body are read in the order of checks of the wire contract.
    func serve<Query, Body, Answer>(
        _ endpoint: Endpoint<Query, Body, Answer>, _ reader: RouteReader,
        _ handler: @escaping @Sendable (Call<Query, Body>) async throws -> Response
    ) {
        serve(endpoint, reader, to: { context in .user(try context.requireCaller()) }, handler)
    }

    /// Answers users and guests at `endpoint`.
    func serveVisitors<Query, Body, Answer>(
        _ endpoint: Endpoint<Query, Body, Answer>, _ reader: RouteReader,
        _ handler: @escaping @Sendable (Call<Query, Body>) async throws -> Response
    ) {
        serve(endpoint, reader, to: { context in try context.requireVisitor() }, handler)
    }

    private func serve<Query, Body, Answer>(
        _ endpoint: Endpoint<Query, Body, Answer>, _ reader: RouteReader,
        to visitor: @escaping @Sendable (EdgeContext) throws -> Visitor,
        _ handler: @escaping @Sendable (Call<Query, Body>) async throws -> Response
    ) {
        let takesBody = endpoint.route.method == .post || endpoint.route.method == .patch
        on(endpoint.route.routerPath, method: endpoint.route.httpMethod) { request, context -> Response in
            let visitor = try visitor(context)
            try Access.check(visitor, at: endpoint.route)
            let credentials = Credentials(request, peer: context.peer)
            try reader.limiter.take(endpoint.route, for: reader.limiter.holder(of: visitor, showing: credentials))
            let bytes = takesBody ? try await request.jsonBytes(limit: reader.limits.bodyBytes) : Data()
            let query: Query
            let body: Body
            do throws(WireError) {
                body = try WireCoding.decode(Body.self, from: bytes)
                query = try Query(QueryReader(request.uri.query))
            } catch {
                if !error.precedesDraftCheck, let id = context.parameters.decoded(.draftID) {
                    guard let draftID = DraftID(id) else { throw Rejection.missing(.draft) }
                    try await reader.checkVisible(draftID, visitor)
                }
                throw error
            }
            return try await handler(
                Call(
                    query, body, by: visitor, headers: request.headers,
                    from: reader.limiter.address(of: credentials), context))
        }
    }
}

extension Request {
    /// The body, bounded, of a request that says it is JSON; empty where there is none.
    func jsonBytes(limit: Int) async throws -> Data {
        if let length = headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw Refusal.tooLarge(limit: limit)
        }
        var bytes = ByteBuffer()
        for try await part in body {
            guard bytes.readableBytes + part.readableBytes <= limit else { throw Refusal.tooLarge(limit: limit) }
            bytes.writeImmutableBuffer(part)
        }
        guard bytes.readableBytes > 0 else { return Data() }
        if let type = headers[.contentType], !type.namesJSON {
            throw Refusal(.unsupportedMediaType, "The body must be application/json.")
        }
        return Data(bytes.readableBytesView)
    }
}

extension Route {
    var httpMethod: HTTPRequest.Method {
        switch method {
        case .get: .get
        case .post: .post
        case .patch: .patch
        case .delete: .delete
        }
    }

    /// The path in the router's notation: `/drafts/:draft_id`.
    var routerPath: RouterPath {
        RouterPath(
            template.split(separator: "/").map { part in
                part.first == "{" ? ":" + part.dropFirst().dropLast() : String(part)
            }.joined(separator: "/"))
    }
}

extension WireError {
    /// Whether it is told before the draft is looked for: the JSON and the key have to be well formed whatever is asked.
    fileprivate var precedesDraftCheck: Bool {
        switch self {
        case .notJSON, .malformed("", _), .missing("idempotency_key"), .malformed("idempotency_key", _): true
        case .missing, .malformed: false
        }
    }
}

extension String {
    fileprivate var namesJSON: Bool {
        let type = split(separator: ";").first.map { $0.filter { $0 != " " }.lowercased() } ?? ""
        return type == "application/json" || (type.hasPrefix("application/") && type.hasSuffix("+json"))
    }
}

extension Response {
    /// An answer with a JSON body.
    static func json(_ body: some Encodable, headers: HTTPFields = [:]) throws(WireError) -> Response {
        var headers = headers
        headers[.contentType] = "application/json; charset=utf-8"
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try WireCoding.encode(body))))
    }
}
