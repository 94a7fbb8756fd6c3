public import DraftCore
import GRDB

extension SQLiteLog {
    public func add(
        _ invite: Invite, codeHash: SecretHash, asker: Asker?
    ) async throws(StorageError) -> Bool {
        try await write { database in
            guard let head = try database.head(of: invite.draftID) else { return false }
            try database.run(
                "DELETE FROM invites WHERE draft_id = ? AND expires_at <= ?",
                [invite.draftID.sql, invite.createdAt.milliseconds - InviteRow.afterlife])
            try database.run(
                """
                INSERT INTO invites
                    (id, draft_id, code_hash, role, created_by, created_at, expires_at, max_uses, uses, revoked)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0)
                """,
                [
                    invite.id.description, invite.draftID.sql, codeHash.sql, invite.role.rawValue,
                    invite.createdBy.description, invite.createdAt.milliseconds, invite.expiresAt.milliseconds,
                    invite.maxUses,
                ])
            try database.append("invite", invite.id.description, of: invite.draftID, asker, at: invite.createdAt, head)
            return true
        }
    }

    public func invites(
        to drafts: [DraftID], at now: Timestamp
    ) async throws(StorageError) -> [DraftID: [Invite]] {
        // One statement for any number of drafts; an id needs no escaping.
        let ids = "[" + drafts.map { "\"\($0.sql)\"" }.joined(separator: ",") + "]"
        return try await readAccess { database in
            let invites = try database.all(
                """
                SELECT \(InviteRow.columns) FROM invites WHERE draft_id IN (SELECT value FROM json_each(?))
                    AND revoked = 0 AND expires_at > ? AND uses < max_uses ORDER BY created_at, id
                """, [ids, now.milliseconds], of: nil
            ) { try InviteRow(&$0).invite }
            return Dictionary(grouping: invites, by: \.draftID)
        }
    }

    public func invite(codeHash: SecretHash) async throws(StorageError) -> Invite? {
        try await readAccess { try $0.inviteRow(codeHash)?.invite }
    }

    public func revoke(
        _ invite: InviteID, to draft: DraftID, at now: Timestamp, asker: Asker?
    ) async throws(StorageError) -> Bool {
        try await write { database in
            try database.run(
                """
                UPDATE invites SET revoked = 1
                WHERE id = ? AND draft_id = ? AND revoked = 0 AND expires_at > ? AND uses < max_uses
                """, [invite.description, draft.sql, now.milliseconds])
            guard database.changesCount > 0, let head = try database.head(of: draft) else { return false }
            try database.append("invite_revoke", invite.description, of: draft, asker, at: now, head)
            return true
        }
    }
}

extension Database {
    /// Counts a use, in the transaction of the changes that it makes possible.
    func use(_ invite: Invite, for user: UserID, making changes: [Change]) throws {
        try invite.checkUse(by: user, making: changes)
        try run(
            "INSERT INTO invite_uses (invite_id, user_id) VALUES (?, ?)", [invite.id.description, user.description])
        try run("UPDATE invites SET uses = uses + 1 WHERE id = ?", [invite.id.description])
    }

    func inviteRow(_ code: SecretHash) throws -> InviteRow? {
        try first("SELECT \(InviteRow.columns) FROM invites WHERE code_hash = ?", [code.sql], of: nil) {
            try InviteRow(&$0)
        }
    }

    func hasUsed(_ invite: InviteID, _ user: UserID) throws -> Bool {
        let found = try first(
            "SELECT 1 FROM invite_uses WHERE invite_id = ? AND user_id = ?",
            [invite.description, user.description], of: nil
        ) { try $0.integer() }
        return found != nil
    }
}
