import DraftCore
import GRDB

extension SQLiteSchema {
    /// What lets people in. Secrets are there as 32 bytes of SHA-256 alone.
    fileprivate static let access = """
        CREATE TABLE users (
            id TEXT NOT NULL PRIMARY KEY,
            issuer TEXT NOT NULL,
            email TEXT,
            username TEXT,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            metadata TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE revocations (
            user_id TEXT NOT NULL PRIMARY KEY,
            issued_before INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE invites (
            id TEXT NOT NULL PRIMARY KEY,
            draft_id TEXT NOT NULL REFERENCES drafts (id) ON DELETE CASCADE,
            code_hash BLOB NOT NULL,
            role TEXT NOT NULL,
            created_by TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            max_uses INTEGER NOT NULL,
            uses INTEGER NOT NULL,
            revoked INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX invites_by_code ON invites (code_hash);
        CREATE INDEX invites_by_draft ON invites (draft_id, created_at);

        CREATE TABLE invite_uses (
            invite_id TEXT NOT NULL REFERENCES invites (id) ON DELETE CASCADE,
            user_id TEXT NOT NULL,
            PRIMARY KEY (invite_id, user_id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE shares (
            id TEXT NOT NULL PRIMARY KEY,
            draft_id TEXT NOT NULL REFERENCES drafts (id) ON DELETE CASCADE,
            token_hash BLOB NOT NULL,
            created_by TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            revoked INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX shares_by_token ON shares (token_hash);
        CREATE INDEX shares_by_draft ON shares (draft_id, created_at);

        CREATE TABLE tickets (
            hash BLOB NOT NULL PRIMARY KEY,
            user_id TEXT NOT NULL,
            issuer TEXT NOT NULL,
            expires_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX tickets_by_end ON tickets (expires_at);

        INSERT INTO meta (name, value) VALUES ('access_version', '0');
        """
}

extension Database {
    /// With the tables comes the name of the server, so that no crash can leave the one without the other.
    func makeAccessTables() throws {
        try execute(sql: SQLiteSchema.access)
        try execute(
            sql: "INSERT INTO meta (name, value) VALUES ('server_id', ?)",
            arguments: [Identifier<SQLiteSchema>.random().description])
    }

    /// Tells every server on this file that somebody may have lost the right to be connected.
    func raiseAccessVersion() throws {
        try run("UPDATE meta SET value = CAST(value + 1 AS TEXT) WHERE name = 'access_version'", [])
    }
}
