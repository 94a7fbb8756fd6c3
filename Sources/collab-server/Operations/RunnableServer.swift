import DraftStorage
import Logging
import NIOPosix
import ServiceLifecycle
import UnixSignals

/// A server with its store open: what `serve` and the tests run.
struct RunnableServer: Sendable {
    private let store: any DraftStore
    let application: CollabServerApplication
    /// Keeps other servers away from a database that is a file.
    private let lock: DatabaseLock?

    /// - Parameter warnings: what `/readyz` tells operators.
    init(
        _ configuration: ServerConfiguration, warnings: [String] = [], clock: WallClock = .system, logger: Logger
    ) async throws {
        let metrics = ServerMetrics()
        let certificate = try Self.certificate(configuration)
        let warnings = warnings + Self.warnings(of: certificate, logger)
        lock = try Self.lock(configuration.database)
        let store = try await StoreOpening.open(configuration.database, clock: clock, observer: metrics.storeObserver)
        self.store = store
        let header = HeaderAuthenticator(
            identity: configuration.headerIdentity, hosts: configuration.namesOnLoopback)
        let own = try OwnKeys(
            serverID: try await store.serverID, file: SigningKeyFile(path: configuration.issuers.signingKeyFile))
        let verifier = RememberingVerifier(
            await IssuerTokenVerifier(configuration.issuers, ownKeys: own, clock: clock, logger: logger), clock: clock)
        let names = UserNames(store, clock: clock, showsUnknownIDs: configuration.headerIdentity != .off)
        let register = UserRegister(store, names: names, clock: clock)
        let bridge = BridgeAuthenticator(
            header: header, verifier: verifier, directories: store, register: register, clock: clock, logger: logger)
        let limiter = RateLimiter(configuration, clock: clock)
        let sharing = (store as? any SharedStore).map { StoreSharing(store: $0, presenceNews: PresenceNews()) }
        let feeds = Feeds(
            group: MultiThreadedEventLoopGroup.singleton, clock: clock, names: names,
            presenceNews: sharing?.presenceNews, lag: metrics.feedLag)
        let telemetry = Telemetry(clock: clock, metrics: metrics)
        application = CollabServerApplication(
            configuration: configuration,
            service: DraftService(
                log: store, directories: store, feeds: feeds, names: names, clock: clock,
                limits: configuration.limits, metrics: metrics),
            store: store,
            authenticator: LimitedAuthenticator(inner: bridge, limiter: limiter),
            limiter: limiter,
            attendance: Attendance(store, register: register, clock: clock),
            waysIn: WaysIn(header: header, issuers: configuration.issuers, own: own), identity: ServerIdentity(),
            sharing: sharing, warnings: warnings, connections: ConnectionCount(),
            certificate: certificate,
            background: Self.background(store, configuration, telemetry, clock: clock, logger: logger), clock: clock,
            telemetry: telemetry, logger: logger)
    }

    private static func warnings(of certificate: ServerCertificate?, _ logger: Logger) -> [String] {
        guard certificate?.hasExpired == true else { return [] }
        let warning = "The server's certificate has expired: no client takes it."
        logger.warning("\(warning)")
        return [warning]
    }

    private static func lock(_ database: DatabaseURL) throws -> DatabaseLock? {
        switch database {
        case .sqlite(let path): try DatabaseLock(forDatabaseAt: path)
        case .postgres: nil
        }
    }

    /// The certificate that the configuration names; nil where it names none.
    static func certificate(_ configuration: ServerConfiguration) throws(CommandFailure) -> ServerCertificate? {
        do throws(CertificateProblem) {
            return try configuration.tls.map { files throws(CertificateProblem) in try ServerCertificate(files) }
        } catch {
            throw CommandFailure("\(error)")
        }
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

    /// Closes what was opened at its making; for whoever does not run it.
    func close() async throws(StorageError) {
        defer { lock?.release() }
        try await store.close()
    }
}
