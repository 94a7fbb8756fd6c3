import CollabAPI
import DraftCore
import DraftStorage

extension DraftService {
    /// Makes an invite. Its code is told here and never again.
    func makeInvite(to draftID: DraftID, _ wish: MakeInviteBody, by asker: Asker) async throws -> InviteBody {
        let present = try await role(of: asker.actor, in: draftID)
        let role = wish.role ?? .contributor
        guard role == .contributor || role == .viewer else {
            let allowed = [Role.contributor, .viewer].map(\.rawValue)
            throw Rejection.invalid(field: "role", .unknownValue(allowed: allowed))
        }
        let hours = try AccessTerms.hours(wish.expiresInHours)
        let uses = try AccessTerms.uses(wish.maxUses)
        try Access.checkCreator(present)
        let (now, code) = (clock.now(), InviteCode.random())
        let invite = Invite(
            id: .random(), draftID: draftID, role: role, createdBy: asker.actor, createdAt: now,
            expiresAt: now.after(hours: hours), maxUses: uses)
        guard try await directories.add(invite, codeHash: code.hash, asker: asker) else {
            throw Rejection.missing(.draft)
        }
        return InviteBody(invite, code: code.text)
    }

    /// The invites that can still be used, without their codes.
    func invites(to draftID: DraftID, for caller: Caller) async throws -> [InviteBody] {
        try Access.checkCreator(try await role(of: caller.userID, in: draftID))
        return try await directories.invites(to: draftID, at: clock.now()).map { InviteBody($0, code: nil) }
    }

    /// Ends an invite.
    func revokeInvite(_ id: InviteID?, to draftID: DraftID, by asker: Asker) async throws {
        try Access.checkCreator(try await role(of: asker.actor, in: draftID))
        guard let id, try await directories.revoke(id, to: draftID, at: clock.now(), asker: asker) else {
            throw Refusal.noSuchInvite
        }
    }

    /// Makes the caller a member by a code; who is one already stays what they are.
    func join(with text: String, by asker: Asker) async throws -> ChangeResult {
        guard let code = InviteCode(text), let invite = try await directories.invite(codeHash: code.hash)
        else {
            throw Refusal.noSuchInvite
        }
        do {
            return try await publishedResult(
                of: try await log.join(
                    draft: invite.draftID, user: asker.actor, invite: code.hash, role: invite.role,
                    requestID: asker.requestID, origin: asker.origin, address: asker.address))
        } catch Rejection.missing {
            throw Refusal.noSuchInvite
        }
    }

    /// What somebody is in a draft; strangers are told no more than that they are none.
    func role(of user: UserID, in draftID: DraftID) async throws -> Role? {
        try await draft(draftID, for: .user(Caller(userID: user))).draft.role(of: user)
    }
}

extension Refusal {
    /// The same for every code that does not work: who guesses learns nothing of those that once did.
    static let noSuchInvite = Refusal(.notFound, "Invite not found: it may have ended, or have been used up.")
    static let noSuchShare = Refusal(.notFound, "Share not found: it may have ended.")
}

/// For how long and how often an invite or a share may be used.
enum AccessTerms {
    private static let hoursAllowed = 1...8760
    private static let usesAllowed = 1...500

    /// The hours that were asked for; a week where none were.
    static func hours(_ wish: Int?) throws(WireError) -> Int {
        try checked(wish ?? 168, in: hoursAllowed, field: "expires_in_hours")
    }

    /// The uses that were asked for; one where none were.
    static func uses(_ wish: Int?) throws(WireError) -> Int {
        try checked(wish ?? 1, in: usesAllowed, field: "max_uses")
    }

    private static func checked(_ number: Int, in range: ClosedRange<Int>, field: String) throws(WireError) -> Int {
        guard range.contains(number) else {
            throw .malformed(field: field, reason: "must be from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }
}

extension Timestamp {
    func after(hours: Int) -> Timestamp {
        Timestamp(milliseconds: milliseconds + Int64(hours) * 3_600_000)
    }
}

extension InviteBody {
    fileprivate init(_ invite: Invite, code: String?) {
        self.init(
            inviteID: invite.id, code: code, role: invite.role, expiresAt: invite.expiresAt, maxUses: invite.maxUses,
            uses: invite.uses)
    }
}
