public import DraftCore
import GRDB

extension SQLiteLog {
    public func addTicket(
        _ hash: SecretHash, for user: UserID, from issuer: String, expiresAt: Timestamp, at now: Timestamp
    ) async throws(StorageError) {
        try requireStorable(issuer)
        try await write { database in
            try database.run("DELETE FROM tickets WHERE expires_at <= ?", [now.milliseconds])
            try database.run(
                "INSERT INTO tickets (hash, user_id, issuer, expires_at) VALUES (?, ?, ?, ?)",
                [hash.sql, user.description, issuer, expiresAt.milliseconds])
        }
    }

    public func takeTicket(_ hash: SecretHash, at now: Timestamp) async throws(StorageError) -> TicketHolder? {
        // Whoever guesses shall not make those wait who write.
        guard try await readAccess({ try $0.holder(of: hash, at: now) }) != nil else { return nil }
        return try await write { database in
            guard let holder = try database.holder(of: hash, at: now) else { return nil }
            try database.run("DELETE FROM tickets WHERE hash = ?", [hash.sql])
            return holder
        }
    }

    public var serverID: String {
        get async throws(StorageError) {
            try await readAccess { database in
                let id: Identifier<SQLiteSchema> = try database.requiredMeta("server_id") { Identifier($0) }
                return id.description
            }
        }
    }

    public var accessVersion: Int64 {
        get async throws(StorageError) {
            try await readAccess { try $0.requiredMeta("access_version") { Int64($0) } }
        }
    }

    /// Reads what a file of an older schema has not.
    func readAccess<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StorageError) -> Value {
        guard hasAccessTables else { throw .olderSchema }
        return try await read(body)
    }
}

extension Database {
    /// What the file says of itself under that name.
    func requiredMeta<Value>(_ name: String, _ make: (String) -> Value?) throws -> Value {
        let text = try first("SELECT value FROM meta WHERE name = ?", [name], of: nil) { try $0.text() }
        guard let value = text.flatMap(make) else {
            throw StorageError.corrupt(draft: nil, seq: nil, "the \(name) of the database is missing or malformed")
        }
        return value
    }

    fileprivate func holder(of ticket: SecretHash, at now: Timestamp) throws -> TicketHolder? {
        try first(
            "SELECT \(TicketHolder.columns) FROM tickets WHERE hash = ? AND expires_at > ?",
            [ticket.sql, now.milliseconds], of: nil
        ) { try TicketHolder(&$0) }
    }
}
