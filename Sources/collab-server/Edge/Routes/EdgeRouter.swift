import CollabAPI
import Hummingbird
import Logging

/// What browsers are told, and which of their pages are let in.
struct BrowserRules: Sendable {
    let origins: AllowedOrigins
    /// Whether the server itself speaks TLS.
    let isEncrypted: Bool
}

/// The router with every route of the wire contract that this version has.
enum EdgeRouter {
    static func router(
        service: DraftService, admissions: SocketAdmissions, health: HealthRoutes, metrics: MetricsRoute,
        waysIn: WaysIn, limits: Limits, browserRules: BrowserRules, logger: Logger
    ) -> Router<EdgeContext> {
        let telemetry = admissions.telemetry
        let router = Router(context: EdgeContext.self, options: [.autoGenerateHeadEndpoints])
        router.add(middleware: RequestIDMiddleware(logger: logger, limiter: admissions.limiter))
        router.add(middleware: AccessLogMiddleware(telemetry: telemetry))
        router.add(middleware: SecurityHeadersMiddleware(isEncrypted: browserRules.isEncrypted))
        router.add(middleware: NoStoreMiddleware())
        router.add(middleware: CrossOriginMiddleware(origins: browserRules.origins))
        router.add(
            middleware: RefusalMiddleware(
                routes: RouteTable(Endpoints.allRoutes), limits: limits, telemetry: telemetry))
        router.add(middleware: OriginMiddleware(origins: browserRules.origins))
        router.add(middleware: AuthenticationMiddleware(admissions))
        let reader = RouteReader(limits: limits, limiter: admissions.limiter) { draftID, visitor in
            _ = try await service.draft(draftID, for: visitor)
        }
        health.add(to: router)
        metrics.add(to: router)
        IdentityRoutes(service: service, waysIn: waysIn, reader: reader).add(to: router)
        DraftRoutes(service: service, reader: reader).add(to: router)
        SegmentRoutes(service: service, reader: reader).add(to: router)
        RingRoutes(service: service, reader: reader).add(to: router)
        MemberRoutes(service: service, reader: reader).add(to: router)
        InviteRoutes(service: service, reader: reader).add(to: router)
        ShareRoutes(service: service, attendance: admissions.attendance, reader: reader).add(to: router)
        EventRoutes(service: service, attendance: admissions.attendance, reader: reader).add(to: router)
        return router
    }
}
