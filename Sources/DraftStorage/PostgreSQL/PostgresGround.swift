import DraftCore

/// A key and whose it is.
struct ActorKey: Hashable, Sendable {
    let actor: UserID
    let key: IdempotencyKey
}

/// What the commands of a batch are judged on: read under the locks on their drafts.
///
/// Invariant: the locks are taken by a statement of their own, before all others: a statement that locked and read would
/// read as of the moment before it waited, and miss the key that it waited for.
struct PostgresGround {
    /// What a key of creation stands for.
    enum Founded {
        case draft(DraftID)
        case buried
    }

    var foundings: [ActorKey: Founded] = [:]
    /// Where the chains of the drafts end in the audit.
    private(set) var auditEnds: [String: EventHash] = [:]
    private(set) var buried: Set<DraftID> = []
    private(set) var bindings: [DraftPlace<ActorKey>: KeyBinding] = [:]
    private(set) var headers: [DraftPlace<SegmentID>: SegmentHeader] = [:]
    private var drafts: [DraftID: Result<StoredDraft, StorageError>] = [:]

    init(of orders: [CommitOrder], in session: PostgresSession, remembered: DraftMemory) throws {
        var questions = Questions(orders, remembered: remembered)
        let results = try session.exchange([.begin] + questions.statements)
        var answers = results.dropFirst().makeIterator()
        func next() throws -> PostgresResult {
            guard let answer = answers.next() else { throw PostgresFailure.lost("an answer is missing") }
            return answer
        }
        try readDrafts(next(), members: next(), holders: next(), remembered)
        auditEnds = try PostgresAudit.readingEnds(next())
        if questions.asksKeys { try readBindings(next(), &questions) }
        if questions.asksTargets { try readHeaders(next()) }
        if questions.asksFoundings { try readFoundings(next()) }
        if questions.asksBuried { buried = Set(try next().map(of: nil) { try $0.id() }) }
    }

    /// The draft as it was found under the lock.
    func draft(_ id: DraftID) throws(StorageError) -> StoredDraft? { try drafts[id]?.get() }

    /// Keeps the headers of segments as an event of this batch leaves them.
    mutating func fold(_ event: Event) {
        func place(_ id: SegmentID) -> DraftPlace<SegmentID> { DraftPlace(draft: event.draftID, other: id) }
        switch event.change {
        case .segmentAdded(let segment):
            headers[place(segment.id)] = segment.header
        case .segmentRevised(let id, _, let revision):
            headers[place(id)] = headers[place(id)].map {
                SegmentHeader(id: id, author: $0.author, revision: revision, isStruck: $0.isStruck)
            }
        case .segmentStruck(let id):
            headers[place(id)] = headers[place(id)].map {
                SegmentHeader(id: id, author: $0.author, revision: $0.revision, isStruck: true)
            }
        case .draftCreated, .ringPassed, .memberAdded, .memberRemoved, .draftUpdated:
            break
        }
    }

    private mutating func readDrafts(
        _ locked: PostgresResult, members: PostgresResult, holders: PostgresResult, _ remembered: DraftMemory
    ) throws {
        var read = DraftReading()
        try read.readMembers(members)
        try read.readHolders(holders)
        _ = try locked.map(of: nil) { row in
            let id: DraftID = try row.id()
            row.draft = id
            do throws(StorageError) {
                let columns = try DraftColumns(&row)
                if let known = remembered.draft(id, at: columns.head) {
                    drafts[id] = .success(known)
                } else {
                    drafts[id] = .success(try read.draft(id, columns))
                }
            } catch {
                drafts[id] = .failure(error)
            }
        }
    }

    private mutating func readBindings(_ result: PostgresResult, _ questions: inout Questions) throws {
        let found = try result.map(of: nil) { row in (number: try row.integer(), binding: try KeyBinding(&row)) }
        for (number, binding) in found {
            guard let place = questions.key(number) else { continue }
            bindings[place] = binding
        }
    }

    private mutating func readHeaders(_ result: PostgresResult) throws {
        let found = try result.map(of: nil) { row in
            let place = DraftPlace(draft: try row.id() as DraftID, other: try row.id() as SegmentID)
            return (place, try SegmentHeader(&row, id: place.other))
        }
        headers = Dictionary(found, uniquingKeysWith: { _, last in last })
    }

    private mutating func readFoundings(_ result: PostgresResult) throws {
        _ = try result.map(of: nil) { row in
            let user = try row.user()
            guard let key = try row.optional(IdempotencyKey.init) else { return }
            let id: DraftID = try row.id()
            foundings[ActorKey(actor: user, key: key)] = try row.integer() == 0 ? .draft(id) : .buried
        }
    }
}
