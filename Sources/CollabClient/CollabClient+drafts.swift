public import CollabAPI
public import DraftCore
public import FoundationEssentials

// Drafts as a whole, and what is read of them.
extension CollabClient {
    /// Begins a draft; the caller holds its ring.
    /// - Parameter key: makes beginning twice the same as beginning once; nil draws one, so that a repeat begins another.
    public func createDraft(
        title: String, platform: Platform? = nil, initialSegment: String? = nil, key: IdempotencyKey? = nil
    ) async throws(ClientError) -> DraftBody {
        let body = CreateBody(
            title: title, platform: platform, initialSegment: initialSegment, idempotencyKey: key ?? .random())
        return try await caller.call(Endpoints.createDraft, query: NoQuery(), body: body).data
    }

    /// A page of the caller's drafts without their text, most recently active first.
    public func drafts(_ query: ListQuery = ListQuery()) async throws(ClientError) -> DraftListAnswer {
        try await caller.call(Endpoints.listDrafts, query: query, body: EmptyBody())
    }

    /// All of the caller's drafts without their text, most recently active first; one call for each 200, and at most the
    /// 10,000 drafts that a user can have.
    public func allDrafts() async throws(ClientError) -> [DraftBody] {
        var page = try await drafts(ListQuery(limit: 200))
        var all = page.data
        var seen: Set<String> = []
        // A list that comes round to where it was, or only ever announces more, has no end.
        while let cursor = page.nextCursor, !page.data.isEmpty, all.count < 10_000, seen.insert(cursor).inserted {
            page = try await drafts(ListQuery(limit: 200, cursor: cursor))
            all += page.data
        }
        return all
    }

    /// A draft with a part of its text; at most 1,000 segments a call.
    public func draft(_ draft: DraftID, _ query: DraftQuery = DraftQuery()) async throws(ClientError) -> DraftBody {
        try await caller.call(Endpoints.getDraft, path: draft.path, query: query, body: EmptyBody()).data
    }

    /// Changes settings of a draft, for its creator.
    public func update(
        _ draft: DraftID, _ update: DraftUpdate, key: IdempotencyKey? = nil
    ) async throws(ClientError) -> DraftBody {
        let body = UpdateBody(update, idempotencyKey: key ?? .random())
        return try await caller.call(Endpoints.updateDraft, path: draft.path, query: NoQuery(), body: body).data
    }

    /// Deletes a draft for good, for its creator; repeating it is no error.
    public func delete(_ draft: DraftID) async throws(ClientError) {
        _ = try await caller.answer(to: Endpoints.deleteDraft, path: draft.path, query: NoQuery(), body: EmptyBody())
    }

    /// The manuscript, or the log, as a file: at most 1 GiB.
    public func export(_ draft: DraftID, as format: ExportQuery.Format) async throws(ClientError) -> Data {
        try await caller.answer(
            to: Endpoints.exportDraft, path: draft.path, query: ExportQuery(format: format), body: EmptyBody(),
            timeout: .seconds(120), answerLimit: 1 << 30
        ).body
    }

    /// A page of who did what, for the creator.
    public func audit(_ draft: DraftID, cursor: String? = nil) async throws(ClientError) -> AuditAnswer {
        try await caller.call(
            Endpoints.audit, path: draft.path, query: AuditQuery(cursor: cursor), body: EmptyBody())
    }

    /// What happened after a place in the log; waits where `query` says so and nothing did.
    public func events(_ draft: DraftID, _ query: EventsQuery) async throws(ClientError) -> EventsAnswer {
        try await caller.call(
            Endpoints.events, path: draft.path, query: query, body: EmptyBody(),
            timeout: .seconds(30) + .seconds(query.wait ?? 0))
    }
}

extension DraftID {
    var path: [Route.Parameter: String] { [.draftID: description] }
}
