import DraftCore
import DraftStorage
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

/// The whole server, put together and ready to run.
struct CollabServerApplication: Sendable {
    let configuration: ServerConfiguration
    let service: DraftService
    let store: any StoreMaintenance
    let authenticator: any Authenticator
    let limiter: RateLimiter
    let attendance: Attendance
    let waysIn: WaysIn
    let identity: ServerIdentity
    /// What it has to do with other servers on its store; nil where there can be none.
    var sharing: StoreSharing?
    /// What `/readyz` tells operators.
    let warnings: [String]
    let connections: ConnectionCount
    let certificate: ServerCertificate?
    /// What goes on beside the requests, to the end.
    let background: [any Service]
    let clock: WallClock
    let telemetry: Telemetry
    let logger: Logger

    /// Runs until it is told to stop, by a signal or by cancelling the task.
    /// - Parameter onListening: called once, with the address that clients can use.
    func run(
        stoppingOn signals: [UnixSignal], onListening: @escaping @Sendable (String) async -> Void
    ) async throws {
        let departure = Departure(
            service: service, connections: connections, patience: .seconds(configuration.limits.stopSeconds - 2))
        // Services stop from the last to the first: waits end, then the doors close, then the last words go out.
        var services = background.map { ServiceGroupConfiguration.ServiceConfiguration(service: $0) }
        services += [
            .init(service: departure.waitingForConnections),
            .init(service: application(onListening: onListening)),
            .init(service: departure.endingWaits),
            .init(service: AttendanceWatch(attendance: attendance)),
        ]
        if let sharing {
            services += [
                .init(service: FeedWatch(service: service, store: sharing.store)),
                .init(service: PresenceTeller(feeds: service.feeds, sharing: sharing, clock: clock)),
            ]
        }
        if let certificate {
            services.append(.init(service: CertificateWatch(certificate: certificate, logger: logger)))
        }
        if let idleExit = configuration.idleExit {
            services.append(
                .init(
                    service: IdleExit(connections: connections, patience: idleExit),
                    successTerminationBehavior: .gracefullyShutdownGroup))
        }
        var quiet = logger
        quiet.logLevel = .critical
        var group = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: signals, logger: quiet)
        group.maximumGracefulShutdownDuration = .seconds(max(1, configuration.limits.stopSeconds - 1))
        do {
            try await ServiceGroup(configuration: group).run()
        } catch is CancellationError {
            logger.warning("The time to stop was over, so connections that were left have been cut.")
        }
    }

    /// A gate of the live channel; it counts the sockets that it let in, so that a server has one.
    func makeAdmissions() -> SocketAdmissions {
        SocketAdmissions(
            service: service, authenticator: authenticator, attendance: attendance,
            sockets: SocketCount(limits: configuration.limits, limitsUsers: configuration.limitsUsers),
            limiter: limiter, origins: configuration.origins, clock: clock, telemetry: telemetry)
    }

    /// Every route, and what stands before them all.
    func router(_ admissions: SocketAdmissions) -> Router<EdgeContext> {
        let readiness = Readiness(service.log)
        let report = MetricsReport(
            metrics: telemetry.metrics, audit: telemetry.audit, sockets: admissions.sockets, connections: connections,
            feeds: service.feeds, store: store, readiness: readiness,
            startedAt: Double(clock.now().milliseconds) / 1000)
        return EdgeRouter.router(
            service: service, admissions: admissions,
            health: HealthRoutes(
                service: service, identity: identity, store: configuration.database.kind, warnings: warnings,
                readiness: readiness),
            metrics: MetricsRoute(report: report, readers: configuration.metricsReaders, limiter: limiter),
            waysIn: waysIn, limits: configuration.limits,
            browserRules: BrowserRules(origins: configuration.origins, isEncrypted: certificate != nil),
            logger: logger)
    }

    private func application(
        onListening: @escaping @Sendable (String) async -> Void
    ) -> some Service {
        let admissions = makeAdmissions()
        let (limits, clock, connections, certificate) = (configuration.limits, clock, connections, certificate)
        let room = ConnectionRoom(limits: limits, isBehindProxy: configuration.proxies != nil)
        // Hummingbird tells where it listens too; the one line on standard output is enough.
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        return Application(
            router: router(admissions),
            server: HTTPServerBuilder { responder in
                EdgeChannel(
                    responder: responder, gate: admissions.admit, refusals: admissions.refusals, limits: limits,
                    clock: clock, connections: connections, room: room, certificate: certificate)
            },
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port), serverName: nil, backlog: 1024,
                availableConnectionsDelegate: .maximum(limits.connections, logger: quiet)),
            onServerRunning: { [configuration] channel in
                await onListening(configuration.url(listeningOn: channel.localAddress))
            },
            logger: quiet)
    }
}

extension ServerConfiguration {
    /// Where clients find the server, once the system has chosen the port.
    fileprivate func url(listeningOn address: SocketAddress?) -> String {
        (tls == nil ? "http://" : "https://") + (host.contains(":") ? "[\(host)]" : host) + ":\(address?.port ?? port)"
    }
}
