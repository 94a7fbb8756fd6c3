public import DraftCore

extension CommitRequest {
    /// The request that `command` to `draft` makes.
    public init(_ command: Command, in draft: DraftID, requestID: RequestID? = nil, origin: String? = nil) {
        self.init(
            draftID: draft, kind: .change, actor: command.actor, key: command.key,
            fingerprint: Fingerprint(of: command, in: draft), requestID: requestID, target: command.target,
            audit: AuditFacts(action: command.action.name, origin: origin))
    }

    /// The request that a beginning makes.
    public init(_ founding: Founding, requestID: RequestID? = nil, origin: String? = nil) {
        self.init(
            draftID: founding.id, kind: .founding, actor: founding.creator, key: founding.key,
            fingerprint: Fingerprint(of: founding), requestID: requestID, target: nil,
            audit: AuditFacts(action: "create", origin: origin))
    }
}

extension DraftLog {
    /// Asks a draft to obey `command`.
    public func commit(
        _ command: Command, in draft: DraftID, requestID: RequestID? = nil, origin: String? = nil
    ) async throws(StorageError) -> CommitOutcome {
        try await commit(CommitRequest(command, in: draft, requestID: requestID, origin: origin)) {
            (draft, target, now) throws(Rejection) in
            guard let draft else { throw .missing(.draft) }
            return try draft.decide(command, target: target, at: now)
        }
    }

    /// Begins a draft.
    public func commit(
        _ founding: Founding, requestID: RequestID? = nil, origin: String? = nil
    ) async throws(StorageError) -> CommitOutcome {
        try await commit(CommitRequest(founding, requestID: requestID, origin: origin)) {
            (_, _, now) throws(Rejection) in
            try Draft.decide(founding, at: now)
        }
    }
}
