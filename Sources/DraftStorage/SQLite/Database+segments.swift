import DraftCore
import GRDB

extension Database {
    private static let segmentColumns = """
        SELECT s.id, s.author_id, w.content, s.created_at, s.segment_order, s.idempotency_key, s.holder_id, s.tenure,
            s.seq, s.revision, s.revised_at, s.struck, s.wording_seq
        FROM segments s LEFT JOIN wordings w ON w.draft_id = s.draft_id AND w.seq = s.wording_seq
        """

    /// A page of the manuscript, in order.
    func segments(of draft: DraftID, orders: Range<Int>) throws -> [Segment] {
        guard !orders.isEmpty else { return [] }
        return try all(
            Self.segmentColumns
                + " WHERE s.draft_id = ? AND s.segment_order >= ? AND s.segment_order < ? ORDER BY s.segment_order",
            [draft.sql, orders.lowerBound, orders.upperBound], of: draft
        ) { try Segment(&$0, of: draft) }
    }

    /// Every row of the manuscript, in order.
    func segmentRows(of draft: DraftID) throws -> [SegmentRow] {
        try all(Self.segmentColumns + " WHERE s.draft_id = ? ORDER BY s.segment_order", [draft.sql], of: draft) {
            let segment = try Segment(&$0, of: draft)
            return SegmentRow(segment, wordingSeq: try $0.seq())
        }
    }

    func segment(_ id: SegmentID, of draft: DraftID) throws -> Segment? {
        try first(
            Self.segmentColumns + " WHERE s.draft_id = ? AND s.id = ?", [draft.sql, id.description], of: draft
        ) { try Segment(&$0, of: draft) }
    }
}

extension Segment {
    fileprivate init(_ row: inout SQLiteRow, of draft: DraftID) throws(StorageError) {
        let id: SegmentID = try row.id()
        let author = try row.user()
        let content = try row.optionalText()
        self.init(
            id: id, draftID: draft, author: author, content: content, createdAt: try row.moment(),
            order: try row.integer(), key: try row.optional(IdempotencyKey.init), holderAtWrite: try row.user(),
            tenure: try row.tenure(), seq: try row.seq(), revision: try row.integer(),
            revisedAt: try row.optionalMoment())
        let isStruck = try row.integer() != 0
        guard isStruck || content != nil else {
            throw .corrupt(draft: draft, seq: seq, "the text of segment \(id) is missing")
        }
        if isStruck { self.content = nil }
    }
}
