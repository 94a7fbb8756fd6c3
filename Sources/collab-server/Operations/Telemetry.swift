import CollabAPI
import DraftCore
import DraftStorage
import Hummingbird

/// Where the edge tells what happens at it, for those who run the server.
struct Telemetry: Sendable {
    let audit: AuditJournal
    let metrics: ServerMetrics
    private let signIns: SignIns
    private let clock: WallClock

    init(clock: WallClock, metrics: ServerMetrics = ServerMetrics()) {
        self.metrics = metrics
        audit = AuditJournal(clock: clock)
        signIns = SignIns(clock: clock)
        self.clock = clock
    }

    /// Somebody has proved who they are.
    func proved(_ visitor: Visitor, from address: String?, requestID: RequestID) {
        guard let note = signIns.note(of: visitor, from: address, requestID: requestID) else { return }
        metrics.signIns.add([note.facts.action])
        audit.note(note)
    }

    /// Somebody was told no. That the server cannot do something is no refusal of theirs.
    func refused(_ refusal: Refusal, _ request: Request, _ context: EdgeContext) {
        metrics.refusals.add([refusal.code.rawValue])
        guard refusal.code.status < 500 else { return }
        let visitor = context.visitor
        let isLimit = refusal.code == .rateLimited || refusal.code == .limitExceeded
        let facts = AuditFacts(
            action: context.operation(of: request), origin: visitor?.origin, address: context.address)
        audit.note(
            AuditNote(
                isLimit ? .limit : .refusal, facts, outcome: refusal.code.rawValue, by: visitor?.userID,
                draft: context.parameters.decoded(.draftID).flatMap { DraftID($0) }, requestID: context.requestID,
                at: clock.now()))
    }
}

extension Telemetry {
    private static let methods: Set = ["GET", "HEAD", "POST", "PATCH", "DELETE"]

    /// A request was answered.
    func answered(_ request: Request, _ context: EdgeContext, status: Int, after time: Duration) {
        let method = request.method.rawValue
        let route = context.route ?? "none"
        metrics.requests.add([route, Self.methods.contains(method) ? method : "other", String(status)])
        metrics.requestTimes.observe(time, route)
    }
}

extension EdgeContext {
    /// The template of the route that a request found; nil where it found none.
    fileprivate var route: String? { endpointPath.flatMap { $0.hasPrefix("/") ? $0 : nil } }

    /// The route that a request found, as `GET /v1/me`, never the path that it asked for.
    fileprivate func operation(of request: Request) -> String {
        route.map { "\(request.method.rawValue) \($0)" } ?? "unknown route"
    }
}
