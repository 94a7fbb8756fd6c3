import CollabAPI
import HTTPTypes
import Hummingbird

/// What happens in a draft, as it happens.
struct EventRoutes: Sendable {
    let service: DraftService
    let gateRefusals: GateRefusals
    let reader: RouteReader

    func add(to router: Router<EdgeContext>) {
        router.serve(Endpoints.events, reader) { call in
            try .json(try await service.events(of: try call.draftID(), call.query, for: call.caller))
        }
        // Whoever arrives here was turned away at the gate of the live channel, or never asked for an upgrade.
        router.serve(Endpoints.socket, reader) { call in
            if let refusal = gateRefusals.take(for: call.connection) { throw refusal }
            try await reader.checkVisible(try call.draftID(), call.caller)
            throw Self.upgradeRequired
        }
    }

    private static let upgradeRequired = Refusal(
        .upgradeRequired, "This path speaks WebSocket, version 13, from the first request of a connection on.",
        headers: [.upgrade: "websocket", .secWebSocketVersion: "13"])
}
