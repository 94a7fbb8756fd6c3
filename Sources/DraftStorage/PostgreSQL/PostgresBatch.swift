import DraftCore

/// Judges commands inside one transaction, one after the other, so that each sees what the last one is going to write.
///
/// Invariant: it takes two flushes, whatever the number of commands: one that locks and reads all that judging needs,
/// and one that writes and commits. What is asked for in vain or for the second time may cost more.
struct PostgresBatch {
    private let session: PostgresSession
    private let sources: StoreSources
    private var ground: PostgresGround
    private var writes: PostgresWrites
    /// Drafts as this transaction leaves them.
    private(set) var drafts: [DraftID: StoredDraft] = [:]
    /// What is written by this batch itself, for those who ask the same again.
    private var receipts: [DraftPlace<ActorKey>: (fingerprint: Fingerprint, events: [StoredEvent])] = [:]

    /// Locks the drafts of the orders and reads them.
    init(
        _ orders: [CommitOrder], in session: PostgresSession, sources: StoreSources, remembered: DraftMemory
    ) throws {
        self.session = session
        self.sources = sources
        ground = try PostgresGround(of: orders, in: session, remembered: remembered)
        writes = PostgresWrites(PostgresAudit(after: ground.auditEnds))
    }

    /// Writes what has been judged and commits it.
    func commit() throws {
        guard !writes.isEmpty else { return session.rollback() }
        try session.commit(after: writes.statements)
    }

    /// The verdict on one command. Throws only what undoes the whole batch.
    mutating func verdict(on order: CommitOrder) throws -> CommitVerdict {
        do {
            return .success(try outcome(of: order))
        } catch let error as StorageError {
            return .failure(error)
        }
    }

    private mutating func outcome(of order: CommitOrder) throws -> CommitOutcome {
        let request = order.request
        switch request.kind {
        case .founding:
            if let known = try knownFounding(request) { return known }
            return try append(order, to: nil)
        case .change:
            guard let stored = try draft(request.draftID) else { return .rejected(.missing(.draft)) }
            if let known = try replay(request, in: stored) { return known }
            return try append(order, to: stored)
        }
    }

    /// What became of a founding that was asked for before, or stands in the way of this one.
    private mutating func knownFounding(_ request: CommitRequest) throws -> CommitOutcome? {
        switch request.key.flatMap({ ground.foundings[ActorKey(actor: request.actor, key: $0)] }) {
        case .buried: return .rejected(.missing(.draft))
        case .draft(let id):
            // Locked, so that what is read of it in several statements is of one moment.
            guard let stored = try draft(id) ?? session.lockedHead(of: id).flatMap({ _ in try session.storedDraft(id) })
            else {
                throw StorageError.unavailable("the draft \(id) went while it was read")
            }
            return try replay(request, in: stored)
        case nil: break
        }
        guard try draft(request.draftID) == nil, !ground.buried.contains(request.draftID) else {
            throw StorageError.conflict("the draft id \(request.draftID) is taken")
        }
        return nil
    }

    private func replay(_ request: CommitRequest, in stored: StoredDraft) throws -> CommitOutcome? {
        guard let key = request.key else { return nil }
        let id = stored.draft.id
        let place = DraftPlace(draft: id, other: ActorKey(actor: request.actor, key: key))
        if let known = receipts[place] {
            guard known.fingerprint == request.fingerprint else { return .rejected(.keyReused) }
            return .replayed(Receipt(draft: stored.draft, head: stored.head, events: known.events))
        }
        // Of a draft that was found by the key of its creation nothing has been read yet.
        let binding =
            request.draftID == id
            ? ground.bindings[place] : try session.binding(of: key, by: request.actor, in: id)
        guard let binding else { return nil }
        guard binding.fingerprint == request.fingerprint else { return .rejected(.keyReused) }
        let before = Seq(rawValue: binding.first.rawValue - 1)
        let events = try session.storedEvents(of: id, after: before, through: binding.last, limit: .max)
        return .replayed(Receipt(draft: stored.draft, head: stored.head, events: events))
    }

    private mutating func append(_ order: CommitOrder, to stored: StoredDraft?) throws -> CommitOutcome {
        let request = order.request
        let moment = max(sources.now(), stored?.draft.updatedAt ?? Timestamp(milliseconds: .min))
        var invite: Invite?
        if let code = request.invite {
            guard let stored else { return .rejected(.missing(.draft)) }
            invite = try session.invite(code, letting: request.actor, into: stored.draft, at: moment)
            guard invite != nil else { return .rejected(.missing(.invite)) }
        }
        let target = request.target.flatMap { ground.headers[DraftPlace(draft: request.draftID, other: $0)] }
        let changes: [Change]
        do throws(Rejection) {
            changes = try order.judge(stored?.draft, target, moment)
        } catch {
            return .rejected(error)
        }
        if let rejection = changes.lazy.compactMap(\.unstorable).first { return .rejected(rejection) }
        guard let plan = try CommitPlan(changes, to: stored, for: request, at: moment, salt: sources.salt) else {
            guard let stored else { throw StorageError.conflict("a draft cannot begin without an event") }
            return .committed(Receipt(draft: stored.draft, head: stored.head, events: []))
        }
        if let invite { try use(invite, for: request.actor, making: changes) }
        writes.add(plan, over: stored, for: request)
        remember(plan, for: request)
        return .committed(plan.receipt)
    }

    /// Counted at once, so that the next in the batch who brings the same invite finds it used.
    private func use(_ invite: Invite, for user: UserID, making changes: [Change]) throws {
        try invite.checkUse(by: user, making: changes)
        try session.countUse(of: invite, by: user)
    }

    private mutating func remember(_ plan: CommitPlan, for request: CommitRequest) {
        let id = request.draftID
        drafts[id] = plan.after
        for planned in plan.events { ground.fold(planned.event) }
        guard let key = request.key else { return }
        let actorKey = ActorKey(actor: request.actor, key: key)
        receipts[DraftPlace(draft: id, other: actorKey)] = (request.fingerprint, plan.receipt.events)
        if request.kind == .founding { ground.foundings[actorKey] = .draft(id) }
    }

    private func draft(_ id: DraftID) throws(StorageError) -> StoredDraft? {
        if let stored = drafts[id] { return stored }
        return try ground.draft(id)
    }
}
