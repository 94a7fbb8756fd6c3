import CollabAPI
import CollabTesting
import DraftStorage
import Hummingbird
import Logging
import NIOPosix
import Testing

@testable import collab_server

@Suite struct RouteTests {
    /// The routes as the router itself tells them.
    private func routes() async throws -> [(method: String, path: String)] {
        let directory = try TemporaryDirectory()
        let log = try await SQLiteLog.open(path: directory.file("drafts.db"))
        let names = ServerNames()
        let service = DraftService(
            log: log, directories: log,
            feeds: Feeds(group: MultiThreadedEventLoopGroup.singleton, clock: .system, names: names),
            names: names, clock: .system, limits: Limits())
        let header = HeaderAuthenticator(identity: .loopback, hosts: nil)
        let telemetry = Telemetry(clock: .system)
        let readiness = Readiness(log)
        let admissions = SocketAdmissions(
            service: service, authenticator: header, attendance: Attendance(over: log),
            sockets: SocketCount(limits: Limits(), limitsUsers: false),
            limiter: RateLimiter(
                try ServerConfiguration(SettingTexts(options: [.database: "sqlite:a.db"], variables: [:])),
                clock: .system),
            origins: AllowedOrigins(), clock: .system, telemetry: telemetry)
        let report = MetricsReport(
            metrics: telemetry.metrics, audit: telemetry.audit, sockets: admissions.sockets,
            connections: ConnectionCount(), feeds: service.feeds, store: log, readiness: readiness, startedAt: 0)
        let router = EdgeRouter.router(
            service: service, admissions: admissions,
            health: HealthRoutes(
                service: service, identity: ServerIdentity(), store: "sqlite", warnings: [], readiness: readiness),
            metrics: MetricsRoute(report: report, readers: MetricsReaders(), limiter: admissions.limiter),
            waysIn: WaysIn(header: header),
            limits: Limits(), browserRules: BrowserRules(origins: AllowedOrigins(), isEncrypted: false),
            logger: Logger(label: "test"))
        let routes = router.routes.map { (method: $0.method.rawValue, path: $0.path.description) }
        try await log.close()
        return routes
    }

    @Test func `the router has the routes of the wire, no more and no fewer`() async throws {
        let served = Set(try await routes().map { "\($0.method) \($0.path)" })
        let promised = Endpoints.allRoutes.map { "\($0.method.rawValue) \($0.template)" }
        #expect(served == Set(promised))
    }

    @Test func `no route under v1 answers without a credential`() async throws {
        let closed = try await routes().filter { $0.path.hasPrefix("/v1") }
        #expect(closed.count >= 18)
        let inventions = [
            ("GET", "/v1"), ("POST", "/v1/nothing"), ("PUT", "/v1/collab/drafts"), ("GET", "//v1/collab/drafts"),
        ]
        try await InProcessServer.run { server in
            for (method, path) in closed + inventions.map({ (method: $0.0, path: $0.1) }) {
                let answer = try await server.send(method, path.replacing("{", with: "").replacing("}", with: ""))
                #expect(answer.status == 401, "\(method) \(path)")
                #expect(answer.headers["www-authenticate"] == "Bearer", "\(method) \(path)")
                #expect(try answer.errorCode == "unauthorized", "\(method) \(path)")
                #expect(answer.headers["x-request-id"] != nil, "\(method) \(path)")
            }
        }
    }

    @Test func `health and readiness are open and name the process`() async throws {
        try await InProcessServer.run { server in
            let health = try await server.send("GET", "/healthz")
            #expect(health.status == 200)
            #expect(try health.value("program") == "collab-server")
            #expect(try health.value("instance_id", as: String.self)?.count == 36)
            #expect(try await server.send("GET", "/readyz").value("status") == "ready")
        }
    }

    @Test(
        arguments: [
            ([("authorization", "Bearer abc")], "a bearer decides alone"),
            ([("authorization", "Basic abc")], "another scheme"),
            ([("x-forwarded-for", "1.2.3.4")], "a proxy"),
            ([("forwarded", "for=1.2.3.4")], "a proxy"),
            ([("via", "1.1 proxy")], "a proxy"),
            ([("x-user-id", "ben")], "two names"),
        ] as [([(String, String)], String)])
    func `a name in a header is not believed beside`(headers: [(String, String)], what: String) async throws {
        try await InProcessServer.run { server in
            let answer = try await server.send("GET", "/v1/collab/drafts", as: "ada", headers: headers)
            #expect(answer.status == 401, "\(what)")
        }
    }

    @Test func `a share token is not accepted yet and never fallen past`() async throws {
        try await InProcessServer.run { server in
            let answer = try await server.send("GET", "/v1/collab/drafts?share=abc", as: "ada")
            #expect(answer.status == 401)
        }
    }
}
