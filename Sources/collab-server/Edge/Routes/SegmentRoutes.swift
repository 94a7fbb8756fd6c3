import CollabAPI
import DraftCore
import Hummingbird

/// The pieces of a manuscript.
struct SegmentRoutes: Sendable {
    let service: DraftService
    let reader: RouteReader

    func add(to router: Router<EdgeContext>) {
        router.serve(Endpoints.append, reader) { call in
            try await service.answerAsPreferred(
                call, .append(.random(), content: call.body.content), key: call.body.idempotencyKey,
                tenure: call.body.tenure)
        }
        router.serve(Endpoints.revise, reader) { call in
            try await service.answerAsPreferred(
                call, .revise(call.segmentID, content: call.body.content, revision: call.body.revision),
                key: call.body.idempotencyKey, tenure: call.body.tenure)
        }
        router.serve(Endpoints.strike, reader) { call in
            try await service.answerAsPreferred(
                call, .strike(call.segmentID), key: call.query.idempotencyKey, tenure: call.query.tenure)
        }
    }
}
