import CollabTesting
import DraftStorage
import Logging
import NIOPosix
import Synchronization
import Testing

@testable import collab_server

/// The real server over a store that fails when the test says so, with whatever else a test has to hold in its hands.
struct StagedServer: Sendable {
    let port: Int
    let log: FaultyLog
    let service: DraftService
    /// What the server has logged as an error.
    let complaints: Complaints

    static func run(
        authenticator: any Authenticator = HeaderAuthenticator(identity: .loopback, hosts: nil),
        warnings: [String] = [], limits: Limits = Limits(), _ body: @Sendable (StagedServer) async throws -> Void
    ) async throws {
        let directory = try TemporaryDirectory()
        let database = directory.file("drafts.db")
        let store = try await SQLiteLog.open(path: database)
        let log = FaultyLog(store)
        let configuration = try ServerConfiguration(
            SettingTexts(options: [.database: "sqlite:" + database, .port: "0"], variables: [:]))
        let names = ServerNames()
        let feeds = Feeds(group: MultiThreadedEventLoopGroup.singleton, clock: .system, names: names)
        let service = DraftService(
            log: log, directories: store, feeds: feeds, names: names, clock: .system, limits: limits)
        let complaints = Complaints()
        let application = CollabServerApplication(
            configuration: configuration, service: service, store: store, authenticator: authenticator,
            limiter: RateLimiter(configuration, clock: .system), attendance: Attendance(over: store),
            waysIn: WaysIn(header: HeaderAuthenticator(identity: .loopback, hosts: nil)), identity: ServerIdentity(),
            warnings: warnings, connections: ConnectionCount(), certificate: nil, background: [], clock: .system,
            telemetry: Telemetry(clock: .system),
            logger: Logger(label: "test") { _ in complaints })
        let (ports, source) = AsyncStream.makeStream(of: Int.self)
        let running = Task {
            defer { source.finish() }
            try await application.run(stoppingOn: []) { address in
                source.yield(address.split(separator: ":").last.flatMap { Int($0) } ?? 0)
            }
        }
        defer { running.cancel() }
        let port = try #require(await ports.first { _ in true })
        try await body(StagedServer(port: port, log: log, service: service, complaints: complaints))
        running.cancel()
        _ = await running.result
        try await log.close()
    }

    /// Sends a request over a connection of its own.
    func send(_ probe: HTTPProbe) async throws -> HTTPAnswer {
        let connection = try await RawConnection.open(port: port)
        var probe = probe
        probe.headers.append(("connection", "close"))
        try await connection.send(probe.text)
        return try #require(try await connection.nextAnswer())
    }

    /// Begins a draft of ada's.
    /// - Returns: its path.
    func beginDraft() async throws -> String {
        let answer = try await send(HTTPProbe("POST", "/v1/collab/drafts", as: "ada", json: #"{"title":"T"}"#))
        return "/v1/collab/drafts/" + (try #require(try answer.value("data.draft_id", as: String.self)))
    }
}

extension Attendance {
    /// As a server has it over `store`.
    convenience init(over store: any Directories) {
        let names = UserNames(store, clock: .system, showsUnknownIDs: true)
        self.init(store, register: UserRegister(store, names: names, clock: .system), clock: .system)
    }
}

/// Keeps what is logged as an error.
final class Complaints: LogHandler, Sendable {
    private let lines = Mutex<[String]>([])

    var metadata: Logger.Metadata {
        get { [:] }
        set { _ = newValue }
    }

    var logLevel: Logger.Level {
        get { .error }
        set { _ = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set { _ = newValue }
    }

    /// The messages, each with what it says of the error.
    var texts: [String] { lines.withLock { $0 } }

    func log(event: LogEvent) {
        lines.withLock { $0.append("\(event.message) \(event.metadata?["error"] ?? "")") }
    }
}
