public import DraftCore
import GRDB

extension SQLiteLog {
    public func draft(_ id: DraftID) async throws(StorageError) -> StoredDraft? {
        try await read { try $0.storedDraft(id) }
    }

    public func snapshot(
        of id: DraftID, page: SegmentPage, now: Timestamp
    ) async throws(StorageError) -> DraftSnapshot? {
        try await read { try $0.snapshot(of: id, page: page, now: now) }
    }

    public func segment(_ id: SegmentID, of draft: DraftID) async throws(StorageError) -> Segment? {
        try await read { try $0.livingSegment(id, of: draft) }
    }

    public func events(
        of id: DraftID, after seq: Seq, limit: Int, byteLimit: Int
    ) async throws(StorageError) -> EventPage? {
        try await read { try $0.eventPage(of: id, after: seq, limit: limit, byteLimit: byteLimit) }
    }

    public func entries(
        of id: DraftID, after seq: Seq, limit: Int, byteLimit: Int
    ) async throws(StorageError) -> [LogEntry]? {
        try await read { try $0.entries(of: id, after: seq, limit: limit, byteLimit: byteLimit) }
    }

    public func head(of id: DraftID) async throws(StorageError) -> LogHead? {
        try await read { try $0.head(of: id) }
    }

    public func hash(of id: DraftID, at seq: Seq) async throws(StorageError) -> EventHash? {
        try await read { try $0.livingHash(of: id, at: seq) }
    }

    public func tombstone(of id: DraftID) async throws(StorageError) -> Tombstone? {
        try await read { try $0.tombstone(of: id) }
    }
}
