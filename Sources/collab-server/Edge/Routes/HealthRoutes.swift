import CollabAPI
import DraftStorage
import HTTPTypes
import Hummingbird
import Logging

/// What operators and starting clients ask; open to everybody.
struct HealthRoutes: Sendable {
    let service: DraftService
    let identity: ServerIdentity
    /// The kind of store.
    let store: String
    /// What operators should know.
    let warnings: [String]
    let readiness: Readiness

    func add(to router: Router<EdgeContext>) {
        router.on(Endpoints.health.route.routerPath, method: .get) { _, _ -> Response in
            try .json(
                HealthBody(
                    program: ServerIdentity.program, version: ServerIdentity.version, instanceID: identity.instanceID))
        }
        router.on(Endpoints.ready.route.routerPath, method: .get) { _, context -> Response in
            guard !service.isGoingAway else { throw Refusal.shuttingDown }
            if let error = await readiness.problem() {
                context.logger.error("The store is not ready.", metadata: ["error": "\(error)"])
                throw Refusal.unavailable("The store cannot be reached at the moment.")
            }
            return try .json(ReadyBody(status: "ready", store: store, warnings: warnings))
        }
    }
}
