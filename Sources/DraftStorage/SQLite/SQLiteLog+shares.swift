public import DraftCore
import GRDB

extension SQLiteLog {
    public func add(
        _ share: Share, tokenHash: SecretHash, asker: Asker?
    ) async throws(StorageError) -> Bool {
        try await write { database in
            guard let head = try database.head(of: share.draftID) else { return false }
            try database.run(
                "DELETE FROM shares WHERE draft_id = ? AND expires_at <= ?",
                [share.draftID.sql, share.createdAt.milliseconds])
            try database.run(
                """
                INSERT INTO shares (id, draft_id, token_hash, created_by, created_at, expires_at, revoked)
                VALUES (?, ?, ?, ?, ?, ?, 0)
                """,
                [
                    share.id.description, share.draftID.sql, tokenHash.sql, share.createdBy.description,
                    share.createdAt.milliseconds, share.expiresAt.milliseconds,
                ])
            try database.append("share", share.id.description, of: share.draftID, asker, at: share.createdAt, head)
            return true
        }
    }

    public func shares(of draft: DraftID, at now: Timestamp) async throws(StorageError) -> [Share] {
        try await readAccess { database in
            try database.all(
                """
                SELECT \(Share.columns) FROM shares
                WHERE draft_id = ? AND revoked = 0 AND expires_at > ? ORDER BY created_at, id
                """, [draft.sql, now.milliseconds], of: draft
            ) { try Share(&$0) }
        }
    }

    public func share(tokenHash: SecretHash, at now: Timestamp) async throws(StorageError) -> Share? {
        try await readAccess { database in
            try database.first(
                "SELECT \(Share.columns) FROM shares WHERE token_hash = ? AND revoked = 0 AND expires_at > ?",
                [tokenHash.sql, now.milliseconds], of: nil
            ) { try Share(&$0) }
        }
    }

    public func share(_ id: ShareID, at now: Timestamp) async throws(StorageError) -> Share? {
        try await readAccess { database in
            try database.first(
                "SELECT \(Share.columns) FROM shares WHERE id = ? AND revoked = 0 AND expires_at > ?",
                [id.description, now.milliseconds], of: nil
            ) { try Share(&$0) }
        }
    }

    public func revoke(
        _ share: ShareID, of draft: DraftID, at now: Timestamp, asker: Asker?
    ) async throws(StorageError) -> Bool {
        try await write { database in
            try database.run(
                "UPDATE shares SET revoked = 1 WHERE id = ? AND draft_id = ? AND revoked = 0 AND expires_at > ?",
                [share.description, draft.sql, now.milliseconds])
            guard database.changesCount > 0, let head = try database.head(of: draft) else { return false }
            try database.raiseAccessVersion()
            try database.append("share_revoke", share.description, of: draft, asker, at: now, head)
            return true
        }
    }
}
