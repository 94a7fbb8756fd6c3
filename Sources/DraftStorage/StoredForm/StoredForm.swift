import Crypto
import DraftCore

/// How an event is stored and hashed: the one definition of the bytes, the same in every store.
///
/// Invariant: `hash` = SHA-256(hash before ‖ body), where the body names a text only by SHA-256(salt ‖ text).
struct StoredForm: Sendable {
    /// Canonical JSON, the bytes that are hashed.
    let body: [UInt8]
    /// SHA-256 of the hash before and the body.
    let hash: EventHash
    /// The text, which the body names by its hash only; nil where the event has none.
    let wording: Wording?

    /// The stored form of the event that follows `previous`.
    init(_ event: Event, after previous: EventHash, salt: () -> [UInt8]) {
        wording = event.change.content.map { Wording(salt: salt(), content: $0) }
        body = Self.value(of: event, contentHash: wording?.contentHash).encoded()
        hash = Self.chain(body, after: previous)
    }

    /// What chains `body` to the event that has the hash `previous`.
    static func chain(_ body: [UInt8], after previous: EventHash) -> EventHash {
        var hasher = SHA256()
        hasher.update(data: previous.bytes)
        hasher.update(data: body)
        // A SHA-256 always has the 32 bytes that `EventHash` asks for.
        return EventHash(bytes: Array(hasher.finalize())) ?? .zero
    }
}

extension Wording {
    /// The hash by which a stored event names this text: lowercase hexadecimal digits.
    public var contentHash: String {
        var hasher = SHA256()
        hasher.update(data: salt)
        hasher.update(data: Array(content.utf8))
        return EventHash(bytes: Array(hasher.finalize()))?.description ?? ""
    }
}

extension Change {
    /// What the log calls it.
    var kind: String {
        switch self {
        case .draftCreated: "draft_created"
        case .segmentAdded: "segment_added"
        case .segmentRevised: "segment_revised"
        case .segmentStruck: "segment_struck"
        case .ringPassed: "ring_passed"
        case .memberAdded: "collaborator_added"
        case .memberRemoved: "collaborator_removed"
        case .draftUpdated: "draft_updated"
        }
    }

    /// The text that is stored apart from the body.
    var content: String? {
        switch self {
        case .segmentAdded(let segment): segment.content
        case .segmentRevised(_, let content, _): content
        default: nil
        }
    }
}
