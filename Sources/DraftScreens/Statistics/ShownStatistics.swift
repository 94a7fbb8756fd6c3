import DraftCore

/// The statistics as the screen shows them: those of the log, with what is pending laid over them.
struct ShownStatistics: Sendable {
    /// What the log's segments count for.
    private(set) var confirmed = WritingStatistics()
    /// What pending commands add, and the wordings that they put in the place of others.
    private var added = WritingStatistics()
    /// The wordings that are replaced so.
    private var replaced = WritingStatistics()

    /// Begins again from a text.
    mutating func restart(from manuscript: Manuscript) {
        confirmed = WritingStatistics(manuscript.segments)
    }

    /// Takes in the segment that an event was about, as the log has it now.
    mutating func take(_ event: Event, in manuscript: Manuscript) {
        let id: SegmentID
        switch event.change {
        case .segmentAdded(let segment): id = segment.id
        case .segmentRevised(let revised, _, _): id = revised
        case .segmentStruck(let struck): id = struck
        case .draftCreated, .ringPassed, .memberAdded, .memberRemoved, .draftUpdated: return
        }
        if let segment = manuscript[id] { confirmed.take(segment) }
    }

    /// Takes in the segments that stand before the place where the text began until now.
    mutating func takePage(of manuscript: Manuscript, before order: Int) {
        let count = max(0, order - manuscript.firstOrder)
        for segment in manuscript.segments.prefix(count) { confirmed.take(segment) }
    }

    /// Counts what is pending anew: it is short, and any answer may change all of it.
    mutating func lay(_ visible: VisibleDraft, over manuscript: Manuscript) {
        guard !visible.tail.isEmpty || !visible.amended.isEmpty || added.segmentCount > 0 else { return }
        added = WritingStatistics(visible.tail.map(\.segment) + visible.amended.values)
        replaced = WritingStatistics(visible.amended.keys.compactMap { manuscript[$0] })
    }

    /// All words.
    var words: Int { sum { $0.words } }

    /// The words of a day, all or one author's.
    func words(on day: Day, by author: UserID? = nil) -> Int {
        sum { $0.words(on: day, by: author) }
    }

    /// The words of a turn.
    func words(in tenure: Tenure) -> Int {
        sum { $0.words(in: tenure) }
    }

    /// In how many turns something was written on a day. It is shown with every key, so the turns of the day are not gone
    /// through; those of what is pending are few.
    func turnCount(on day: Day) -> Int {
        let touched = added.turns(on: day).union(replaced.turns(on: day))
        let before = touched.count { confirmed.segmentCount(on: day, in: $0) > 0 }
        let after = touched.count { tenure in sum { $0.segmentCount(on: day, in: tenure) } > 0 }
        return confirmed.turnCount(on: day) - before + after
    }

    /// Everybody who has words here, those with the most first.
    var authors: [(author: UserID, words: Int)] {
        Set(confirmed.byAuthor.keys).union(added.byAuthor.keys)
            .map { author in (author: author, words: sum { $0.byAuthor[author] ?? 0 }) }
            .filter { $0.words > 0 }
            .sorted { ($1.words, $0.author) < ($0.words, $1.author) }
    }

    private func sum(_ count: (WritingStatistics) -> Int) -> Int {
        count(confirmed) + count(added) - count(replaced)
    }
}

extension Editor {
    /// Takes in the next event, into the text and into the statistics.
    mutating func receive(_ event: Event) -> Replica.Receipt? {
        let receipt = replica?.receive(event)
        if case .applied? = receipt, let replica { statistics.take(event, in: replica.manuscript) }
        return receipt
    }

    /// Puts an older page before the text that is here.
    mutating func prepend(_ page: [Segment]) {
        guard let order = replica?.manuscript.firstOrder else { return }
        replica?.prepend(page)
        if let replica { statistics.takePage(of: replica.manuscript, before: order) }
    }

    mutating func countAnew() {
        if let replica { statistics.restart(from: replica.manuscript) }
    }

    mutating func countPending() {
        if let replica { statistics.lay(replica.visible, over: replica.manuscript) }
    }
}
