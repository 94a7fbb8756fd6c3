import DraftCore

/// How a line of the audit is hashed: the one definition of the bytes, the same in every store.
///
/// Lines hang together in chains: one for each draft, written under the lock that its changes are written under, and one
/// for all that is about no draft that is known.
///
/// Invariant: `hash` = SHA-256(hash of the line before in its chain ‖ canonical JSON of the line and its chain's name).
struct AuditForm {
    /// The chain of what is about no known draft.
    static let serverChain = "server"

    let hash: EventHash

    /// The form of the line that follows the one with the hash `previous` in `chain`.
    init(_ note: AuditNote, in chain: String, after previous: EventHash) {
        let value = CanonicalValue.object([
            "chain": .string(chain),
            "ts": .string(note.moment.description),
            "kind": .string(note.kind.rawValue),
            "action": .string(note.facts.action),
            "subject": .string(note.facts.subject),
            "origin": .string(note.facts.origin),
            "address": .string(note.facts.address),
            "outcome": .string(note.outcome),
            "actor_id": .string(note.actor?.description),
            "draft_id": .string(note.draftID?.description),
            "seq": note.seq.map { .integer($0.rawValue) } ?? .null,
            "request_id": .string(note.requestID?.description),
            "count": .integer(note.count),
        ])
        hash = StoredForm.chain(value.encoded(), after: previous)
    }
}
