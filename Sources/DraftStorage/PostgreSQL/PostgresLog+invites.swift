public import DraftCore

extension PostgresLog {
    public func add(
        _ invite: Invite, codeHash: SecretHash, asker: Asker?
    ) async throws(StorageError) -> Bool {
        try await write { session in
            guard let head = try session.lockedHead(of: invite.draftID) else { return false }
            try session.run(
                "DELETE FROM invites WHERE draft_id = $1 AND expires_at <= $2",
                [.id(invite.draftID), .int(invite.createdAt.milliseconds - InviteRow.afterlife)])
            try session.run(
                """
                INSERT INTO invites
                    (id, draft_id, code_hash, role, created_by, created_at, expires_at, max_uses, uses, revoked)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0)
                """,
                [
                    .text(invite.id.description), .id(invite.draftID), .bytes(codeHash.bytes),
                    .text(invite.role.rawValue), .user(invite.createdBy), .int(invite.createdAt.milliseconds),
                    .int(invite.expiresAt.milliseconds), .int(invite.maxUses),
                ])
            try session.append("invite", invite.id.description, of: invite.draftID, asker, at: invite.createdAt, head)
            return true
        }
    }

    public func invites(
        to drafts: [DraftID], at now: Timestamp
    ) async throws(StorageError) -> [DraftID: [Invite]] {
        let invites = try await ask { session in
            try session.all(
                """
                SELECT \(InviteRow.columns) FROM invites WHERE draft_id = ANY($1)
                    AND revoked = 0 AND expires_at > $2 AND uses < max_uses ORDER BY created_at, id
                """, [.texts(drafts.map(\.description)), .int(now.milliseconds)], of: nil
            ) { try InviteRow(&$0).invite }
        }
        return Dictionary(grouping: invites, by: \.draftID)
    }

    public func invite(codeHash: SecretHash) async throws(StorageError) -> Invite? {
        try await ask { try $0.inviteRow(codeHash)?.invite }
    }

    public func revoke(
        _ invite: InviteID, to draft: DraftID, at now: Timestamp, asker: Asker?
    ) async throws(StorageError) -> Bool {
        try await write { session in
            guard let head = try session.lockedHead(of: draft) else { return false }
            let count = try session.run(
                """
                UPDATE invites SET revoked = 1
                WHERE id = $1 AND draft_id = $2 AND revoked = 0 AND expires_at > $3 AND uses < max_uses
                """, [.text(invite.description), .id(draft), .int(now.milliseconds)])
            guard count > 0 else { return false }
            try session.append("invite_revoke", invite.description, of: draft, asker, at: now, head)
            return true
        }
    }
}

extension PostgresSession {
    /// Counts a use, in the transaction of the changes that it makes possible.
    func countUse(of invite: Invite, by user: UserID) throws {
        let id = PostgresValue.text(invite.id.description)
        try exchange([
            PostgresStatement("INSERT INTO invite_uses (invite_id, user_id) VALUES ($1, $2)", [id, .user(user)]),
            PostgresStatement("UPDATE invites SET uses = uses + 1 WHERE id = $1", [id]),
        ])
    }

    func inviteRow(_ code: SecretHash) throws -> InviteRow? {
        try first("SELECT \(InviteRow.columns) FROM invites WHERE code_hash = $1", [.bytes(code.bytes)], of: nil) {
            try InviteRow(&$0)
        }
    }

    func hasUsed(_ invite: InviteID, _ user: UserID) throws -> Bool {
        let found = try first(
            "SELECT 1 FROM invite_uses WHERE invite_id = $1 AND user_id = $2",
            [.text(invite.description), .user(user)], of: nil
        ) { try $0.integer() }
        return found != nil
    }
}
