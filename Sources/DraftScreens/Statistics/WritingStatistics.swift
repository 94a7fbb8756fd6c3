import DraftCore

/// How much was written in a draft: by whom, on which day and in which turn, as the segments that are here tell.
///
/// A segment counts for its author, the day when it was added and the turn under which it was, with the words of its newest
/// wording; a struck one counts for nothing. Segments may come in any order and again: taking one in costs its own words.
struct WritingStatistics: Equatable, Sendable {
    /// Words by author, of those who have any.
    private(set) var byAuthor: [UserID: Int] = [:]
    /// All words.
    private(set) var words = 0
    private var byDay: [Day: DayCount] = [:]
    private var byTurn: [Tenure: Int] = [:]
    private var entries: [SegmentID: Entry] = [:]

    /// What one segment counts for.
    private struct Entry: Equatable, Sendable {
        let author: UserID
        let day: Day
        let tenure: Tenure
        /// Nil once it is struck: no wording comes after that.
        var wording: Wording?

        struct Wording: Equatable, Sendable {
            let revision: Int
            let words: Int
        }
    }

    private struct DayCount: Equatable, Sendable {
        var byAuthor: [UserID: Int] = [:]
        /// How many segments each turn has added that still stand.
        var segmentsByTurn: [Tenure: Int] = [:]
    }

    /// Nothing written.
    init() {}

    /// What `segments` count for.
    init(_ segments: some Sequence<Segment>) {
        for segment in segments { take(segment) }
    }

    /// Takes in a segment, or a newer state of one that is here; an older one changes nothing.
    mutating func take(_ segment: Segment) {
        let known = entries[segment.id]
        var entry =
            known
            ?? Entry(author: segment.author, day: Day(segment.createdAt), tenure: segment.tenure, wording: nil)
        if known != nil {
            guard let wording = entry.wording, segment.isStruck || segment.revision > wording.revision else { return }
            add(-1, entry)
        }
        entry.wording = segment.content.map { Entry.Wording(revision: segment.revision, words: WordRule.count($0)) }
        add(1, entry)
        entries[segment.id] = entry
    }

    private mutating func add(_ sign: Int, _ entry: Entry) {
        guard let wording = entry.wording else { return }
        let change = sign * wording.words
        words += change
        byAuthor.add(change, to: entry.author)
        byTurn.add(change, to: entry.tenure)
        var day = byDay.removeValue(forKey: entry.day) ?? DayCount()
        day.byAuthor.add(change, to: entry.author)
        day.segmentsByTurn.add(sign, to: entry.tenure)
        if !day.segmentsByTurn.isEmpty { byDay[entry.day] = day }
    }

    /// How many segments are here, struck ones included.
    var segmentCount: Int { entries.count }

    /// The words of a day, all or one author's.
    func words(on day: Day, by author: UserID? = nil) -> Int {
        guard let count = byDay[day] else { return 0 }
        return author.map { count.byAuthor[$0] ?? 0 } ?? count.byAuthor.values.reduce(0, +)
    }

    /// In how many turns something was written on a day that still stands.
    func turnCount(on day: Day) -> Int { byDay[day]?.segmentsByTurn.count ?? 0 }

    /// These turns.
    func turns(on day: Day) -> Set<Tenure> {
        byDay[day].map { Set($0.segmentsByTurn.keys) } ?? []
    }

    /// How many segments of a day and a turn still stand.
    func segmentCount(on day: Day, in tenure: Tenure) -> Int { byDay[day]?.segmentsByTurn[tenure] ?? 0 }

    /// The words of a turn.
    func words(in tenure: Tenure) -> Int { byTurn[tenure] ?? 0 }
}

extension Dictionary where Value == Int {
    /// Counts on; what comes to nothing is not kept, so that equal counts are equal values.
    fileprivate mutating func add(_ change: Int, to key: Key) {
        let count = self[key, default: 0] + change
        self[key] = count == 0 ? nil : count
    }
}
