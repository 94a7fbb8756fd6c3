import DraftCore

extension PostgresGround {
    /// What has to be asked about the orders of a batch.
    struct Questions {
        private var drafts: [DraftID] = []
        private var knownHashes: [EventHash?] = []
        private var keys: [DraftPlace<ActorKey>] = []
        private var targets: [DraftPlace<SegmentID>] = []
        private var foundings: [ActorKey] = []
        private var begun: [DraftID] = []

        init(_ orders: [CommitOrder], remembered: DraftMemory) {
            var ids: Set<DraftID> = []
            for request in orders.map(\.request) {
                ids.insert(request.draftID)
                switch request.kind {
                case .founding:
                    begun.append(request.draftID)
                    if let key = request.key { foundings.append(ActorKey(actor: request.actor, key: key)) }
                case .change:
                    if let key = request.key {
                        keys.append(DraftPlace(draft: request.draftID, other: ActorKey(actor: request.actor, key: key)))
                    }
                    if let target = request.target { targets.append(DraftPlace(draft: request.draftID, other: target)) }
                }
            }
            // Everybody locks in this order, or two servers could wait for one another.
            drafts = ids.sorted()
            knownHashes = drafts.map { remembered.draft($0)?.hash }
        }

        var asksKeys: Bool { !keys.isEmpty }
        var asksTargets: Bool { !targets.isEmpty }
        var asksFoundings: Bool { !foundings.isEmpty }
        var asksBuried: Bool { !begun.isEmpty }

        /// What the question about keys with that number was about, from 1.
        func key(_ number: Int) -> DraftPlace<ActorKey>? {
            keys.indices.contains(number - 1) ? keys[number - 1] : nil
        }

        var statements: [PostgresStatement] {
            let ids = PostgresValue.texts(drafts.map(\.description))
            let known: [PostgresValue] = [ids, .blobs(knownHashes.map { $0?.bytes ?? [] })]
            var statements = [
                PostgresStatement(Self.lock, [ids]), PostgresStatement(Self.members, known),
                PostgresStatement(Self.holders, known), PostgresAudit.askingEnds(of: drafts.map(\.description)),
            ]
            if asksKeys {
                statements.append(
                    PostgresStatement(
                        Self.bindings,
                        [
                            .texts(keys.map(\.draft.description)), .texts(keys.map(\.other.actor.description)),
                            .texts(keys.map(\.other.key.description)),
                        ]))
            }
            if asksTargets {
                statements.append(
                    PostgresStatement(
                        Self.headers,
                        [.texts(targets.map(\.draft.description)), .texts(targets.map(\.other.description))]))
            }
            if asksFoundings {
                statements.append(
                    PostgresStatement(
                        Self.founded,
                        [.texts(foundings.map(\.actor.description)), .texts(foundings.map(\.key.description))]))
            }
            if asksBuried {
                statements.append(
                    PostgresStatement(
                        "SELECT id FROM deleted_drafts WHERE id = ANY($1)", [.texts(begun.map(\.description))]))
            }
            return statements
        }
    }
}

/// Each list is joined row by row, so that the plan is a look into an index for each, whatever the size of the tables.
extension PostgresGround.Questions {
    fileprivate static let lock =
        "SELECT id, \(DraftColumns.columns) FROM drafts WHERE id = ANY($1) ORDER BY id FOR UPDATE"

    /// Of drafts that are remembered as they are the members need not be read again.
    fileprivate static let members = """
        SELECT m.* FROM unnest($1::text[], $2::bytea[]) AS k(id, hash)
        CROSS JOIN LATERAL (
            SELECT m.draft_id, m.user_id, m.role, m.joined_at, m.last_active_at
            FROM drafts d JOIN members m ON m.draft_id = d.id WHERE d.id = k.id AND d.hash <> k.hash OFFSET 0
        ) AS m
        """

    fileprivate static let holders = """
        SELECT h.draft_id, h.holder_id FROM unnest($1::text[], $2::bytea[]) AS k(id, hash)
        CROSS JOIN LATERAL (
            SELECT h.draft_id, h.holder_id, h.tenure
            FROM drafts d JOIN holdings h ON h.draft_id = d.id WHERE d.id = k.id AND d.hash <> k.hash OFFSET 0
        ) AS h
        ORDER BY h.draft_id, h.tenure
        """

    fileprivate static let bindings = """
        SELECT k.number, e.* FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS k(id, actor, key, number)
        CROSS JOIN LATERAL (
            SELECT \(KeyBinding.columns) FROM events
            WHERE draft_id = k.id AND actor_id = k.actor AND idempotency_key = k.key LIMIT 1
        ) AS e
        """

    fileprivate static let headers = """
        SELECT s.* FROM unnest($1::text[], $2::text[]) AS k(draft, id)
        CROSS JOIN LATERAL (
            SELECT draft_id, id, \(SegmentHeader.columns) FROM segments
            WHERE draft_id = k.draft AND id = k.id LIMIT 1
        ) AS s
        """

    fileprivate static let founded = """
        SELECT d.* FROM unnest($1::text[], $2::text[]) AS k(creator, key)
        CROSS JOIN LATERAL (
            SELECT creator_id, creation_key, id, 0::bigint AS buried FROM drafts
            WHERE creator_id = k.creator AND creation_key = k.key
            UNION ALL
            SELECT creator_id, creation_key, id, 1::bigint FROM deleted_drafts
            WHERE creator_id = k.creator AND creation_key = k.key LIMIT 1
        ) AS d
        """
}
