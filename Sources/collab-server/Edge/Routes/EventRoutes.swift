import CollabAPI
import HTTPTypes
import Hummingbird

/// What happens in a draft, as it happens.
struct EventRoutes: Sendable {
    let service: DraftService
    let attendance: Attendance
    let reader: RouteReader

    func add(to router: Router<EdgeContext>) {
        router.serveVisitors(Endpoints.events, reader) { call in
            let draftID = try call.draftID()
            guard call.query.wait ?? 0 > 0 else {
                return try .json(try await service.events(of: draftID, call.query, for: call.visitor))
            }
            return try .json(
                try await attendance.during(call.visitor) {
                    try await service.events(of: draftID, call.query, for: call.visitor)
                })
        }
        // Whoever arrives here never asked the gate of the live channel for an upgrade.
        router.serveVisitors(Endpoints.socket, reader) { call in
            try await reader.checkVisible(try call.draftID(), call.visitor)
            throw Self.upgradeRequired
        }
    }

    private static let upgradeRequired = Refusal(
        .upgradeRequired, "This path speaks WebSocket, version 13, from the first request of a connection on.",
        headers: [.upgrade: "websocket", .secWebSocketVersion: "13"])
}
