public import DraftCore

extension CommitRequest {
    /// The request that `command` to `draft` makes.
    public init(
        _ command: Command, in draft: DraftID, requestID: RequestID? = nil, origin: String? = nil,
        address: String? = nil
    ) {
        self.init(
            draftID: draft, kind: .change, actor: command.actor, key: command.key,
            fingerprint: Fingerprint(of: command, in: draft), requestID: requestID, target: command.target,
            audit: AuditFacts(
                action: command.action.name, subject: command.action.subject, origin: origin, address: address))
    }

    /// The request that a beginning makes.
    public init(
        _ founding: Founding, requestID: RequestID? = nil, origin: String? = nil,
        address: String? = nil
    ) {
        self.init(
            draftID: founding.id, kind: .founding, actor: founding.creator, key: founding.key,
            fingerprint: Fingerprint(of: founding), requestID: requestID, target: nil,
            audit: AuditFacts(action: "create", origin: origin, address: address))
    }

    /// The request that coming in by an invite makes. It has no key: who is in already need not come in again.
    init(
        joining draft: DraftID, by user: UserID, invite: SecretHash, role: Role, requestID: RequestID? = nil,
        origin: String? = nil, address: String? = nil
    ) {
        self.init(
            draftID: draft, kind: .change, actor: user, key: nil, fingerprint: Fingerprint(ofJoining: draft, as: role),
            requestID: requestID, target: nil, audit: AuditFacts(action: "join", origin: origin, address: address),
            invite: invite)
    }
}

extension CommitRequest {
    /// The request that a beginning makes, as `asker` asks for it.
    public init(_ founding: Founding, by asker: Asker) {
        self.init(founding, requestID: asker.requestID, origin: asker.origin, address: asker.address)
    }
}

extension DraftLog {
    /// Asks a draft to obey `command`, as `asker` asks for it.
    public func commit(
        _ command: Command, in draft: DraftID, by asker: Asker
    ) async throws(StorageError) -> CommitOutcome {
        try await commit(
            command, in: draft, requestID: asker.requestID, origin: asker.origin, address: asker.address)
    }

    /// Asks a draft to obey `command`.
    public func commit(
        _ command: Command, in draft: DraftID, requestID: RequestID? = nil, origin: String? = nil,
        address: String? = nil
    ) async throws(StorageError) -> CommitOutcome {
        try await commit(CommitRequest(command, in: draft, requestID: requestID, origin: origin, address: address)) {
            (draft, target, now) throws(Rejection) in
            guard let draft else { throw .missing(.draft) }
            return try draft.decide(command, target: target, at: now)
        }
    }

    /// Begins a draft.
    public func commit(
        _ founding: Founding, requestID: RequestID? = nil, origin: String? = nil,
        address: String? = nil
    ) async throws(StorageError) -> CommitOutcome {
        try await commit(CommitRequest(founding, requestID: requestID, origin: origin, address: address)) {
            (_, _, now) throws(Rejection) in
            try Draft.decide(founding, at: now)
        }
    }

    /// Lets `user` in by an invite to `draft`, as the role that it gives.
    public func join(
        draft: DraftID, user: UserID, invite: SecretHash, role: Role, requestID: RequestID? = nil,
        origin: String? = nil, address: String? = nil
    ) async throws(StorageError) -> CommitOutcome {
        let request = CommitRequest(
            joining: draft, by: user, invite: invite, role: role, requestID: requestID, origin: origin, address: address
        )
        return try await commit(request) { (draft, _, _) throws(Rejection) in
            guard let draft else { throw .missing(.draft) }
            return try draft.decideJoining(user, as: role)
        }
    }
}
