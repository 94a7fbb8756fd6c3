import CollabAPI
import DraftCore

/// Who may use which route: the one place that says so. `docs/AUTH.md` shows what follows, caller by caller.
///
/// Invariant: a route that is not named here is open to nobody.
enum Access {
    /// Whom a route is for.
    enum Audience: Sendable {
        /// Also those who show nothing.
        case everybody
        /// Whoever has proved who they are.
        case users
        /// The members of the draft that the path names, and the guests of its shares.
        case readers
        /// The members of the draft.
        case members
        /// Those members who may hold the ring; whether they must hold it is the draft's to decide.
        case writers
        /// The creator of the draft.
        case creator
    }

    private static let table: [(audience: Audience, routes: [Route])] = [
        (
            .everybody,
            [
                Endpoints.health.route, Endpoints.ready.route, Endpoints.authConfig.route, Endpoints.keys.route,
                // Of whom it is for, `MetricsReaders` knows more.
                Endpoints.metrics.route,
            ]
        ),
        (
            .users,
            [
                Endpoints.createDraft.route, Endpoints.listDrafts.route, Endpoints.acceptInvite.route,
                Endpoints.me.route, Endpoints.makeTicket.route,
            ]
        ),
        (
            .readers,
            [
                Endpoints.getDraft.route, Endpoints.events.route, Endpoints.exportDraft.route, Endpoints.socket.route,
            ]
        ),
        // A member may remove themselves; others are removed by the creator.
        (.members, [Endpoints.reportPresence.route, Endpoints.removeCollaborator.route]),
        (
            .writers,
            [
                Endpoints.append.route, Endpoints.revise.route, Endpoints.strike.route, Endpoints.pass.route,
                Endpoints.passSmart.route,
            ]
        ),
        (
            .creator,
            [
                Endpoints.updateDraft.route, Endpoints.deleteDraft.route, Endpoints.audit.route,
                Endpoints.reclaim.route, Endpoints.addCollaborator.route, Endpoints.makeInvite.route,
                Endpoints.listInvites.route, Endpoints.revokeInvite.route, Endpoints.makeShare.route,
                Endpoints.listShares.route, Endpoints.revokeShare.route,
            ]
        ),
    ]

    private static let audiences = Dictionary(
        table.flatMap { row in row.routes.map { ($0, row.audience) } }, uniquingKeysWith: { first, _ in first })

    /// Whom `route` is for; nil where nobody has said so.
    static func audience(of route: Route) -> Audience? { audiences[route] }

    /// Throws unless a route is for visitors of this kind. What role somebody has in the draft that the path names, and
    /// whether a share is one of that draft, is asked when the draft has been read.
    static func check(_ visitor: Visitor, at route: Route) throws(Refusal) {
        switch (audience(of: route), visitor) {
        case (.everybody?, _), (.readers?, _), (.users?, .user), (.members?, .user), (.writers?, .user),
            (.creator?, .user):
            break
        case (.users?, .guest), (.members?, .guest), (.writers?, .guest), (.creator?, .guest):
            throw Refusal(.forbidden, "A share lets you read its draft, nothing else.")
        case (nil, _):
            throw Refusal(.forbidden, "This path is open to nobody.")
        }
    }

    /// Throws unless somebody in `role` may do what only the creator may.
    static func checkCreator(_ role: Role?) throws(Rejection) {
        guard let role, role.isMember else { throw .forbidden(.notMember) }
        guard role == .creator else { throw .forbidden(.notCreator) }
    }
}
