import CollabAPI
import DraftCore
import DraftStorage
import HTTPTypes
import Hummingbird
import NIOCore

/// How callers prove who they are, and what is known of them.
struct IdentityRoutes: Sendable {
    let service: DraftService
    let waysIn: WaysIn
    let reader: RouteReader

    func add(to router: Router<EdgeContext>) {
        router.serve(Endpoints.me, reader) { call in try await me(call.caller) }
        router.serve(Endpoints.makeTicket, reader) { call in try await ticket(for: call.caller) }
        router.on(Endpoints.authConfig.route.routerPath, method: .get) { request, context -> Response in
            let credentials = Credentials(request, peer: context.peer)
            try reader.limiter.take(Endpoints.authConfig.route, for: reader.limiter.address(of: credentials))
            return try .json(waysIn.body(for: credentials))
        }
        router.on(Endpoints.keys.route.routerPath, method: .get) { request, context -> Response in
            let credentials = Credentials(request, peer: context.peer)
            try reader.limiter.take(Endpoints.keys.route, for: reader.limiter.address(of: credentials))
            guard let keys = try waysIn.keySet else { throw Refusal.noSuchRoute }
            return Response(
                status: .ok, headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "max-age=300"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: keys)))
        }
    }

    private func me(_ caller: Caller) async throws -> Response {
        guard let user = try await service.directories.users([caller.userID]).first else {
            throw Refusal(.notFound, "This user was not found here.")
        }
        await service.names.prepare([user.id])
        return try .json(
            DataBody(
                UserBody(
                    id: user.id, issuer: user.issuer, email: user.profile.email, username: user.profile.username,
                    name: service.names.name(of: user.id), createdAt: user.createdAt, updatedAt: user.updatedAt,
                    metadata: try JSONObject(stored: user.metadata))))
    }

    private func ticket(for caller: Caller) async throws -> Response {
        let (ticket, now) = (Ticket(for: caller), service.clock.now())
        let expiresAt = now.after(seconds: Ticket.seconds)
        try await service.directories.addTicket(
            ticket.hash, for: caller.userID, from: caller.proof.issuer, expiresAt: expiresAt, at: now)
        return try .json(DataBody(TicketBody(ticket: ticket.text, expiresAt: expiresAt)))
    }
}

extension JSONObject {
    /// - Throws: where the store holds something else than an object; nothing that a caller sent is to blame.
    fileprivate init(stored text: String) throws(Refusal) {
        do throws(WireError) {
            try self.init(text: text)
        } catch {
            throw .internalError
        }
    }
}
