/// The text of a draft, or its newest part: consecutive segments up to the end, as folded from the log.
public struct Manuscript: Hashable, Sendable {
    /// The segments that are here, in order; struck ones keep their place.
    public private(set) var segments: [Segment]
    /// The order of the first segment that is here; those before it have not been loaded.
    public private(set) var firstOrder: Int
    private var orders: [SegmentID: Int]
    /// Newer wordings of segments that have not been loaded, waiting for the page that holds them.
    private var unplaced: [SegmentID: Amendment] = [:]

    /// What events said of one segment: its newest wording, if any, and whether it was struck.
    private struct Amendment: Hashable, Sendable {
        var content: String?
        var revision = 0
        var revisedAt: Timestamp?
        var isStruck = false

        /// Facts may come again: an older wording never takes the place of a newer one, and none that of a strike.
        mutating func take(_ other: Amendment) {
            if other.revision > revision, !isStruck {
                (content, revision, revisedAt) = (other.content, other.revision, other.revisedAt)
            }
            isStruck = isStruck || other.isStruck
        }

        func apply(to segment: inout Segment) {
            if revision > segment.revision, !segment.isStruck {
                (segment.content, segment.revision, segment.revisedAt) = (content, revision, revisedAt)
            }
            if isStruck { segment.content = nil }
        }
    }

    /// A manuscript without text.
    public init() {
        self.init(segments: [], firstOrder: 0)
    }

    /// The newest part of a manuscript, as a snapshot tells of it.
    /// - Parameter firstOrder: where the part begins; it is also where it ends if there are no segments.
    public init(segments: [Segment], firstOrder: Int) {
        self.segments = segments
        self.firstOrder = segments.first?.order ?? firstOrder
        orders = Dictionary(segments.map { ($0.id, $0.order) }, uniquingKeysWith: { first, _ in first })
    }

    /// Whether the manuscript is here from its first segment on.
    public var isComplete: Bool { firstOrder == 0 }

    /// The segment at `order`; nil where it is not here.
    public subscript(order: Int) -> Segment? {
        let index = order - firstOrder
        return segments.indices.contains(index) ? segments[index] : nil
    }

    /// The segment with that id; nil where it is not here.
    public subscript(id: SegmentID) -> Segment? {
        orders[id].flatMap { self[$0] }
    }

    /// Puts an older page before what is here. The page may be older or newer than this state: wordings that came by
    /// event since are kept. Segments that are here already, or would leave a hole, are passed over.
    public mutating func prepend(_ page: [Segment]) {
        let older = page.filter { $0.order < firstOrder }
        guard let first = older.first, let last = older.last, last.order == firstOrder - 1,
            last.order - first.order == older.count - 1
        else { return }
        segments.insert(contentsOf: older.map(amended), at: 0)
        for segment in older {
            orders[segment.id] = segment.order
            unplaced[segment.id] = nil
        }
        firstOrder = first.order
    }

    /// Takes in what has happened. Total, and the same when a fact comes again.
    public mutating func apply(_ event: Event) {
        switch event.change {
        case .segmentAdded(let segment):
            guard segment.order == firstOrder + segments.count else { return }
            orders[segment.id] = segment.order
            segments.append(segment)
        case .segmentRevised(let id, let content, let revision):
            amend(id, Amendment(content: content, revision: revision, revisedAt: event.moment))
        case .segmentStruck(let id):
            amend(id, Amendment(isStruck: true))
        case .draftCreated, .ringPassed, .memberAdded, .memberRemoved, .draftUpdated:
            break
        }
    }

    /// What another history of the same draft does not have, one that was put back to an earlier moment: segments that were
    /// added since, and those whose wording is of a later revision.
    /// - Parameter other: the newest part of the manuscript in that history; what lies before it is in both.
    public func segments(missingFrom other: Manuscript) -> [Segment] {
        let known = Dictionary(other.segments.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return segments.filter { segment in
            guard !segment.isStruck, segment.order >= other.firstOrder else { return false }
            guard let present = known[segment.id] else { return true }
            return !present.isStruck && present.revision < segment.revision
        }
    }

    private mutating func amend(_ id: SegmentID, _ amendment: Amendment) {
        guard let order = orders[id], segments.indices.contains(order - firstOrder) else {
            if !isComplete { unplaced[id, default: Amendment()].take(amendment) }
            return
        }
        amendment.apply(to: &segments[order - firstOrder])
    }

    private func amended(_ segment: Segment) -> Segment {
        guard let amendment = unplaced[segment.id] else { return segment }
        var amended = segment
        amendment.apply(to: &amended)
        return amended
    }
}

extension Manuscript {
    /// The segments as plain text: joined by one blank line, nothing added.
    public var plainText: String {
        segments.lazy.compactMap(\.content).joined(separator: "\n\n")
    }

    /// The manuscript as Markdown: the title as a heading, then the segments, each as it was written.
    public func markdown(title: String) -> String {
        (["# " + title] + segments.compactMap(\.content)).joined(separator: "\n\n") + "\n"
    }
}
