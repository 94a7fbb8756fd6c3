import DraftCore

/// The tables, by migrations that are never changed once released.
///
/// Portable types only, as in SQLite: text in byte order, `bigint`, `bytea`; times are milliseconds since 1970. Room is
/// left on the pages of rows that change with every commit, so that a change need not touch their indexes.
enum PostgresSchema {
    /// Serializes migrations of servers that start at the same moment: "drft".
    private static let lockID = 0x6472_6674
    private static let migrations = [drafts]

    /// The version that this program reads and writes.
    static var version: Int { migrations.count }

    /// What the database is before anything is changed in it.
    enum State: Equatable {
        case empty
        case ours(version: Int)
        case foreign
    }

    static func state(_ session: PostgresSession) throws -> State {
        let tables = try session.all(
            """
            SELECT table_name::text COLLATE "C" FROM information_schema.tables
            WHERE table_schema = current_schema() ORDER BY 1
            """, [], of: nil
        ) { try $0.text() }
        guard !tables.isEmpty else { return .empty }
        guard tables.contains("draft_schema") else { return .foreign }
        let version = try session.first("SELECT max(version) FROM draft_schema", [], of: nil) {
            try $0.optionalInteger()
        }
        return .ours(version: (version ?? nil) ?? 0)
    }

    /// Brings the tables up to date, and names the history and the server where they have no name yet.
    static func migrate(_ session: PostgresSession, sources: StoreSources) throws {
        try session.writing {
            // A large database may take its time; so may another server that is at it.
            try session.exchange([
                .plain("SET LOCAL statement_timeout = 0"), .plain("SET LOCAL lock_timeout = 0"),
                .plain("SELECT pg_advisory_xact_lock(\(lockID))"),
            ])
            var applied = 0
            switch try state(session) {
            case .foreign: throw StorageError.conflict("the database belongs to another program")
            case .ours(let version) where version > Self.version: throw StorageError.newerSchema
            case .ours(let version): applied = version
            case .empty: break
            }
            for (number, statements) in migrations.enumerated().dropFirst(applied) {
                try session.exchange(statements.map(PostgresStatement.plain))
                try session.run(
                    "INSERT INTO draft_schema (version, applied_at) VALUES ($1, $2)",
                    [.int(number + 1), .int(sources.now().milliseconds)])
            }
            try session.run(
                """
                INSERT INTO meta (name, value) VALUES ('log_id', $1), ('server_id', $2), ('access_version', '0')
                ON CONFLICT (name) DO NOTHING
                """,
                [
                    .text(sources.logID().description),
                    .text(Identifier<PostgresSchema>.random().description),
                ])
        }
    }

    /// The tables that hold what is to be kept, each after those that it refers to.
    static let tables = [
        "meta", "drafts", "members", "memberships", "holdings", "events", "wordings", "segments",
        "audit_trail", "audit_chains", "deleted_drafts", "users", "revocations", "invites", "invite_uses", "shares",
        "tickets",
    ]
}

extension StorageError {
    static let newerSchema = conflict("the database was written by a newer version of this program")
}
