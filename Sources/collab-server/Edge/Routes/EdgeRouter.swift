import CollabAPI
import Hummingbird
import Logging

/// The router with every route of the wire contract that this version has.
enum EdgeRouter {
    static func router(
        service: DraftService, admissions: SocketAdmissions, health: HealthRoutes, metrics: MetricsRoute,
        waysIn: WaysIn, limits: Limits, logger: Logger
    ) -> Router<EdgeContext> {
        let router = Router(context: EdgeContext.self, options: [.autoGenerateHeadEndpoints])
        router.add(middleware: RequestIDMiddleware(logger: logger))
        router.add(middleware: AccessLogMiddleware(telemetry: admissions.telemetry))
        router.add(middleware: NoStoreMiddleware())
        router.add(
            middleware: RefusalMiddleware(routes: RouteTable(Endpoints.allRoutes), telemetry: admissions.telemetry))
        router.add(middleware: AuthenticationMiddleware(admissions))
        let reader = RouteReader(limits: limits) { draftID, visitor in
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
