public import CollabAPI
public import DraftCore

// Single changes, for programs that do not follow the draft. A nil key draws one, so that a repeat is another change.
extension CollabClient {
    /// Adds a segment at the end, for the holder of the ring.
    @discardableResult
    public func append(
        _ content: String, to draft: DraftID, tenure: Tenure? = nil, key: IdempotencyKey? = nil
    ) async throws(ClientError) -> ReceiptBody {
        let body = AppendBody(content: content, idempotencyKey: key ?? .random(), tenure: tenure)
        return try await change(Endpoints.appendMinimal, draft.path, NoQuery(), body)
    }

    /// Gives a segment another wording, for the holder of the ring.
    /// - Parameter revision: the one that was seen; a segment that has changed since is left as it is.
    @discardableResult
    public func revise(
        _ segment: SegmentID, of draft: DraftID, to content: String, revision: Int? = nil, tenure: Tenure? = nil,
        key: IdempotencyKey? = nil
    ) async throws(ClientError) -> ReceiptBody {
        let body = ReviseBody(content: content, idempotencyKey: key ?? .random(), tenure: tenure, revision: revision)
        return try await change(Endpoints.reviseMinimal, draft.path(to: segment), NoQuery(), body)
    }

    /// Takes a segment out of the manuscript, for the holder of the ring.
    @discardableResult
    public func strike(
        _ segment: SegmentID, of draft: DraftID, tenure: Tenure? = nil, key: IdempotencyKey? = nil
    ) async throws(ClientError) -> ReceiptBody {
        let query = StrikeQuery(idempotencyKey: key ?? .random(), tenure: tenure)
        return try await change(Endpoints.strikeMinimal, draft.path(to: segment), query, EmptyBody())
    }

    /// Passes the ring.
    @discardableResult
    public func passRing(
        of draft: DraftID, to recipient: UserID, tenure: Tenure? = nil, key: IdempotencyKey? = nil
    ) async throws(ClientError) -> ReceiptBody {
        let body = PassBody(to: recipient, idempotencyKey: key ?? .random(), tenure: tenure)
        return try await change(Endpoints.passMinimal, draft.path, NoQuery(), body)
    }

    /// Passes the ring to whom the strategy chooses; nil is the server's default.
    @discardableResult
    public func passRing(
        of draft: DraftID, by strategy: Strategy?, tenure: Tenure? = nil, key: IdempotencyKey? = nil
    ) async throws(ClientError) -> SmartPassAnswer<ReceiptBody> {
        let body = SmartPassBody(strategy: strategy, idempotencyKey: key ?? .random(), tenure: tenure)
        return try await caller.call(Endpoints.passSmartMinimal, path: draft.path, query: NoQuery(), body: body)
    }

    /// Takes the ring back, for the creator.
    @discardableResult
    public func reclaimRing(of draft: DraftID, key: IdempotencyKey? = nil) async throws(ClientError) -> ReceiptBody {
        try await change(Endpoints.reclaimMinimal, draft.path, NoQuery(), KeyBody(idempotencyKey: key ?? .random()))
    }

    /// Makes somebody a member, or gives a member another role; for the creator.
    @discardableResult
    public func add(
        _ user: UserID, to draft: DraftID, as role: Role = .contributor, key: IdempotencyKey? = nil
    ) async throws(ClientError) -> DraftBody {
        let body = CollaboratorBody(collaboratorID: user, role: role, idempotencyKey: key ?? .random())
        return try await caller.call(
            Endpoints.addCollaborator, path: draft.path, query: CollaboratorQuery(), body: body
        ).data
    }

    /// Ends a membership: the creator any other's, everybody their own.
    public func remove(_ user: UserID, from draft: DraftID, key: IdempotencyKey? = nil) async throws(ClientError) {
        let path = draft.path.merging([.userID: user.description]) { $1 }
        // Whoever leaves gets no draft to read, so the answer's body is of no use here.
        _ = try await caller.answer(
            to: Endpoints.removeCollaborator, path: path, query: KeyQuery(idempotencyKey: key ?? .random()),
            body: EmptyBody())
    }

    /// Says how present the caller is and, for the holder, what is being typed; for programs without a session.
    public func reportPresence(
        in draft: DraftID, _ state: Presence.State, text: String? = nil
    ) async throws(ClientError) {
        _ = try await caller.answer(
            to: Endpoints.reportPresence, path: draft.path, query: NoQuery(),
            body: PresenceReportBody(state: state, text: text))
    }

    private func change<Query, Body>(
        _ endpoint: Endpoint<Query, Body, DataBody<ReceiptBody>>, _ path: [Route.Parameter: String], _ query: Query,
        _ body: Body
    ) async throws(ClientError) -> ReceiptBody {
        try await caller.call(endpoint, path: path, query: query, body: body).data
    }
}

extension DraftID {
    fileprivate func path(to segment: SegmentID) -> [Route.Parameter: String] {
        [.draftID: description, .segmentID: segment.description]
    }
}
