public import DraftCore

extension PostgresLog {
    public func add(
        _ share: Share, tokenHash: SecretHash, asker: Asker?
    ) async throws(StorageError) -> Bool {
        try await write { session in
            guard let head = try session.lockedHead(of: share.draftID) else { return false }
            try session.run(
                "DELETE FROM shares WHERE draft_id = $1 AND expires_at <= $2",
                [.id(share.draftID), .int(share.createdAt.milliseconds)])
            try session.run(
                """
                INSERT INTO shares (id, draft_id, token_hash, created_by, created_at, expires_at, revoked)
                VALUES ($1, $2, $3, $4, $5, $6, 0)
                """,
                [
                    .text(share.id.description), .id(share.draftID), .bytes(tokenHash.bytes), .user(share.createdBy),
                    .int(share.createdAt.milliseconds), .int(share.expiresAt.milliseconds),
                ])
            try session.append("share", share.id.description, of: share.draftID, asker, at: share.createdAt, head)
            return true
        }
    }

    public func shares(of draft: DraftID, at now: Timestamp) async throws(StorageError) -> [Share] {
        try await ask { session in
            try session.all(
                """
                SELECT \(Share.columns) FROM shares
                WHERE draft_id = $1 AND revoked = 0 AND expires_at > $2 ORDER BY created_at, id
                """, [.id(draft), .int(now.milliseconds)], of: draft
            ) { try Share(&$0) }
        }
    }

    public func share(tokenHash: SecretHash, at now: Timestamp) async throws(StorageError) -> Share? {
        try await ask { session in
            try session.first(
                "SELECT \(Share.columns) FROM shares WHERE token_hash = $1 AND revoked = 0 AND expires_at > $2",
                [.bytes(tokenHash.bytes), .int(now.milliseconds)], of: nil
            ) { try Share(&$0) }
        }
    }

    public func share(_ id: ShareID, at now: Timestamp) async throws(StorageError) -> Share? {
        try await ask { session in
            try session.first(
                "SELECT \(Share.columns) FROM shares WHERE id = $1 AND revoked = 0 AND expires_at > $2",
                [.text(id.description), .int(now.milliseconds)], of: nil
            ) { try Share(&$0) }
        }
    }

    public func revoke(
        _ share: ShareID, of draft: DraftID, at now: Timestamp, asker: Asker?
    ) async throws(StorageError) -> Bool {
        try await write { session in
            guard let head = try session.lockedHead(of: draft) else { return false }
            let count = try session.run(
                "UPDATE shares SET revoked = 1 WHERE id = $1 AND draft_id = $2 AND revoked = 0 AND expires_at > $3",
                [.text(share.description), .id(draft), .int(now.milliseconds)])
            guard count > 0 else { return false }
            try session.raiseAccessVersion()
            try session.append("share_revoke", share.description, of: draft, asker, at: now, head)
            return true
        }
    }
}
