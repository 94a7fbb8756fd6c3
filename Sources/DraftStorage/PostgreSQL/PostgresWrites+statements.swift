extension PostgresWrites {
    static let newDrafts = PostgresRows(
        into: "drafts",
        [
            ("creator_id", .text), ("creation_key", .text), ("platform", .text), ("created_at", .int),
        ] + mutableColumns)

    static let changedDrafts = PostgresRows(
        mutableColumns.map(\.type),
        """
        UPDATE drafts d SET title = r.title, title_folded = r.title_folded, status = r.status, revise = r.revise,
            holder_id = r.holder_id, tenure = r.tenure, passed_at = r.passed_at, pass_key = r.pass_key,
            segment_count = r.segment_count, updated_at = r.updated_at, target_publish_at = r.target_publish_at,
            seq = r.seq, hash = r.hash
        FROM $rows AS r(\(mutableColumns.map(\.name).joined(separator: ", ")))
        WHERE d.id = r.id
        """)

    private static let mutableColumns: [(name: String, type: PostgresRows.ColumnType)] = [
        ("title", .text), ("title_folded", .text), ("status", .text), ("revise", .text), ("holder_id", .text),
        ("tenure", .int), ("passed_at", .int), ("pass_key", .text), ("segment_count", .int), ("updated_at", .int),
        ("target_publish_at", .int), ("seq", .int), ("hash", .bytes), ("id", .text),
    ]

    static let events = PostgresRows(
        into: "events",
        [
            ("draft_id", .text), ("seq", .int), ("kind", .text), ("ts", .int), ("actor_id", .text),
            ("idempotency_key", .text), ("fingerprint", .bytes), ("commit_last", .int), ("body", .bytes),
            ("hash", .bytes),
        ])

    static let wordings = PostgresRows(
        into: "wordings", [("draft_id", .text), ("seq", .int), ("salt", .bytes), ("content", .text)])

    static let segments = PostgresRows(
        into: "segments",
        [
            ("draft_id", .text), ("segment_order", .int), ("id", .text), ("author_id", .text),
            ("idempotency_key", .text), ("holder_id", .text), ("tenure", .int), ("seq", .int), ("revision", .int),
            ("created_at", .int), ("revised_at", .int), ("struck", .int), ("wording_seq", .int),
        ])

    static let revisedSegments = PostgresRows(
        [.int, .int, .int, .text, .text],
        """
        UPDATE segments s SET revision = r.revision, revised_at = r.revised_at, wording_seq = r.wording_seq
        FROM $rows AS r(revision, revised_at, wording_seq, draft_id, id)
        WHERE s.draft_id = r.draft_id AND s.id = r.id
        """)

    static let struckSegments = PostgresRows(
        [.text, .text],
        """
        UPDATE segments s SET struck = 1 FROM $rows AS r(draft_id, id)
        WHERE s.draft_id = r.draft_id AND s.id = r.id
        """)

    static let holdings = PostgresRows(
        into: "holdings", [("draft_id", .text), ("tenure", .int), ("holder_id", .text)])

    static let forgottenHoldings = PostgresRows(
        [.text, .int],
        """
        DELETE FROM holdings h USING $rows AS r(draft_id, tenure)
        WHERE h.draft_id = r.draft_id AND h.tenure <= r.tenure
        """)

    static let presentMembers = PostgresRows(
        [.text, .text, .text, .int, .int],
        """
        INSERT INTO members (draft_id, user_id, role, joined_at, last_active_at) SELECT * FROM $rows
        ON CONFLICT (draft_id, user_id) DO UPDATE
        SET role = excluded.role, joined_at = excluded.joined_at, last_active_at = excluded.last_active_at
        """)

    static let goneMembers = PostgresRows(
        [.text, .text],
        """
        DELETE FROM members m USING $rows AS r(draft_id, user_id)
        WHERE m.draft_id = r.draft_id AND m.user_id = r.user_id
        """)

    static let changedLists = PostgresRows(
        [.text, .int],
        """
        INSERT INTO memberships (user_id, changes) SELECT * FROM $rows
        ON CONFLICT (user_id) DO UPDATE SET changes = memberships.changes + excluded.changes
        """)

    /// In the order of the rows, so that later lines have greater numbers; whoever adds to a chain holds the lock on it.
    static let auditTrail = PostgresRows(
        [
            .int, .text, .int, .text, .text, .text, .text, .text, .text, .text, .text, .int, .text, .int, .bytes,
        ],
        """
        WITH lines AS (
            INSERT INTO audit_trail (chain, ts, kind, action, subject, origin, address, outcome, actor_id, draft_id,
                seq, request_id, count, hash)
            SELECT chain, ts, kind, action, subject, origin, address, outcome, actor_id, draft_id, seq, request_id,
                count, hash
            FROM $rows AS r(number, chain, ts, kind, action, subject, origin, address, outcome, actor_id, draft_id,
                seq, request_id, count, hash)
            ORDER BY number
            RETURNING id, chain, hash)
        INSERT INTO audit_chains (chain, removed_id, removed_hash, last_id, last_hash)
        SELECT DISTINCT ON (chain) chain, 0, decode(repeat('00', 32), 'hex'), id, hash FROM lines
        ORDER BY chain, id DESC
        ON CONFLICT (chain) DO UPDATE SET last_id = excluded.last_id, last_hash = excluded.last_hash
        """)
}
