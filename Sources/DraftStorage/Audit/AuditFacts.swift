public import DraftCore

/// What the audit is told with a command.
public struct AuditFacts: Hashable, Sendable {
    /// What was done, in a word.
    public let action: String
    /// Whom or what it was done to, where the action alone does not tell: a user's id, never a text.
    public let subject: String?
    /// By which credential, as far as the server cares to keep it.
    public let origin: String?
    /// The network address that it came from.
    public let address: String?

    /// Facts for the audit.
    public init(action: String, subject: String? = nil, origin: String? = nil, address: String? = nil) {
        self.action = action
        self.subject = subject
        self.origin = origin
        self.address = address
    }
}

/// Who asked for something, for the audit.
public struct Asker: Hashable, Sendable {
    /// Who.
    public let actor: UserID
    /// The request with which they did.
    public let requestID: RequestID?
    /// By which credential, as far as the server cares to keep it.
    public let origin: String?
    /// The network address that they asked from.
    public let address: String?

    /// Somebody who asks.
    public init(_ actor: UserID, requestID: RequestID? = nil, origin: String? = nil, address: String? = nil) {
        self.actor = actor
        self.requestID = requestID
        self.origin = origin
        self.address = address
    }
}
