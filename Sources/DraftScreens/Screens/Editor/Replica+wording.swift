import DraftCore

// The text as the screen shows it: confirmed segments as pending commands would change them, then the pending ones.
extension Replica {
    /// The places of the segments that can be shown, pending ones at the end.
    var shownOrders: Range<Int> {
        let first = manuscript.firstOrder
        return first..<first + manuscript.segments.count + visible.tail.count
    }

    /// The segment that is shown at a place.
    func shownSegment(at order: Int) -> Segment? {
        if let confirmed = manuscript[order] { return visible.amended[confirmed.id] ?? confirmed }
        let index = order - manuscript.firstOrder - manuscript.segments.count
        return visible.tail.indices.contains(index) ? visible.tail[index].segment : nil
    }
}
