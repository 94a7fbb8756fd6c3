import CollabAPI
import Hummingbird

/// Tokens with which a draft can be read.
struct ShareRoutes: Sendable {
    let service: DraftService
    let attendance: Attendance
    let reader: RouteReader

    func add(to router: Router<EdgeContext>) {
        router.serve(Endpoints.makeShare, reader) { call in
            let share = try await service.makeShare(of: try call.draftID(), call.body, by: try call.asker)
            return try .json(DataBody(share))
        }
        router.serve(Endpoints.listShares, reader) { call in
            try .json(DataBody(try await service.shares(of: try call.draftID(), for: call.caller)))
        }
        router.serve(Endpoints.revokeShare, reader) { call in
            let share = try await service.revokeShare(call.shareID, of: try call.draftID(), by: try call.asker)
            // Its guests are gone before the creator hears of it, not at the next look.
            attendance.end(share)
            return Response(status: .noContent)
        }
    }
}
