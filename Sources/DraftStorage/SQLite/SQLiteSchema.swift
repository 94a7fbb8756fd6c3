import GRDB

/// The tables, by migrations that are never changed once released.
///
/// Portable types only, and every table but `events` and `wordings` is a fold of those two or forgettable. Times are
/// milliseconds since 1970. Every table is the tree of its key, so the newest rows of a draft lie together and an append
/// dirties one page a table. `events` and `segments` have no foreign key to `drafts`: those of a long draft outlive it for
/// the while that it takes to remove them without holding up everybody else.
enum SQLiteSchema {
    /// Marks the file as ours: "drft".
    static let applicationID = 0x6472_6674

    private static let oldestReadable = "1: drafts"
    private static let withAccess = "2: access"
    private static let withAudit = "3: audit"

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration(oldestReadable) { try $0.execute(sql: drafts) }
        // New tables contradict nothing that is there, so a large file need not be read through for it.
        migrator.registerMigration(withAccess, foreignKeyChecks: .immediate) { try $0.makeAccessTables() }
        migrator.registerMigration(withAudit, foreignKeyChecks: .immediate) { try $0.makeAuditTables() }
        return migrator
    }

    /// Whether the logs can be read, be it by a schema that serves no more.
    static func isReadable(_ database: Database) throws -> Bool {
        try migrator.appliedIdentifiers(database).contains(oldestReadable)
    }

    /// Whether the file has the tables of users, invites, shares and tickets.
    static func hasAccessTables(_ database: Database) throws -> Bool {
        try migrator.appliedIdentifiers(database).contains(withAccess)
    }

    /// Whether the file has the audit in chains, which the present schema has.
    static func hasAuditTables(_ database: Database) throws -> Bool {
        try migrator.appliedIdentifiers(database).contains(withAudit)
    }

    private static let drafts = """
        PRAGMA application_id = 1685218932;

        CREATE TABLE meta (
            name TEXT NOT NULL PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE drafts (
            id TEXT NOT NULL PRIMARY KEY,
            creator_id TEXT NOT NULL,
            creation_key TEXT,
            title TEXT NOT NULL,
            title_folded TEXT NOT NULL,
            platform TEXT,
            status TEXT NOT NULL,
            revise TEXT NOT NULL,
            holder_id TEXT NOT NULL,
            tenure INTEGER NOT NULL,
            passed_at INTEGER NOT NULL,
            pass_key TEXT,
            segment_count INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            target_publish_at INTEGER,
            seq INTEGER NOT NULL,
            hash BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX drafts_by_creation ON drafts (creator_id, creation_key) WHERE creation_key IS NOT NULL;

        CREATE TABLE members (
            draft_id TEXT NOT NULL REFERENCES drafts (id) ON DELETE CASCADE,
            user_id TEXT NOT NULL,
            role TEXT NOT NULL,
            joined_at INTEGER NOT NULL,
            last_active_at INTEGER,
            PRIMARY KEY (draft_id, user_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX members_by_user ON members (user_id, draft_id) WHERE role <> 'former';

        CREATE TABLE memberships (
            user_id TEXT NOT NULL PRIMARY KEY,
            changes INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE holdings (
            draft_id TEXT NOT NULL REFERENCES drafts (id) ON DELETE CASCADE,
            tenure INTEGER NOT NULL,
            holder_id TEXT NOT NULL,
            PRIMARY KEY (draft_id, tenure)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE events (
            draft_id TEXT NOT NULL,
            seq INTEGER NOT NULL,
            kind TEXT NOT NULL,
            ts INTEGER NOT NULL,
            actor_id TEXT NOT NULL,
            idempotency_key TEXT,
            fingerprint BLOB,
            commit_last INTEGER NOT NULL,
            body BLOB NOT NULL,
            hash BLOB NOT NULL,
            PRIMARY KEY (draft_id, seq)
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX events_by_key ON events (draft_id, actor_id, idempotency_key)
            WHERE idempotency_key IS NOT NULL;
        CREATE INDEX events_passes ON events (draft_id, ts) WHERE kind = 'ring_passed';

        CREATE TABLE wordings (
            draft_id TEXT NOT NULL,
            seq INTEGER NOT NULL,
            salt BLOB NOT NULL,
            content TEXT NOT NULL,
            PRIMARY KEY (draft_id, seq),
            FOREIGN KEY (draft_id, seq) REFERENCES events (draft_id, seq) ON DELETE CASCADE
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE segments (
            draft_id TEXT NOT NULL,
            segment_order INTEGER NOT NULL,
            id TEXT NOT NULL,
            author_id TEXT NOT NULL,
            idempotency_key TEXT,
            holder_id TEXT NOT NULL,
            tenure INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            revision INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            revised_at INTEGER,
            struck INTEGER NOT NULL,
            wording_seq INTEGER NOT NULL,
            PRIMARY KEY (draft_id, segment_order)
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX segments_by_id ON segments (draft_id, id);

        CREATE TABLE audit (
            draft_id TEXT NOT NULL,
            id INTEGER NOT NULL,
            ts INTEGER NOT NULL,
            actor_id TEXT NOT NULL,
            action TEXT NOT NULL,
            origin TEXT,
            request_id TEXT,
            seq INTEGER NOT NULL,
            PRIMARY KEY (draft_id, id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE deleted_drafts (
            id TEXT NOT NULL PRIMARY KEY,
            creator_id TEXT NOT NULL,
            creation_key TEXT,
            last_seq INTEGER NOT NULL,
            last_hash BLOB NOT NULL,
            deleted_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX deleted_drafts_by_creation ON deleted_drafts (creator_id, creation_key)
            WHERE creation_key IS NOT NULL;
        """
}
