import DraftCore

/// What is looked for in the manuscript, and where it stands.
///
/// Only texts are searched, never lines, so that a long manuscript is not wrapped for what nobody sees of it.
struct ManuscriptSearch: Sendable {
    /// What is looked for, as it is being written.
    private(set) var line = Composer()
    /// How often it was found.
    private(set) var count = 0
    /// The match that the reader is at.
    private(set) var current: Match?
    /// The segments in which it was found, in their order.
    private var hits: [Hit] = []
    /// Where the reader was when they began to look, or was last taken by their own key.
    private var origin: Place

    /// A place in the shown text of a segment.
    struct Place: Equatable, Comparable, Sendable {
        let order: Int
        /// In UTF-8.
        let offset: Int

        static func < (one: Place, other: Place) -> Bool {
            (one.order, one.offset) < (other.order, other.offset)
        }
    }

    /// One of the matches.
    struct Match: Equatable, Sendable {
        let place: Place
        /// Counted from 1.
        let number: Int
    }

    private struct Hit {
        let order: Int
        let count: Int
        /// How many matches stand in the segments before.
        let before: Int
    }

    init(from origin: Place) {
        self.origin = origin
    }

    /// Nil as long as nothing is looked for.
    var pattern: TextPattern? { TextPattern(line.text) }

    /// Changes what is looked for; the nearest match from where the reader began is the one they are at.
    mutating func edit(in replica: Replica, _ change: (inout Composer) -> Void) {
        let before = line.revision
        change(&line)
        guard line.revision != before else { return }
        find(in: replica, from: origin)
    }

    /// Looks again in a manuscript that has changed; the reader stays where they are.
    mutating func lookAgain(in replica: Replica) {
        find(in: replica, from: current?.place ?? origin)
    }

    /// Goes to the next match or to the one before, and around at the ends.
    mutating func step(by distance: Int, in replica: Replica) {
        guard let current, count > 0 else { return }
        let number = (current.number - 1 + distance + count) % count + 1
        self.current = match(number, in: replica)
        origin = self.current?.place ?? origin
    }

    private mutating func find(in replica: Replica, from start: Place) {
        collectHits(in: replica)
        guard let index = hits.firstIndex(where: { $0.order >= start.order }) else {
            current = count > 0 ? match(1, in: replica) : nil
            return
        }
        let first = hits[index]
        let earlier =
            first.order > start.order ? 0 : ranges(in: first.order, of: replica).count { $0.lowerBound < start.offset }
        let number = first.before + earlier + 1
        current = match(number > count ? 1 : number, in: replica)
    }

    private mutating func collectHits(in replica: Replica) {
        hits = []
        count = 0
        guard var pattern else { return }
        for order in replica.shownOrders {
            guard let content = replica.shownSegment(at: order)?.content else { continue }
            let found = pattern.count(in: content)
            guard found > 0 else { continue }
            hits.append(Hit(order: order, count: found, before: count))
            count += found
        }
    }

    private func match(_ number: Int, in replica: Replica) -> Match? {
        guard let hit = hits.last(where: { $0.before < number }) else { return nil }
        let ranges = ranges(in: hit.order, of: replica)
        let index = number - hit.before - 1
        guard ranges.indices.contains(index) else { return nil }
        return Match(place: Place(order: hit.order, offset: ranges[index].lowerBound), number: number)
    }

    private func ranges(in order: Int, of replica: Replica) -> [Range<Int>] {
        guard var pattern, let content = replica.shownSegment(at: order)?.content else { return [] }
        return pattern.ranges(in: content)
    }
}
