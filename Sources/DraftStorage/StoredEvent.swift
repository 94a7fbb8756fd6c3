public import DraftCore

/// A fact with the hash that chains it to all before it.
public struct StoredEvent: Hashable, Sendable {
    /// The fact, its text included.
    public let event: Event
    /// SHA-256 of the hash before it and its stored bytes.
    public let hash: EventHash

    /// A fact as a store reads it.
    public init(event: Event, hash: EventHash) {
        self.event = event
        self.hash = hash
    }
}

/// Where a log ends.
public struct LogHead: Hashable, Sendable {
    /// The newest event.
    public let seq: Seq
    /// Its hash.
    public let hash: EventHash

    /// The end of a log.
    public init(seq: Seq, hash: EventHash) {
        self.seq = seq
        self.hash = hash
    }
}

/// Consecutive events, and where the log ended when they were read.
public struct EventPage: Hashable, Sendable {
    /// In the order of their seq.
    public let events: [StoredEvent]
    /// The end of the log, beyond these events if there are more.
    public let head: LogHead

    /// A page as a store reads it.
    public init(events: [StoredEvent], head: LogHead) {
        self.events = events
        self.head = head
    }
}

/// One event exactly as it is stored: all that a verifier needs.
public struct LogEntry: Hashable, Sendable {
    /// The place in the log.
    public let seq: Seq
    /// Canonical JSON (RFC 8785), the bytes that were hashed.
    public let body: [UInt8]
    /// SHA-256 of the hash before it and `body`.
    public let hash: EventHash
    /// The text of the event; nil where it has none.
    public let wording: Wording?

    /// An event as a store reads it.
    public init(seq: Seq, body: [UInt8], hash: EventHash, wording: Wording?) {
        self.seq = seq
        self.body = body
        self.hash = hash
        self.wording = wording
    }

    /// About how many bytes it is to send.
    var size: Int { body.count + (wording?.content.utf8.count ?? 0) }
}

/// A text with the salt that makes its hash tell nothing once the text is erased.
public struct Wording: Hashable, Sendable {
    /// 16 random bytes.
    public let salt: [UInt8]
    /// The text.
    public let content: String

    /// A text and its salt.
    public init(salt: [UInt8], content: String) {
        self.salt = salt
        self.content = content
    }
}
