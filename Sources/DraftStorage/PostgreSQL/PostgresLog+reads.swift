public import DraftCore

extension PostgresLog {
    public func draft(_ id: DraftID) async throws(StorageError) -> StoredDraft? {
        try await read { try $0.storedDraft(id) }
    }

    public func snapshot(
        of id: DraftID, page: SegmentPage, now: Timestamp
    ) async throws(StorageError) -> DraftSnapshot? {
        try await read { session in
            guard let stored = try session.storedDraft(id) else { return nil }
            let orders = page.orders(in: stored.draft.segmentCount)
            return DraftSnapshot(
                draft: stored.draft, hash: stored.hash, segmentsFrom: orders.lowerBound,
                segments: try session.segments(of: id, orders: orders),
                ringPassesLast24h: try session.ringPasses(of: [id], in24HoursBefore: now)[id] ?? 0)
        }
    }

    public func segment(_ id: SegmentID, of draft: DraftID) async throws(StorageError) -> Segment? {
        try await read { session in
            // The rows of a deleted draft may outlive it for a while.
            guard try session.head(of: draft) != nil else { return nil }
            return try session.segment(id, of: draft)
        }
    }

    public func events(
        of id: DraftID, after seq: Seq, limit: Int, byteLimit: Int
    ) async throws(StorageError) -> EventPage? {
        try await read { session in
            guard let head = try session.head(of: id) else { return nil }
            guard head.seq > seq else { return EventPage(events: [], head: head) }
            let events = try session.storedEvents(of: id, after: seq, limit: limit, byteLimit: byteLimit)
            return EventPage(events: events, head: head)
        }
    }

    public func entries(
        of id: DraftID, after seq: Seq, limit: Int, byteLimit: Int
    ) async throws(StorageError) -> [LogEntry]? {
        try await read { session in
            guard try session.head(of: id) != nil else { return nil }
            var entries: [LogEntry] = []
            var bytes = 0
            try session.eachEntry(of: id, after: seq, limit: limit) { entry in
                bytes += entry.size
                guard entries.isEmpty || bytes <= byteLimit else { return false }
                entries.append(entry)
                return true
            }
            return entries
        }
    }

    public func head(of id: DraftID) async throws(StorageError) -> LogHead? {
        try await ask { try $0.head(of: id) }
    }

    public func hash(of id: DraftID, at seq: Seq) async throws(StorageError) -> EventHash? {
        try await read { session in
            guard try session.head(of: id) != nil else { return nil }
            return seq == 0 ? .zero : try session.hash(of: id, at: seq)
        }
    }

    public func tombstone(of id: DraftID) async throws(StorageError) -> Tombstone? {
        try await ask { try $0.tombstone(of: id) }
    }
}
