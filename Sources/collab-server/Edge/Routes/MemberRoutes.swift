import CollabAPI
import DraftCore
import Hummingbird

/// Who belongs to a draft, and who is at it.
struct MemberRoutes: Sendable {
    let service: DraftService
    let reader: RouteReader

    func add(to router: Router<EdgeContext>) {
        router.serve(Endpoints.addCollaborator, reader, addCollaborator)
        router.serve(Endpoints.removeCollaborator, reader, removeCollaborator)
        router.serve(Endpoints.reportPresence, reader) { call in
            try await service.report(call.body, in: try call.draftID(), by: call.caller)
            return Response(status: .noContent)
        }
    }

    @Sendable private func addCollaborator(_ call: Call<CollaboratorQuery, CollaboratorBody>) async throws -> Response {
        let fallback = call.query.body
        guard let user = call.body.collaboratorID ?? fallback.collaboratorID else {
            try await reader.checkVisible(try call.draftID(), call.visitor)
            throw WireError.missing(field: "collaborator_id")
        }
        return try await service.answer(
            call, .addMember(user, call.body.role ?? fallback.role ?? .contributor),
            key: call.body.idempotencyKey ?? fallback.idempotencyKey)
    }

    @Sendable private func removeCollaborator(_ call: Call<KeyQuery, EmptyBody>) async throws -> Response {
        guard let user = call.userID else {
            try await reader.checkVisible(try call.draftID(), call.visitor)
            throw Rejection.missing(.member)
        }
        let result = try await service.obey(call, .removeMember(user), key: call.query.idempotencyKey)
        guard user != (try call.caller.userID) else {
            return Response(status: .noContent, headers: .ofChange(result, isMinimal: false))
        }
        return try await service.answer(call, result)
    }
}
