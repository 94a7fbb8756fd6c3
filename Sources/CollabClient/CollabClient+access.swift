public import CollabAPI
public import DraftCore

// Who else may come in. Codes and tokens are told once, when they are made: lists show none.
extension CollabClient {
    /// Makes a code with which others join the draft, for its creator.
    /// - Parameters:
    ///   - role: of those who join; contributor where nil.
    ///   - hours: how long the code serves; a week where nil.
    ///   - uses: how many people may join with it; one where nil.
    public func makeInvite(
        to draft: DraftID, as role: Role? = nil, expiresInHours hours: Int? = nil, uses: Int? = nil
    ) async throws(ClientError) -> InviteBody {
        let body = MakeInviteBody(role: role, expiresInHours: hours, maxUses: uses)
        return try await caller.call(Endpoints.makeInvite, path: draft.path, query: NoQuery(), body: body).data
    }

    /// The invites that can still be used, for the draft's creator.
    public func invites(to draft: DraftID) async throws(ClientError) -> [InviteBody] {
        try await caller.call(Endpoints.listInvites, path: draft.path, query: NoQuery(), body: EmptyBody()).data
    }

    /// Ends an invite; those who have joined with it stay.
    public func revokeInvite(_ invite: InviteID, to draft: DraftID) async throws(ClientError) {
        let path = draft.path.merging([.inviteID: invite.description]) { $1 }
        _ = try await caller.answer(to: Endpoints.revokeInvite, path: path, query: NoQuery(), body: EmptyBody())
    }

    /// Joins the draft that a code invites to; joining twice is no error.
    public func acceptInvite(_ code: String) async throws(ClientError) -> DraftBody {
        try await caller.call(Endpoints.acceptInvite, query: NoQuery(), body: AcceptInviteBody(code: code)).data
    }

    /// Makes a token with which whoever has it reads the draft, for its creator.
    /// - Parameter hours: how long it serves; a week where nil.
    public func makeShare(of draft: DraftID, expiresInHours hours: Int? = nil) async throws(ClientError) -> ShareBody {
        let body = MakeShareBody(expiresInHours: hours)
        return try await caller.call(Endpoints.makeShare, path: draft.path, query: NoQuery(), body: body).data
    }

    /// The shares that still open the draft, for its creator.
    public func shares(of draft: DraftID) async throws(ClientError) -> [ShareBody] {
        try await caller.call(Endpoints.listShares, path: draft.path, query: NoQuery(), body: EmptyBody()).data
    }

    /// Ends a share: whoever reads by it is let go.
    public func revokeShare(_ share: ShareID, of draft: DraftID) async throws(ClientError) {
        let path = draft.path.merging([.shareID: share.description]) { $1 }
        _ = try await caller.answer(to: Endpoints.revokeShare, path: path, query: NoQuery(), body: EmptyBody())
    }
}
