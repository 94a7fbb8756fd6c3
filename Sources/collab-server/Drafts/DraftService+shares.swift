import CollabAPI
import DraftCore
import DraftStorage

extension DraftService {
    /// Makes a share. Its token is told here and never again.
    func makeShare(of draftID: DraftID, _ wish: MakeShareBody, by asker: Asker) async throws -> ShareBody {
        let role = try await role(of: asker.actor, in: draftID)
        let hours = try AccessTerms.hours(wish.expiresInHours)
        try Access.checkCreator(role)
        let (now, token) = (clock.now(), ShareToken.random())
        let share = Share(
            id: .random(), draftID: draftID, createdBy: asker.actor, createdAt: now,
            expiresAt: now.after(hours: hours))
        guard try await directories.add(share, tokenHash: token.hash, asker: asker) else {
            throw Rejection.missing(.draft)
        }
        return ShareBody(share, token: token.text)
    }

    /// The shares that can still be used, without their tokens.
    func shares(of draftID: DraftID, for caller: Caller) async throws -> [ShareBody] {
        try Access.checkCreator(try await role(of: caller.userID, in: draftID))
        return try await directories.shares(of: draftID, at: clock.now()).map { ShareBody($0, token: nil) }
    }

    /// Ends a share, and tells which one it was.
    func revokeShare(_ id: ShareID?, of draftID: DraftID, by asker: Asker) async throws -> ShareID {
        try Access.checkCreator(try await role(of: asker.actor, in: draftID))
        guard let id, try await directories.revoke(id, of: draftID, at: clock.now(), asker: asker) else {
            throw Refusal.noSuchShare
        }
        return id
    }
}

extension ShareBody {
    fileprivate init(_ share: Share, token: String?) {
        self.init(shareID: share.id, token: token, expiresAt: share.expiresAt)
    }
}
