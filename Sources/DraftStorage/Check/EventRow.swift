import DraftCore

/// An event as a store holds it, with the columns that repeat what the body says.
struct EventRow {
    let entry: LogEntry
    let kind: String
    let moment: Timestamp
    let actor: String
    let key: String?
    let fingerprint: [UInt8]?
    let commitLast: Seq
}

/// A row of the manuscript without its text: struck or not, and where its present wording is.
struct SegmentRow: Hashable {
    /// Its content is empty, or nil once it is struck.
    var segment: Segment
    var wordingSeq: Seq

    init(_ segment: Segment, wordingSeq: Seq) {
        self.segment = segment
        self.segment.content = segment.isStruck ? nil : ""
        self.wordingSeq = wordingSeq
    }

    mutating func apply(revision: Int, at event: Event) {
        segment.revision = revision
        segment.revisedAt = event.moment
        wordingSeq = event.seq
    }
}

/// What the state tables say of a draft.
struct StateRows {
    let stored: StoredDraft
    let creationKey: IdempotencyKey?
    let foldedTitle: String
    let segments: [SegmentRow]
}
