public import DraftCore

extension PostgresLog: SharedStore {
    public func news() -> AsyncStream<StoreNews> { listener.news() }

    public func heads(of drafts: [DraftID]) async throws(StorageError) -> [DraftID: LogHead] {
        let heads = try await ask { session in
            try session.all(
                "SELECT id, seq, hash FROM drafts WHERE id = ANY($1)", [.texts(drafts.map(\.description))], of: nil
            ) { (try $0.id() as DraftID, LogHead(seq: try $0.seq(), hash: try $0.hash())) }
        }
        return Dictionary(heads, uniquingKeysWith: { _, last in last })
    }

    public func share(
        _ presence: SharedPresence, of draft: DraftID, expiresAt: Timestamp, at now: Timestamp
    ) async throws(StorageError) {
        var rows = PostgresRows(
            into: "presence",
            [
                ("draft_id", .text), ("server", .text), ("user_id", .text), ("state", .text), ("words", .text),
                ("expires_at", .int),
            ])
        let words = presence.words
        for user in Set(presence.members.keys).union(words.map { [$0.user] } ?? []) {
            rows.append([
                .id(draft), .text(instance), .user(user), .text(presence.members[user]?.rawValue),
                .text(words?.user == user ? words?.text : nil), .int(expiresAt.milliseconds),
            ])
        }
        let statements = [
            PostgresStatement(
                "DELETE FROM presence WHERE (draft_id = $1 AND server = $2) OR expires_at <= $3",
                [.id(draft), .text(instance), .int(now.milliseconds)]),
            rows.statement,
        ].compactMap(\.self)
        // One flush is one transaction.
        _ = try await hints.run(by: .now + .seconds(2)) { try $0.exchange(statements).count }
        await notifier.tell(.presence, draft)
    }

    public func presenceElsewhere(
        at drafts: [DraftID], now: Timestamp
    ) async throws(StorageError) -> [DraftID: SharedPresence] {
        let rows = try await ask { [instance] session in
            try session.all(
                """
                SELECT draft_id, user_id, state, words FROM presence
                WHERE draft_id = ANY($1) AND server <> $2 AND expires_at > $3
                """, [.texts(drafts.map(\.description)), .text(instance), .int(now.milliseconds)], of: nil
            ) { row in
                (
                    draft: try row.id() as DraftID, user: try row.user(),
                    state: try row.optional(Presence.State.init(rawValue:)), words: try row.optionalText()
                )
            }
        }
        var presence: [DraftID: SharedPresence] = [:]
        for row in rows {
            var known = presence[row.draft] ?? SharedPresence()
            if let state = row.state { known.members[row.user] = max(known.members[row.user] ?? state, state) }
            if let words = row.words { known.words = .init(user: row.user, text: words) }
            presence[row.draft] = known
        }
        return presence
    }
}
