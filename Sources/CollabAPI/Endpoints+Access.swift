extension Endpoints {
    /// Who the caller is.
    public static let me = Endpoint<NoQuery, EmptyBody, DataBody<UserBody>>(.get, "/v1/me")
    /// Makes a ticket with which one WebSocket is opened, for peers that cannot set headers.
    public static let makeTicket = Endpoint<NoQuery, EmptyBody, DataBody<TicketBody>>(.post, "/v1/ws/tickets")

    /// Makes a code with which others join the draft.
    public static let makeInvite = Endpoint<NoQuery, MakeInviteBody, DataBody<InviteBody>>(.post, draft + "/invites")
    /// The invites that can still be used.
    public static let listInvites = Endpoint<NoQuery, EmptyBody, DataBody<[InviteBody]>>(.get, draft + "/invites")
    /// Ends an invite. Answers 204.
    public static let revokeInvite = Endpoint<NoQuery, EmptyBody, EmptyBody>(
        .delete, draft + "/invites/{invite_id}")
    /// Joins the draft that a code invites to.
    public static let acceptInvite = Endpoint<NoQuery, AcceptInviteBody, DataBody<DraftBody>>(
        .post, "/v1/collab/invites/accept")

    /// Makes a token with which the draft can be read.
    public static let makeShare = Endpoint<NoQuery, MakeShareBody, DataBody<ShareBody>>(.post, draft + "/shares")
    /// The shares that can still be used.
    public static let listShares = Endpoint<NoQuery, EmptyBody, DataBody<[ShareBody]>>(.get, draft + "/shares")
    /// Ends a share. Answers 204.
    public static let revokeShare = Endpoint<NoQuery, EmptyBody, EmptyBody>(.delete, draft + "/shares/{share_id}")

    /// How callers may prove who they are; open to all.
    public static let authConfig = Endpoint<NoQuery, EmptyBody, AuthConfigBody>(.get, "/auth/config")
    /// The public keys of the server's own issuer; open to all.
    public static let keys = Endpoint<NoQuery, EmptyBody, EmptyBody>(.get, "/.well-known/jwks.json")
}
