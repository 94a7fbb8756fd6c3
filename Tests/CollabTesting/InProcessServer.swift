import Logging
import ServiceLifecycle
import Synchronization

@testable import collab_server

/// The real server in this process: a free port, a SQLite file of its own, stopped as a signal would stop it.
public final class InProcessServer: Sendable {
    /// Where clients find it, such as `http://127.0.0.1:40123`.
    public let url: String
    /// The port on 127.0.0.1.
    public let port: Int
    /// The database file; it outlives the server.
    public let database: String

    /// How many live connections and waiting polls there are.
    public var staying: Int { server.application.attendance.count }
    /// How many connections there are.
    public var connections: Int { server.application.connections.count }

    private let directory: TemporaryDirectory
    private let setting: StartSetting
    private let server: RunnableServer
    private let group: ServiceGroup
    private let running: Task<Void, any Error>

    /// What a server is told at its start, and again when it is started anew.
    private struct StartSetting: Sendable {
        var database = ""
        var limits: [String: Int] = [:]
        let variables: [String: String]
        let clock: TestClock?

        var texts: SettingTexts {
            let named =
                limits.map { ("COLLAB_LIMIT_" + $0.key, String($0.value)) }
                + variables.map { ($0.key.hasPrefix("CLERK_") ? $0.key : "COLLAB_" + $0.key, $0.value) }
            return SettingTexts(
                options: [.database: "sqlite:" + database, .port: "0"],
                variables: Dictionary(uniqueKeysWithValues: named))
        }
    }

    /// Starts a server with a new database.
    /// - Parameters:
    ///   - variables: settings by the names of their variables, such as `RATE_LIMITS`.
    ///   - clock: the wall clock; the system's where this is nil.
    ///   - configure: sets limits by the names of their variables, such as `PING_SECONDS`.
    public static func start(
        variables: [String: String] = [:], clock: TestClock? = nil,
        configure: @escaping @Sendable (inout [String: Int]) -> Void = { _ in }
    ) async throws -> InProcessServer {
        var setting = StartSetting(variables: variables, clock: clock)
        configure(&setting.limits)
        return try await start(in: try TemporaryDirectory(), setting)
    }

    /// Runs `body` with a server and stops it afterwards, however `body` ends.
    public static func run<Result: Sendable>(
        variables: [String: String] = [:], clock: TestClock? = nil,
        configure: @escaping @Sendable (inout [String: Int]) -> Void = { _ in },
        _ body: @Sendable (InProcessServer) async throws -> Result
    ) async throws -> Result {
        let server = try await start(variables: variables, clock: clock, configure: configure)
        do {
            let result = try await body(server)
            try await server.stop()
            return result
        } catch {
            try await server.stop()
            throw error
        }
    }

    private static func start(
        in directory: TemporaryDirectory, _ setting: StartSetting
    ) async throws -> InProcessServer {
        let database = directory.file("drafts.db")
        var setting = setting
        setting.database = database
        let configuration = try ServerConfiguration(setting.texts)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let server = try await RunnableServer(
            configuration, clock: setting.clock.map { clock in WallClock { clock.now } } ?? .system, logger: logger)
        let (addresses, addressSource) = AsyncStream.makeStream(of: String.self)
        let group = ServiceGroup(services: [ServedServer(server: server, addresses: addressSource)], logger: logger)
        let running = Task {
            defer { addressSource.finish() }
            try await group.run()
        }
        guard let url = await addresses.first(where: { _ in true }),
            let port = url.split(separator: ":").last.flatMap({ Int($0) })
        else {
            try await running.value
            throw ServerDidNotStart()
        }
        return InProcessServer(url, port, directory, setting, server, group, running)
    }

    private init(
        _ url: String, _ port: Int, _ directory: TemporaryDirectory, _ setting: StartSetting, _ server: RunnableServer,
        _ group: ServiceGroup, _ running: Task<Void, any Error>
    ) {
        self.url = url
        self.port = port
        database = setting.database
        self.directory = directory
        self.setting = setting
        self.server = server
        self.group = group
        self.running = running
    }

    /// Stops it gracefully and waits until it is gone.
    public func stop() async throws {
        await group.triggerGracefulShutdown()
        try await running.value
    }

    /// Begins to stop it, without waiting.
    public func beginStopping() async {
        await group.triggerGracefulShutdown()
    }

    /// Stops it and starts another one on the same database, at another port.
    public func restart() async throws -> InProcessServer {
        try await stop()
        return try await Self.start(in: directory, setting)
    }
}

/// The server ended before it listened.
public struct ServerDidNotStart: Error {}

private struct ServedServer: Service {
    let server: RunnableServer
    let addresses: AsyncStream<String>.Continuation

    func run() async throws {
        try await server.run(stoppingOn: []) { address in
            addresses.yield(address)
        }
    }
}
