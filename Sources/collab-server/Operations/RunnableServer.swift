import DraftStorage
import Logging
import NIOPosix
import ServiceLifecycle
import UnixSignals

/// A server with its store open: what `serve` and the tests run.
struct RunnableServer: Sendable {
    private let store: any DraftStore
    let application: CollabServerApplication
    private let lock: DatabaseLock

    /// - Parameter warnings: what `/readyz` tells operators.
    init(
        _ configuration: ServerConfiguration, warnings: [String] = [], clock: WallClock = .system, logger: Logger
    ) async throws {
        let metrics = ServerMetrics()
        switch configuration.database {
        case .sqlite(let path):
            lock = try DatabaseLock(forDatabaseAt: path)
            store = try await StoreOpening.open(configuration.database, clock: clock, observer: metrics.storeObserver)
        }
        let header = HeaderAuthenticator(
            identity: configuration.headerIdentity, hosts: configuration.namesOnLoopback)
        let own = try OwnKeys(
            serverID: try await store.serverID, file: SigningKeyFile(path: configuration.issuers.signingKeyFile))
        let verifier = RememberingVerifier(
            await IssuerTokenVerifier(configuration.issuers, ownKeys: own, clock: clock, logger: logger), clock: clock)
        let names = UserNames(store, clock: clock, showsUnknownIDs: configuration.headerIdentity != .off)
        let register = UserRegister(store, names: names, clock: clock)
        let feeds = Feeds(
            group: MultiThreadedEventLoopGroup.singleton, clock: clock, names: names,
            lag: metrics.feedLag)
        let telemetry = Telemetry(clock: clock, metrics: metrics)
        application = CollabServerApplication(
            configuration: configuration,
            service: DraftService(
                log: store, directories: store, feeds: feeds, names: names, clock: clock,
                limits: configuration.limits, metrics: metrics),
            store: store,
            authenticator: BridgeAuthenticator(
                header: header, verifier: verifier, directories: store, register: register, clock: clock,
                logger: logger),
            attendance: Attendance(store, register: register, clock: clock),
            waysIn: WaysIn(header: header, issuers: configuration.issuers, own: own), identity: ServerIdentity(),
            warnings: warnings, connections: ConnectionCount(),
            background: Self.background(store, configuration, telemetry, clock: clock, logger: logger), clock: clock,
            telemetry: telemetry, logger: logger)
    }

    private static func background(
        _ store: any DraftStore, _ configuration: ServerConfiguration, _ telemetry: Telemetry, clock: WallClock,
        logger: Logger
    ) -> [any Service] {
        var services: [any Service] = [AuditWriter(journal: telemetry.audit, trail: store, logger: logger)]
        if let days = configuration.auditDays {
            services.append(AuditRetention(trail: store, days: days, clock: clock, logger: logger))
        }
        return services
    }

    /// Runs until it is told to stop, then lets the store finish what it has accepted.
    func run(
        stoppingOn signals: [UnixSignal], onListening: @escaping @Sendable (String) async -> Void
    ) async throws {
        do {
            try await application.run(stoppingOn: signals, onListening: onListening)
        } catch {
            try await close()
            throw error
        }
        try await close()
    }

    private func close() async throws(StorageError) {
        defer { lock.release() }
        try await store.close()
    }
}
