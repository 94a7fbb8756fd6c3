extension PostgresSchema {
    /// The first release.
    static let drafts = [
        """
        CREATE TABLE draft_schema (
            version bigint NOT NULL PRIMARY KEY,
            applied_at bigint NOT NULL
        )
        """,
        """
        CREATE TABLE meta (
            name text COLLATE "C" NOT NULL PRIMARY KEY,
            value text COLLATE "C" NOT NULL
        )
        """,
        """
        CREATE TABLE drafts (
            id text COLLATE "C" NOT NULL PRIMARY KEY,
            creator_id text COLLATE "C" NOT NULL,
            creation_key text COLLATE "C",
            title text COLLATE "C" NOT NULL,
            title_folded text COLLATE "C" NOT NULL,
            platform text COLLATE "C",
            status text COLLATE "C" NOT NULL,
            revise text COLLATE "C" NOT NULL,
            holder_id text COLLATE "C" NOT NULL,
            tenure bigint NOT NULL,
            passed_at bigint NOT NULL,
            pass_key text COLLATE "C",
            segment_count bigint NOT NULL,
            created_at bigint NOT NULL,
            updated_at bigint NOT NULL,
            target_publish_at bigint,
            seq bigint NOT NULL,
            hash bytea NOT NULL
        ) WITH (fillfactor = 50)
        """,
        """
        CREATE UNIQUE INDEX drafts_by_creation ON drafts (creator_id, creation_key) WHERE creation_key IS NOT NULL
        """,
        """
        CREATE TABLE members (
            draft_id text COLLATE "C" NOT NULL REFERENCES drafts (id) ON DELETE CASCADE,
            user_id text COLLATE "C" NOT NULL,
            role text COLLATE "C" NOT NULL,
            joined_at bigint NOT NULL,
            last_active_at bigint,
            PRIMARY KEY (draft_id, user_id)
        ) WITH (fillfactor = 50)
        """,
        """
        CREATE INDEX members_by_user ON members (user_id, draft_id) WHERE role <> 'former'
        """,
        """
        CREATE TABLE memberships (
            user_id text COLLATE "C" NOT NULL PRIMARY KEY,
            changes bigint NOT NULL
        ) WITH (fillfactor = 50)
        """,
        """
        CREATE TABLE holdings (
            draft_id text COLLATE "C" NOT NULL REFERENCES drafts (id) ON DELETE CASCADE,
            tenure bigint NOT NULL,
            holder_id text COLLATE "C" NOT NULL,
            PRIMARY KEY (draft_id, tenure)
        )
        """,
        """
        CREATE TABLE events (
            draft_id text COLLATE "C" NOT NULL,
            seq bigint NOT NULL,
            kind text COLLATE "C" NOT NULL,
            ts bigint NOT NULL,
            actor_id text COLLATE "C" NOT NULL,
            idempotency_key text COLLATE "C",
            fingerprint bytea,
            commit_last bigint NOT NULL,
            body bytea NOT NULL,
            hash bytea NOT NULL,
            PRIMARY KEY (draft_id, seq)
        )
        """,
        """
        CREATE UNIQUE INDEX events_by_key ON events (draft_id, actor_id, idempotency_key)
            WHERE idempotency_key IS NOT NULL
        """,
        """
        CREATE INDEX events_passes ON events (draft_id, ts) WHERE kind = 'ring_passed'
        """,
        """
        CREATE TABLE wordings (
            draft_id text COLLATE "C" NOT NULL,
            seq bigint NOT NULL,
            salt bytea NOT NULL,
            content text COLLATE "C" NOT NULL,
            PRIMARY KEY (draft_id, seq)
        )
        """,
        """
        CREATE TABLE segments (
            draft_id text COLLATE "C" NOT NULL,
            segment_order bigint NOT NULL,
            id text COLLATE "C" NOT NULL,
            author_id text COLLATE "C" NOT NULL,
            idempotency_key text COLLATE "C",
            holder_id text COLLATE "C" NOT NULL,
            tenure bigint NOT NULL,
            seq bigint NOT NULL,
            revision bigint NOT NULL,
            created_at bigint NOT NULL,
            revised_at bigint,
            struck bigint NOT NULL,
            wording_seq bigint NOT NULL,
            PRIMARY KEY (draft_id, segment_order)
        )
        """,
        """
        CREATE UNIQUE INDEX segments_by_id ON segments (draft_id, id)
        """,
        """
        CREATE TABLE audit (
            draft_id text COLLATE "C" NOT NULL,
            id bigint NOT NULL,
            ts bigint NOT NULL,
            actor_id text COLLATE "C" NOT NULL,
            action text COLLATE "C" NOT NULL,
            origin text COLLATE "C",
            request_id text COLLATE "C",
            seq bigint NOT NULL,
            PRIMARY KEY (draft_id, id)
        )
        """,
        """
        CREATE TABLE deleted_drafts (
            id text COLLATE "C" NOT NULL PRIMARY KEY,
            creator_id text COLLATE "C" NOT NULL,
            creation_key text COLLATE "C",
            last_seq bigint NOT NULL,
            last_hash bytea NOT NULL,
            deleted_at bigint NOT NULL
        )
        """,
        """
        CREATE UNIQUE INDEX deleted_drafts_by_creation ON deleted_drafts (creator_id, creation_key)
            WHERE creation_key IS NOT NULL
        """,
        """
        CREATE TABLE users (
            id text COLLATE "C" NOT NULL PRIMARY KEY,
            issuer text COLLATE "C" NOT NULL,
            email text COLLATE "C",
            username text COLLATE "C",
            created_at bigint NOT NULL,
            updated_at bigint NOT NULL,
            metadata text COLLATE "C" NOT NULL
        )
        """,
        """
        CREATE TABLE revocations (
            user_id text COLLATE "C" NOT NULL PRIMARY KEY,
            issued_before bigint NOT NULL
        )
        """,
        """
        CREATE TABLE invites (
            id text COLLATE "C" NOT NULL PRIMARY KEY,
            draft_id text COLLATE "C" NOT NULL REFERENCES drafts (id) ON DELETE CASCADE,
            code_hash bytea NOT NULL,
            role text COLLATE "C" NOT NULL,
            created_by text COLLATE "C" NOT NULL,
            created_at bigint NOT NULL,
            expires_at bigint NOT NULL,
            max_uses bigint NOT NULL,
            uses bigint NOT NULL,
            revoked bigint NOT NULL
        )
        """,
        """
        CREATE UNIQUE INDEX invites_by_code ON invites (code_hash)
        """,
        """
        CREATE INDEX invites_by_draft ON invites (draft_id, created_at)
        """,
        """
        CREATE TABLE invite_uses (
            invite_id text COLLATE "C" NOT NULL REFERENCES invites (id) ON DELETE CASCADE,
            user_id text COLLATE "C" NOT NULL,
            PRIMARY KEY (invite_id, user_id)
        )
        """,
        """
        CREATE TABLE shares (
            id text COLLATE "C" NOT NULL PRIMARY KEY,
            draft_id text COLLATE "C" NOT NULL REFERENCES drafts (id) ON DELETE CASCADE,
            token_hash bytea NOT NULL,
            created_by text COLLATE "C" NOT NULL,
            created_at bigint NOT NULL,
            expires_at bigint NOT NULL,
            revoked bigint NOT NULL
        )
        """,
        """
        CREATE UNIQUE INDEX shares_by_token ON shares (token_hash)
        """,
        """
        CREATE INDEX shares_by_draft ON shares (draft_id, created_at)
        """,
        """
        CREATE TABLE tickets (
            hash bytea NOT NULL PRIMARY KEY,
            user_id text COLLATE "C" NOT NULL,
            issuer text COLLATE "C" NOT NULL,
            expires_at bigint NOT NULL
        )
        """,
        """
        CREATE INDEX tickets_by_end ON tickets (expires_at)
        """,
        """
        CREATE UNLOGGED TABLE presence (
            draft_id text COLLATE "C" NOT NULL,
            server text COLLATE "C" NOT NULL,
            user_id text COLLATE "C" NOT NULL,
            state text COLLATE "C",
            words text COLLATE "C",
            expires_at bigint NOT NULL,
            PRIMARY KEY (draft_id, server, user_id)
        )
        """,
    ]
}
