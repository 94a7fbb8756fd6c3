public import DraftCore

/// What the audit is told with a command.
public struct AuditFacts: Hashable, Sendable {
    /// What was done, in a word.
    public let action: String
    /// By which credential or from where, as far as the server cares to keep it.
    public let origin: String?

    /// Facts for the audit.
    public init(action: String, origin: String? = nil) {
        self.action = action
        self.origin = origin
    }
}

/// Who asked for something that is no command, for the audit.
public struct Asker: Hashable, Sendable {
    /// Who.
    public let actor: UserID
    /// The request with which they did.
    public let requestID: RequestID?
    /// By which credential or from where, as far as the server cares to keep it.
    public let origin: String?

    /// Somebody who asks.
    public init(_ actor: UserID, requestID: RequestID? = nil, origin: String? = nil) {
        self.actor = actor
        self.requestID = requestID
        self.origin = origin
    }
}

/// A line of the audit. It may be forgotten: exactly-once does not rest on it.
public struct AuditEntry: Hashable, Sendable, Identifiable {
    /// The number of the line among those of its draft; later lines have greater ones.
    public let id: Int64
    /// The draft that it happened to.
    public let draftID: DraftID
    /// When it happened.
    public let moment: Timestamp
    /// Who did it.
    public let actor: UserID
    /// What was done.
    public let facts: AuditFacts
    /// The request that asked for it.
    public let requestID: RequestID?
    /// The last event that it made.
    public let seq: Seq

    /// A line as a store reads it.
    public init(
        id: Int64, draftID: DraftID, moment: Timestamp, actor: UserID, facts: AuditFacts, requestID: RequestID?,
        seq: Seq
    ) {
        self.id = id
        self.draftID = draftID
        self.moment = moment
        self.actor = actor
        self.facts = facts
        self.requestID = requestID
        self.seq = seq
    }
}
