public import DraftCore

/// What the audit is to keep of one thing that happened. It names people, drafts and requests, never texts or secrets.
public struct AuditNote: Hashable, Sendable {
    /// What sort of thing happened.
    public enum Kind: String, CaseIterable, Sendable {
        /// A draft or what lets people into it was changed.
        case change
        /// Somebody proved who they are.
        case signIn = "sign_in"
        /// Somebody was told no.
        case refusal
        /// Somebody was told no because there had been too much.
        case limit
        /// An operator did something to the server or its store.
        case administration
        /// Notes came faster than they could be kept; `count` tells how many were not.
        case gap
    }

    /// The outcome of whatever was not refused.
    public static let success = "ok"

    /// When it happened.
    public var moment: Timestamp
    /// What sort of thing it was.
    public var kind: Kind
    /// What was done or asked for.
    public var facts: AuditFacts
    /// `ok`, or the code of the refusal.
    public var outcome: String
    /// Who did it; nil where nobody had proved who they are.
    public var actor: UserID?
    /// The draft that it was about.
    public var draftID: DraftID?
    /// The last event of the draft when it had happened.
    public var seq: Seq?
    /// The request that asked for it.
    public var requestID: RequestID?
    /// How many things this note stands for, from 1.
    public var count: Int

    /// A note.
    public init(
        _ kind: Kind, _ facts: AuditFacts, outcome: String = AuditNote.success, by actor: UserID? = nil,
        draft: DraftID? = nil, seq: Seq? = nil, requestID: RequestID? = nil, count: Int = 1, at moment: Timestamp
    ) {
        self.moment = moment
        self.kind = kind
        self.facts = facts
        self.outcome = outcome
        self.actor = actor
        self.draftID = draft
        self.seq = seq
        self.requestID = requestID
        self.count = count
    }

    /// What a command has changed, which has led to `draft`.
    init(of request: CommitRequest, leadingTo draft: Draft) {
        self.init(
            .change, request.audit, by: request.actor, draft: draft.id, seq: draft.seq, requestID: request.requestID,
            at: draft.updatedAt)
    }

    /// A change of a draft that `asker` asked for.
    init(
        _ action: String, _ subject: String? = nil, of draft: DraftID, by asker: Asker, seq: Seq, at moment: Timestamp
    ) {
        let facts = AuditFacts(action: action, subject: subject, origin: asker.origin, address: asker.address)
        self.init(
            .change, facts, by: asker.actor, draft: draft, seq: seq, requestID: asker.requestID, at: moment)
    }
}

/// A line of the audit. It may be forgotten after a while: exactly-once does not rest on it.
public struct AuditEntry: Hashable, Sendable, Identifiable {
    /// The number of the line; later lines have greater ones.
    public let id: Int64
    /// What it tells.
    public let note: AuditNote
    /// SHA-256 of the hash of the line before it in its chain and its own canonical bytes.
    public let hash: EventHash

    /// A line as a store reads it.
    public init(id: Int64, note: AuditNote, hash: EventHash) {
        self.id = id
        self.note = note
        self.hash = hash
    }
}
