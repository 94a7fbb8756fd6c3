import DraftCore
import NIOCore

/// One event, encoded once for all who read it.
struct FeedEntry: Sendable {
    let seq: Seq
    let hash: EventHash
    let frame: EncodedFrame
    /// Who is a member no more after this event.
    let removed: UserID?
}

/// The newest events of a draft that came by here, in a row and bounded; what is before or after them is in the log.
struct FrameTail: Sendable {
    /// What comes after a cursor.
    enum Next {
        case entry(FeedEntry)
        /// Everything has been read.
        case nothing
        /// It is in the log only.
        case inLog
    }

    static let maximumCount = 512
    static let maximumBytes = 1 << 20

    private var entries: [FeedEntry] = []
    private var bytes = 0
    /// The newest event that is known of; it may be ahead of those that are here.
    private(set) var head: Seq
    /// The hash of that event.
    private(set) var hash: EventHash

    init(head: Seq, hash: EventHash) {
        self.head = head
        self.hash = hash
    }

    /// Takes an event in. One that comes after its successor is passed over: its readers find it in the log.
    mutating func append(_ entry: FeedEntry) {
        if let last = entries.last {
            guard entry.seq > last.seq else { return }
            if entry.seq != last.seq.next {
                entries = []
                bytes = 0
            }
        }
        entries.append(entry)
        bytes += entry.frame.bytes.readableBytes
        advance(to: entry.seq, hash: entry.hash)
        trim()
    }

    /// Learns from the store that the log is longer than was known here.
    mutating func advance(to newHead: Seq, hash newHash: EventHash) {
        guard newHead > head else { return }
        head = newHead
        hash = newHash
    }

    func next(after cursor: Seq) -> Next {
        guard cursor < head else { return .nothing }
        guard let first = entries.first, let last = entries.last, first.seq <= cursor.next, cursor < last.seq else {
            return .inLog
        }
        return .entry(entries[cursor.next.rawValue - first.seq.rawValue])
    }

    // Half is dropped at once, so that moving the rest costs nothing a reader would notice.
    private mutating func trim() {
        guard entries.count > Self.maximumCount || bytes > Self.maximumBytes else { return }
        let keptFrom = entries.count - entries.count / 2
        entries.removeFirst(min(keptFrom, entries.count - 1))
        bytes = entries.reduce(0) { $0 + $1.frame.bytes.readableBytes }
    }
}
