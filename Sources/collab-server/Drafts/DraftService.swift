import CollabAPI
import DraftCore
import DraftStorage

/// What callers can ask of drafts. It knows who may see a draft and whom to tell of a change; what may be done in a
/// draft is decided by `Draft.decide`, inside the log's transaction.
struct DraftService: Sendable {
    let log: any DraftLog
    let directories: any Directories
    let feeds: Feeds
    let names: any FetchedNames
    let clock: WallClock
    let limits: Limits
    var metrics = ServerMetrics()
    let counts = DraftCounts()

    /// What a command has led to, now or when it was first asked.
    struct ChangeResult: Sendable {
        let receipt: Receipt
        /// Whether the command had had its effect before.
        let isReplay: Bool
    }

    /// Begins a draft.
    func begin(_ founding: Founding, by asker: Asker) async throws -> ChangeResult {
        let creator = founding.creator
        let hasRoom = try await counts.count(of: creator, in: log, now: clock.now()) < limits.drafts
        // Judged inside the commit, where a replay has been answered already. The rules of a draft know no such limit, so
        // their nearest refusal stands for it on the way out.
        let outcome = try await log.commit(CommitRequest(founding, by: asker)) {
            [limits] (_, _, now) throws(Rejection) in
            guard hasRoom else { throw .tooManyMembers(limit: limits.drafts) }
            return try Draft.decide(founding, at: now)
        }
        switch outcome {
        case .committed: counts.change(creator, by: 1)
        case .rejected(.tooManyMembers): throw Refusal.tooManyDrafts(limit: limits.drafts)
        case .replayed, .rejected: break
        }
        return try await publishedResult(of: outcome)
    }

    /// Asks a draft to obey `command`.
    func obey(_ command: Command, in draftID: DraftID, by asker: Asker) async throws -> ChangeResult {
        try await publishedResult(of: try await log.commit(command, in: draftID, by: asker))
    }

    /// Deletes a draft for good; repeating it is no error.
    func delete(_ draftID: DraftID, by asker: Asker) async throws {
        switch try await log.delete(draftID, by: asker) {
        case .deleted(let draft):
            counts.change(draft.creatorID, by: -1)
            feeds.end(draftID, .draftGone)
        // The deletion may be the work of a request that broke off before it could tell.
        case .alreadyDeleted: feeds.end(draftID, .draftGone)
        case .rejected(let rejection): throw rejection
        }
    }

    /// The result of a commit, once those who watch have been told of it.
    func publishedResult(of outcome: CommitOutcome) async throws(Rejection) -> ChangeResult {
        metrics.judged(outcome)
        switch outcome {
        case .rejected(let rejection):
            throw rejection
        case .replayed(let receipt):
            // The first request may have broken off between its commit and its news.
            await names.prepare(receipt.events.flatMap(\.event.people))
            feeds.watched(receipt.draft.id)?.learn(StoredDraft(draft: receipt.draft, hash: receipt.head.hash))
            return ChangeResult(receipt: receipt, isReplay: true)
        case .committed(let receipt):
            await names.prepare(receipt.events.flatMap(\.event.people))
            feeds.watched(receipt.draft.id)?.publish(
                receipt.events, after: StoredDraft(draft: receipt.draft, hash: receipt.head.hash))
            return ChangeResult(receipt: receipt, isReplay: false)
        }
    }

    /// The draft, for whoever may read it.
    func draft(_ draftID: DraftID, for visitor: Visitor) async throws -> StoredDraft {
        try Self.checkLink(of: visitor, to: draftID)
        guard let stored = try await log.draft(draftID) else { throw Rejection.missing(.draft) }
        try Self.checkReading(by: visitor, in: stored.draft)
        return stored
    }

    /// The draft with a page of its manuscript, for whoever may read it.
    func snapshot(
        of draftID: DraftID, page: SegmentPage, now: Timestamp? = nil, for visitor: Visitor
    ) async throws -> DraftSnapshot {
        try Self.checkLink(of: visitor, to: draftID)
        guard let snapshot = try await log.snapshot(of: draftID, page: page, now: now ?? clock.now()) else {
            throw Rejection.missing(.draft)
        }
        try Self.checkReading(by: visitor, in: snapshot.draft)
        await names.prepare(snapshot.draft.people)
        return snapshot
    }

    /// The drafts that the caller is a member of.
    func drafts(of caller: Caller, _ query: ListQuery) async throws -> DraftListAnswer {
        let limit = min(max(query.limit ?? limits.draftsAPage, 1), limits.draftsAPageAtMost)
        let cursor = try query.cursor.map { text in
            guard let cursor = DraftListQuery.Cursor(text) else {
                throw WireError.malformed(field: "cursor", reason: "is not one that this server gave")
            }
            return cursor
        }
        let page = try await log.drafts(
            of: caller.userID, DraftListQuery(title: query.q, after: cursor, limit: limit, now: clock.now()))
        await names.prepare(page.drafts.flatMap(\.draft.people))
        let invites = try await directories.invites(to: page.drafts.map(\.draft.id), at: clock.now())
        return DraftListAnswer(
            page.drafts.map { body($0, invites: invites[$0.draft.id] ?? []) }, nextCursor: page.next?.text,
            version: page.version.description)
    }

    /// Who did what, for the creator.
    func audit(of draftID: DraftID, _ query: AuditQuery, for caller: Caller) async throws -> AuditAnswer {
        let draft = try await draft(draftID, for: .user(caller)).draft
        try Access.checkCreator(draft.role(of: caller.userID))
        let before = try query.cursor.map { text in
            guard let id = AuditEntry.ID(text) else {
                throw WireError.malformed(field: "cursor", reason: "is not one that this server gave")
            }
            return id
        }
        let rows = try await log.audit(of: draftID, before: before, limit: limits.auditRowsAPage)
        let next = rows.count < limits.auditRowsAPage ? nil : rows.last.map { String($0.id) }
        return AuditAnswer(rows.map(AuditBody.init), nextCursor: next)
    }

    /// The invites that a visitor of the draft may see. Guests are not told who else may come.
    func visibleInvites(to draftID: DraftID, for visitor: Visitor) async throws -> [Invite] {
        visitor.userID == nil ? [] : try await directories.invites(to: draftID, at: clock.now())
    }

    /// The snapshot as it goes out to a visitor.
    func body(_ snapshot: DraftSnapshot, for visitor: Visitor) async throws -> DraftBody {
        body(snapshot, invites: try await visibleInvites(to: snapshot.draft.id, for: visitor))
    }

    /// The snapshot as it goes out.
    func body(_ snapshot: DraftSnapshot, invites: [Invite]) -> DraftBody {
        var body = DraftBody(
            snapshot.draft, segments: snapshot.segments, segmentsFrom: snapshot.segmentsFrom, metrics: snapshot.metrics,
            logID: log.logID, hash: snapshot.hash, names: names)
        body.pendingInvites = invites.map(\.id.description)
        return body
    }

    /// A link tells of no other draft than its own, not even whether there is one.
    private static func checkLink(of visitor: Visitor, to draftID: DraftID) throws(Rejection) {
        if case .guest(let share) = visitor, share.draftID != draftID { throw .forbidden(.notMember) }
    }

    private static func checkReading(by visitor: Visitor, in draft: Draft) throws(Rejection) {
        if let user = visitor.userID, draft.role(of: user) == nil { throw .forbidden(.notMember) }
    }

    /// Takes in what somebody without a socket says of themselves.
    func report(_ report: PresenceReportBody, in draftID: DraftID, by caller: Caller) async throws {
        let feed = feeds.hold(draftID)
        defer { feeds.release(feed) }
        let stored = try await draft(draftID, for: .user(caller))
        feed.learn(stored)
        feed.see(caller.userID, report.state, at: .announcement(caller.userID))
        if let text = report.text { feed.hear(text, from: caller.userID) }
    }

    /// Ends every wait.
    func goAway() {
        feeds.endAll()
    }

    /// Whether the server has been told to stop.
    var isGoingAway: Bool { feeds.areEnding }
}

extension AuditBody {
    fileprivate init(_ row: AuditEntry) {
        self.init(
            seq: row.note.seq, ts: row.note.moment, actorID: row.note.actor, action: row.note.facts.action,
            requestID: row.note.requestID, kind: row.note.kind.rawValue, outcome: row.note.outcome,
            subject: row.note.facts.subject)
    }
}

extension DraftListQuery.Cursor {
    /// The cursor as clients carry it.
    fileprivate var text: String { "\(updatedAt.milliseconds).\(draftID)" }

    fileprivate init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let milliseconds = Int64(parts[0]), let draftID = DraftID(parts[1]) else { return nil }
        self.init(updatedAt: Timestamp(milliseconds: milliseconds), draftID: draftID)
    }
}
