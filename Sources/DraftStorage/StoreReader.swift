import DraftCore

/// What can be read of a store as of one moment: each store has its own statements, and what they come to is the same.
protocol StoreReader {
    func head(of id: DraftID) throws -> LogHead?
    func storedDraft(_ id: DraftID) throws -> StoredDraft?
    func storedDrafts(_ ids: [DraftID]) throws -> [DraftID: StoredDraft]
    func segments(of draft: DraftID, orders: Range<Int>) throws -> [Segment]
    func segment(_ id: SegmentID, of draft: DraftID) throws -> Segment?
    func hash(of id: DraftID, at seq: Seq) throws -> EventHash?
    /// How often the ring was passed on in each draft; those without a pass may be missing.
    func ringPasses(of ids: [DraftID], in24HoursBefore now: Timestamp) throws -> [DraftID: Int]
    /// The rows of a list of drafts, in its order.
    func listRows(of user: UserID, _ query: DraftListQuery, limit: Int) throws -> [DraftListQuery.Cursor]
    func listVersion(of user: UserID) throws -> DraftListVersion
    func inviteRow(_ code: SecretHash) throws -> InviteRow?
    func hasUsed(_ invite: InviteID, _ user: UserID) throws -> Bool
    /// Hands over the entries with `after` < seq ≤ `through` in order, until `body` says false.
    func eachEntry(
        of id: DraftID, after: Seq, through: Seq, limit: Int, _ body: (LogEntry) throws -> Bool) throws
}

extension StoreReader {
    func snapshot(of id: DraftID, page: SegmentPage, now: Timestamp) throws -> DraftSnapshot? {
        guard let stored = try storedDraft(id) else { return nil }
        let orders = page.orders(in: stored.draft.segmentCount)
        return DraftSnapshot(
            draft: stored.draft, hash: stored.hash, segmentsFrom: orders.lowerBound,
            segments: try segments(of: id, orders: orders),
            ringPassesLast24h: try ringPasses(of: [id], in24HoursBefore: now)[id] ?? 0)
    }

    func drafts(of user: UserID, _ query: DraftListQuery) throws -> DraftListPage {
        let limit = min(max(0, query.limit), 1_000)
        var rows = try listRows(of: user, query, limit: limit + 1)
        let hasMore = rows.count > limit
        if hasMore { rows.removeLast() }
        let ids = rows.map(\.draftID)
        let stored = try storedDrafts(ids)
        let passes = try ringPasses(of: ids, in24HoursBefore: query.now)
        let drafts = ids.compactMap { id in
            stored[id].map { stored in
                DraftSnapshot(
                    draft: stored.draft, hash: stored.hash, segmentsFrom: stored.draft.segmentCount, segments: [],
                    ringPassesLast24h: passes[id] ?? 0)
            }
        }
        return DraftListPage(drafts: drafts, next: hasMore ? rows.last : nil, version: try listVersion(of: user))
    }

    /// A segment of a draft that is there: the rows of a deleted one may outlive it for a while.
    func livingSegment(_ id: SegmentID, of draft: DraftID) throws -> Segment? {
        try head(of: draft) == nil ? nil : segment(id, of: draft)
    }

    func eventPage(of id: DraftID, after seq: Seq, limit: Int, byteLimit: Int) throws -> EventPage? {
        guard let head = try head(of: id) else { return nil }
        // Most who ask have everything.
        guard head.seq > seq else { return EventPage(events: [], head: head) }
        return EventPage(events: try storedEvents(of: id, after: seq, limit: limit, byteLimit: byteLimit), head: head)
    }

    func entries(of id: DraftID, after seq: Seq, limit: Int, byteLimit: Int) throws -> [LogEntry]? {
        guard try head(of: id) != nil else { return nil }
        return try collect(of: id, after: seq, limit: limit, byteLimit: byteLimit) { $0 }
    }

    /// The events with `after` < seq ≤ `through`, in order.
    func storedEvents(
        of id: DraftID, after: Seq, through: Seq = Seq(rawValue: .max), limit: Int, byteLimit: Int = .max
    ) throws -> [StoredEvent] {
        try collect(of: id, after: after, through: through, limit: limit, byteLimit: byteLimit) {
            try StoredEvent($0, of: id)
        }
    }

    func livingHash(of id: DraftID, at seq: Seq) throws -> EventHash? {
        guard try head(of: id) != nil else { return nil }
        return seq == 0 ? .zero : try hash(of: id, at: seq)
    }

    /// The invite with that code, if it is one to `draft` and lets `user` in; a member needs no letting in.
    func invite(
        _ code: SecretHash, letting user: UserID, into draft: Draft, at moment: Timestamp
    ) throws -> Invite? {
        guard let row = try inviteRow(code), row.invite.draftID == draft.id else { return nil }
        guard draft.role(of: user) == nil else { return row.invite }
        guard row.isUsable(at: moment), try !hasUsed(row.invite.id, user) else { return nil }
        return row.invite
    }

    /// As many as fit into `byteLimit`, but one in any case.
    private func collect<Item>(
        of id: DraftID, after: Seq, through: Seq = Seq(rawValue: .max), limit: Int, byteLimit: Int,
        _ make: (LogEntry) throws -> Item
    ) throws -> [Item] {
        var items: [Item] = []
        var bytes = 0
        try eachEntry(of: id, after: after, through: through, limit: limit) { entry in
            bytes += entry.size
            guard items.isEmpty || bytes <= byteLimit else { return false }
            items.append(try make(entry))
            return true
        }
        return items
    }
}
