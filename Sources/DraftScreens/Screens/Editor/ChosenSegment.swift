import DraftCore

/// The segment of the manuscript that keys are about.
struct ChosenSegment: Equatable, Sendable {
    let id: SegmentID
    /// Where it stood last: a segment that comes back from the server has another id, and the same place.
    let order: Int
    /// Whether the key that strikes it was pressed once.
    var isStriking = false
}

/// Where else to go in the manuscript.
enum SegmentMove: Equatable, Sendable {
    case before, after, first, last
    case pageBefore, pageAfter
    case sameAuthorBefore, sameAuthorAfter
    case otherAuthorBefore, otherAuthorAfter
    /// To the beginning of this turn or, from there, of the one before; to that of the next one.
    case turnBefore, turnAfter
}

extension Replica {
    /// The segment of that id as it is shown, where it is in the manuscript.
    func shownSegment(_ id: SegmentID) -> Segment? {
        visible.amended[id] ?? manuscript[id]
    }

    /// Whether the segment at a place is not in the log yet.
    func isPending(at order: Int) -> Bool {
        order >= manuscript.firstOrder + manuscript.segments.count
    }

    /// Where `chosen` stands now; nil where nothing stands anywhere.
    func order(of chosen: ChosenSegment) -> Int? {
        let orders = shownOrders
        guard let last = orders.last else { return nil }
        if shownSegment(at: chosen.order)?.id == chosen.id { return chosen.order }
        if let placed = manuscript[chosen.id] { return placed.order }
        if let index = visible.tail.firstIndex(where: { $0.segment.id == chosen.id }) {
            return orders.upperBound - visible.tail.count + index
        }
        return min(max(chosen.order, orders.lowerBound), last)
    }

    /// The place that a move leads to; nil where there is none. Looks no further than it has to.
    func order(_ move: SegmentMove, from order: Int) -> Int? {
        let orders = shownOrders
        guard orders.contains(order), let here = shownSegment(at: order) else { return nil }
        func find(_ range: some Sequence<Int>, _ isIt: (Segment) -> Bool) -> Int? {
            range.first { shownSegment(at: $0).map(isIt) ?? false }
        }
        let above = (orders.lowerBound..<order).reversed()
        let below = order + 1..<orders.upperBound
        switch move {
        case .before, .pageBefore: return above.first
        case .after, .pageAfter: return below.first
        case .first: return orders.first
        case .last: return orders.last
        case .sameAuthorBefore: return find(above) { $0.author == here.author }
        case .sameAuthorAfter: return find(below) { $0.author == here.author }
        case .otherAuthorBefore: return find(above) { $0.author != here.author }
        case .otherAuthorAfter: return find(below) { $0.author != here.author }
        case .turnAfter: return find(below) { $0.tenure != here.tenure }
        case .turnBefore:
            guard let before = above.first, let tenure = shownSegment(at: before)?.tenure else { return nil }
            // The first segment of a turn leads to the beginning of the turn before.
            let end = find((orders.lowerBound..<before).reversed()) { $0.tenure != tenure }
            return end.map { $0 + 1 } ?? orders.lowerBound
        }
    }
}
