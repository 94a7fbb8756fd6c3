import DraftCore
import GRDB

extension Database {
    /// A page of the manuscript, in order.
    func segments(of draft: DraftID, orders: Range<Int>) throws -> [Segment] {
        guard !orders.isEmpty else { return [] }
        return try all(
            Segment.selection
                + " WHERE s.draft_id = ? AND s.segment_order >= ? AND s.segment_order < ? ORDER BY s.segment_order",
            [draft.sql, orders.lowerBound, orders.upperBound], of: draft
        ) { try Segment(&$0, of: draft) }
    }

    /// Every row of the manuscript, in order.
    func segmentRows(of draft: DraftID) throws -> [SegmentRow] {
        try all(Segment.selection + " WHERE s.draft_id = ? ORDER BY s.segment_order", [draft.sql], of: draft) {
            try SegmentRow(&$0, of: draft)
        }
    }

    func segment(_ id: SegmentID, of draft: DraftID) throws -> Segment? {
        try first(
            Segment.selection + " WHERE s.draft_id = ? AND s.id = ?", [draft.sql, id.description], of: draft
        ) { try Segment(&$0, of: draft) }
    }
}
