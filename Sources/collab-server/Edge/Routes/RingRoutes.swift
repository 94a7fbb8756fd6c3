import CollabAPI
import DraftCore
import DraftStorage
import Hummingbird

/// The ring and its ways from hand to hand.
struct RingRoutes: Sendable {
    let service: DraftService
    let reader: RouteReader

    func add(to router: Router<EdgeContext>) {
        router.serve(Endpoints.pass, reader) { call in
            try await service.answerAsPreferred(
                call, .pass(to: call.body.toUserID), key: call.body.idempotencyKey, tenure: call.body.tenure)
        }
        router.serve(Endpoints.passSmart, reader, passSmart)
        router.serve(Endpoints.reclaim, reader) { call in
            try await service.answerAsPreferred(call, .reclaim, key: call.body.idempotencyKey, tenure: nil)
        }
    }

    @Sendable private func passSmart(_ call: Call<NoQuery, SmartPassBody>) async throws -> Response {
        let result = try await service.obey(
            call, .passSmart(call.body.strategy ?? .mostInactive), key: call.body.idempotencyKey,
            tenure: call.body.tenure)
        // The choice is kept with the event, so a replay tells the first one's.
        guard case .ringPassed(let pass)? = result.receipt.events.first?.event.change, let choice = pass.choice else {
            throw Refusal.internalError
        }
        if !call.prefersMinimal, let body = try await service.bodyAfter(result, for: call.visitor) {
            return try .json(
                SmartPassAnswer(body, to: pass.to, choice: choice), headers: .ofChange(result, isMinimal: false))
        }
        return try .json(
            SmartPassAnswer(try await service.receipt(for: result), to: pass.to, choice: choice),
            headers: .ofChange(result, isMinimal: call.prefersMinimal))
    }
}
