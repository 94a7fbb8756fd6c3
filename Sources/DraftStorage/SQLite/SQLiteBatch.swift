import DraftCore
import GRDB

/// Judges and writes commands inside one transaction, one after the other, so that each sees what the last one wrote.
struct SQLiteBatch {
    private let database: Database
    private let sources: StoreSources
    /// Drafts as earlier transactions left them; any of them may have changed since.
    private let remembered: DraftMemory
    /// Drafts as this transaction has read or left them; nobody else can change them until it ends.
    private(set) var drafts: [DraftID: StoredDraft] = [:]

    init(_ database: Database, sources: StoreSources, remembered: DraftMemory) {
        self.database = database
        self.sources = sources
        self.remembered = remembered
    }

    /// The verdict on one command. Throws only what undoes the whole batch.
    mutating func verdict(on order: CommitOrder) throws -> CommitVerdict {
        do {
            return .success(try outcome(of: order))
        } catch let error as StorageError {
            return .failure(error)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            return .failure(StorageError(error))
        }
    }

    private mutating func outcome(of order: CommitOrder) throws -> CommitOutcome {
        switch order.request.kind {
        case .founding:
            if let known = try knownFounding(order.request) { return known }
            return try append(order, to: nil, target: nil)
        case .change:
            guard let stored = try load(order.request.draftID) else { return .rejected(.missing(.draft)) }
            if let known = try replay(order.request, in: stored) { return known }
            let target = try order.request.target.flatMap { try database.header(of: $0, in: stored.draft.id) }
            return try append(order, to: stored, target: target)
        }
    }

    /// What became of a founding that was asked for before, or stands in the way of this one.
    private mutating func knownFounding(_ request: CommitRequest) throws -> CommitOutcome? {
        if let key = request.key {
            if let id = try database.draft(begunBy: request.actor, key: key) {
                guard let stored = try load(id) else {
                    throw StorageError.corrupt(draft: id, seq: nil, "its row went while it was read")
                }
                return try replay(request, in: stored)
            }
            if try database.isBuried(creator: request.actor, key: key) { return .rejected(.missing(.draft)) }
        }
        guard try load(request.draftID) == nil, try database.tombstone(of: request.draftID) == nil else {
            throw StorageError.conflict("the draft id \(request.draftID) is taken")
        }
        return nil
    }

    private func replay(_ request: CommitRequest, in stored: StoredDraft) throws -> CommitOutcome? {
        let id = stored.draft.id
        guard let key = request.key, let binding = try database.binding(of: key, by: request.actor, in: id) else {
            return nil
        }
        guard binding.fingerprint == request.fingerprint else { return .rejected(.keyReused) }
        let before = Seq(rawValue: binding.first.rawValue - 1)
        let events = try database.storedEvents(of: id, after: before, through: binding.last, limit: .max)
        return .replayed(Receipt(draft: stored.draft, head: stored.head, events: events))
    }

    private mutating func append(
        _ order: CommitOrder, to stored: StoredDraft?, target: SegmentHeader?
    ) throws -> CommitOutcome {
        let request = order.request
        let moment = max(sources.now(), stored?.draft.updatedAt ?? Timestamp(milliseconds: .min))
        var invite: Invite?
        if let code = request.invite {
            guard let stored else { return .rejected(.missing(.draft)) }
            invite = try database.invite(code, letting: request.actor, into: stored.draft, at: moment)
            guard invite != nil else { return .rejected(.missing(.invite)) }
        }
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
        try database.inSavepoint {
            try database.write(plan, over: stored, for: request)
            if let invite { try database.use(invite, for: request.actor, making: changes) }
            return .commit
        }
        drafts[request.draftID] = plan.after
        return .committed(plan.receipt)
    }

    private mutating func load(_ id: DraftID) throws -> StoredDraft? {
        if let stored = drafts[id] { return stored }
        guard let head = try database.head(of: id) else { return nil }
        let stored = try remembered.draft(id, at: head) ?? database.storedDraft(id)
        drafts[id] = stored
        return stored
    }
}

extension Database {
    fileprivate func draft(begunBy creator: UserID, key: IdempotencyKey) throws -> DraftID? {
        try first(
            "SELECT id FROM drafts WHERE creator_id = ? AND creation_key = ?",
            [creator.description, key.description], of: nil
        ) { try $0.id() }
    }

    fileprivate func isBuried(creator: UserID, key: IdempotencyKey) throws -> Bool {
        let found = try first(
            "SELECT 1 FROM deleted_drafts WHERE creator_id = ? AND creation_key = ?",
            [creator.description, key.description], of: nil
        ) { try $0.integer() }
        return found != nil
    }
}
