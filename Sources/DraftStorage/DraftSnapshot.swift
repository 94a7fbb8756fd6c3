public import DraftCore

/// A draft and the hash of its newest event.
public struct StoredDraft: Hashable, Sendable {
    /// The draft, without its text.
    public let draft: Draft
    /// The hash of the event that `draft.seq` names.
    public let hash: EventHash

    /// A draft as a store reads it.
    public init(draft: Draft, hash: EventHash) {
        self.draft = draft
        self.hash = hash
    }

    /// Where its log ends.
    public var head: LogHead { LogHead(seq: draft.seq, hash: hash) }
}

/// Which segments to read.
public struct SegmentPage: Hashable, Sendable {
    /// The order of the first one; a negative number counts from the end.
    public let from: Int
    /// At most so many.
    public let limit: Int

    /// `limit` segments from `from` on.
    public init(from: Int, limit: Int) {
        self.from = from
        self.limit = limit
    }

    /// No segments at all.
    public static let none = SegmentPage(from: 0, limit: 0)

    /// The newest segments.
    public static func last(_ count: Int) -> SegmentPage { SegmentPage(from: -max(0, count), limit: max(0, count)) }

    /// The orders that the page covers in a manuscript of `count` segments.
    public func orders(in count: Int) -> Range<Int> {
        let count = max(0, count)
        let lower = from < 0 ? max(0, count - Int(min(UInt(count), from.magnitude))) : min(from, count)
        return lower..<lower + min(max(0, limit), count - lower)
    }
}

/// A draft with a page of its manuscript, all as of one event.
public struct DraftSnapshot: Hashable, Sendable {
    /// The draft, without its text.
    public let draft: Draft
    /// The hash of its newest event.
    public let hash: EventHash
    /// Where the page begins.
    public let segmentsFrom: Int
    /// The page, in order.
    public let segments: [Segment]
    /// Passes of the ring in the 24 hours that were asked about.
    public let ringPassesLast24h: Int

    /// A snapshot as a store reads it.
    public init(draft: Draft, hash: EventHash, segmentsFrom: Int, segments: [Segment], ringPassesLast24h: Int) {
        self.draft = draft
        self.hash = hash
        self.segmentsFrom = segmentsFrom
        self.segments = segments
        self.ringPassesLast24h = ringPassesLast24h
    }

    /// How lively the draft is.
    public var metrics: Metrics { Metrics(of: draft, ringPassesLast24h: ringPassesLast24h) }
}
