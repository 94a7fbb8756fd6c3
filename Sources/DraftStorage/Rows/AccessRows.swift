import DraftCore

extension UserRecord {
    static let columns = "id, issuer, email, username, created_at, updated_at, metadata"

    init(_ row: inout some RowReader) throws(StorageError) {
        self.init(
            id: try row.user(), issuer: try row.text(),
            profile: UserProfile(email: try row.optionalText(), username: try row.optionalText()),
            createdAt: try row.moment(), updatedAt: try row.moment(), metadata: try row.text())
    }

    /// The answer to an admission that needs nothing to be written; nil where `profile` tells something new.
    func admission(from issuer: String, _ profile: UserProfile) -> UserAdmission? {
        guard isSame(self.issuer, issuer) else { return .foreign(owner: self.issuer) }
        let isNews =
            profile.email.map { !isSame($0, self.profile.email) } ?? false
            || profile.username.map { !isSame($0, self.profile.username) } ?? false
        return isNews ? nil : .admitted(self)
    }
}

/// A row of `invites`, in the order in which it is selected.
struct InviteRow {
    static let columns = "id, draft_id, role, created_by, created_at, expires_at, max_uses, uses, revoked"
    /// An invite that has ended is kept for a day: whoever it let in may knock again.
    static let afterlife: Int64 = 24 * 3_600_000

    let invite: Invite
    private let isRevoked: Bool

    init(_ row: inout some RowReader) throws(StorageError) {
        invite = Invite(
            id: try row.id(), draftID: try row.id(), role: try row.choice(), createdBy: try row.user(),
            createdAt: try row.moment(), expiresAt: try row.moment(), maxUses: try row.integer(),
            uses: try row.integer())
        isRevoked = try row.integer() != 0
    }

    func isUsable(at moment: Timestamp) -> Bool {
        !isRevoked && moment < invite.expiresAt && invite.uses < invite.maxUses
    }
}

extension Invite {
    /// An invite lets in whoever brings it, as its role, and does nothing else.
    func checkUse(by user: UserID, making changes: [Change]) throws(StorageError) {
        guard changes == [.memberAdded(user, role)] else {
            throw .conflict("an invite lets in whoever brings it, as \(role), and does nothing else")
        }
    }
}

extension Share {
    static let columns = "id, draft_id, created_by, created_at, expires_at"

    init(_ row: inout some RowReader) throws(StorageError) {
        self.init(
            id: try row.id(), draftID: try row.id(), createdBy: try row.user(), createdAt: try row.moment(),
            expiresAt: try row.moment())
    }
}

extension TicketHolder {
    static let columns = "user_id, issuer"

    init(_ row: inout some RowReader) throws(StorageError) {
        self.init(userID: try row.user(), issuer: try row.text())
    }
}
