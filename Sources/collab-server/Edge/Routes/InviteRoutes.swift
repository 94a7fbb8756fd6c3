import CollabAPI
import Hummingbird

/// Codes with which others join a draft.
struct InviteRoutes: Sendable {
    let service: DraftService
    let reader: RouteReader

    func add(to router: Router<EdgeContext>) {
        router.serve(Endpoints.makeInvite, reader) { call in
            let invite = try await service.makeInvite(to: try call.draftID(), call.body, by: try call.asker)
            return try .json(DataBody(invite))
        }
        router.serve(Endpoints.listInvites, reader) { call in
            try .json(DataBody(try await service.invites(to: try call.draftID(), for: call.caller)))
        }
        router.serve(Endpoints.revokeInvite, reader) { call in
            try await service.revokeInvite(call.inviteID, to: try call.draftID(), by: try call.asker)
            return Response(status: .noContent)
        }
        router.serve(Endpoints.acceptInvite, reader) { call in
            try await service.answer(call, try await join(call))
        }
    }

    /// A code that does not work counts against the address that tries it, whoever they are: users are soon made.
    private func join(_ call: Call<NoQuery, AcceptInviteBody>) async throws -> DraftService.ChangeResult {
        try reader.limiter.check(.signIn, for: call.sender)
        do {
            return try await service.join(with: call.body.code, by: try call.asker)
        } catch let error as Refusal where error.code == .notFound {
            try reader.limiter.take(.signIn, for: call.sender)
            throw error
        }
    }
}
