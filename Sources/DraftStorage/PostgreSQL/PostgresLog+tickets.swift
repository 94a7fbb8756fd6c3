public import DraftCore

extension PostgresLog {
    public func addTicket(
        _ hash: SecretHash, for user: UserID, from issuer: String, expiresAt: Timestamp, at now: Timestamp
    ) async throws(StorageError) {
        try requireStorable(issuer)
        try await write { session in
            try session.run("DELETE FROM tickets WHERE expires_at <= $1", [.int(now.milliseconds)])
            try session.run(
                "INSERT INTO tickets (hash, user_id, issuer, expires_at) VALUES ($1, $2, $3, $4)",
                [.bytes(hash.bytes), .user(user), .text(issuer), .int(expiresAt.milliseconds)])
        }
    }

    /// One statement, so that of two who bring the same ticket at the same moment, perhaps to two servers, one gets in.
    public func takeTicket(_ hash: SecretHash, at now: Timestamp) async throws(StorageError) -> TicketHolder? {
        try await write { session in
            try session.first(
                "DELETE FROM tickets WHERE hash = $1 AND expires_at > $2 RETURNING \(TicketHolder.columns)",
                [.bytes(hash.bytes), .int(now.milliseconds)], of: nil
            ) { try TicketHolder(&$0) }
        }
    }

    public var serverID: String {
        get async throws(StorageError) {
            try await ask { session in
                let id: Identifier<PostgresSchema> = try session.requiredMeta("server_id") { Identifier($0) }
                return id.description
            }
        }
    }

    public var accessVersion: Int64 {
        get async throws(StorageError) {
            try await ask { try $0.requiredMeta("access_version") { Int64($0) } }
        }
    }
}
