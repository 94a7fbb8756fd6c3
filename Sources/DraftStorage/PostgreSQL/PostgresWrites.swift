import DraftCore

/// What the commits of one batch write, collected so that it goes out in one flush, a statement a table.
///
/// Invariant: of what several commits of the batch have changed only the last state is written, for a row can be
/// changed but once by a statement.
struct PostgresWrites {
    private var begun: [DraftID: IdempotencyKey?] = [:]
    private var states: [DraftID: StoredDraft] = [:]
    private var members: [DraftPlace<UserID>: Member?] = [:]
    private var listChanges: [UserID: Int] = [:]
    private var revisions: [DraftPlace<SegmentID>: (revision: Int, moment: Timestamp, seq: Seq)] = [:]
    private var strikes: Set<DraftPlace<SegmentID>> = []
    private var events = Self.events
    private var wordings = Self.wordings
    private var segments = Self.segments
    private var holdings = Self.holdings
    private var forgottenHoldings = Self.forgottenHoldings
    private var audit: PostgresAudit

    /// - Parameter audit: knows where the chains of the drafts end.
    init(_ audit: PostgresAudit = PostgresAudit(after: [:])) {
        self.audit = audit
    }

    var isEmpty: Bool { states.isEmpty }

    /// Takes in what a commit has planned.
    mutating func add(_ plan: CommitPlan, over before: StoredDraft?, for request: CommitRequest) {
        let draft = plan.after.draft
        if before == nil { begun[draft.id] = .some(request.key) }
        states[draft.id] = plan.after
        if draft.ring.tenure != before?.draft.ring.tenure {
            holdings.append([.id(draft.id), .int(draft.ring.tenure.rawValue), .user(draft.ring.holder)])
            let last = draft.ring.tenure.rawValue - Ring.historyLimit
            if last > 0 { forgottenHoldings.append([.id(draft.id), .int(last)]) }
        }
        for event in plan.events {
            add(event, fingerprint: request.fingerprint, last: draft.seq)
            fold(event.event)
            if let user = event.event.change.changedMembership { listChanges[user, default: 0] += 1 }
        }
        for user in plan.touchedMembers where draft.members[user] != before?.draft.members[user] {
            members[DraftPlace(draft: draft.id, other: user)] = .some(draft.members[user])
        }
        audit.append(AuditNote(of: request, leadingTo: draft), to: draft.id.description)
    }

    /// Takes in the state that a log says; what stood there of members, holdings and segments is gone.
    mutating func restore(_ folded: FoldedLog, isThere: Bool) {
        let draft = folded.stored.draft
        if !isThere { begun[draft.id] = .some(folded.creationKey) }
        states[draft.id] = folded.stored
        for member in draft.members.values {
            members[DraftPlace(draft: draft.id, other: member.userID)] = .some(member)
        }
        let ring = draft.ring
        for (offset, holder) in ring.history.enumerated() {
            holdings.append([
                .id(draft.id), .int(ring.tenure.rawValue - ring.history.count + 1 + offset), .user(holder),
            ])
        }
        for row in folded.segments { add(row.segment, wordedAt: row.wordingSeq) }
    }

    private mutating func add(_ segment: Segment, wordedAt seq: Seq) {
        segments.append([
            .id(segment.draftID), .int(segment.order), .text(segment.id.description), .user(segment.author),
            .text(segment.key?.description), .user(segment.holderAtWrite), .int(segment.tenure.rawValue),
            .int(segment.seq.rawValue), .int(segment.revision), .int(segment.createdAt.milliseconds),
            .int(segment.revisedAt?.milliseconds), .int(segment.isStruck ? 1 : 0), .int(seq.rawValue),
        ])
    }

    private mutating func add(_ planned: CommitPlan.PlannedEvent, fingerprint: Fingerprint, last: Seq) {
        let event = planned.event
        events.append([
            .id(event.draftID), .int(event.seq.rawValue), .text(event.change.kind), .int(event.moment.milliseconds),
            .user(event.actor), .text(event.key?.description), .bytes(event.key == nil ? nil : fingerprint.bytes),
            .int(last.rawValue), .bytes(planned.form.body), .bytes(planned.form.hash.bytes),
        ])
        guard let wording = planned.form.wording else { return }
        wordings.append([
            .id(event.draftID), .int(event.seq.rawValue), .bytes(wording.salt), .text(wording.content),
        ])
    }

    private mutating func fold(_ event: Event) {
        switch event.change {
        case .segmentAdded(let segment):
            add(segment, wordedAt: event.seq)
        case .segmentRevised(let id, _, let revision):
            revisions[DraftPlace(draft: event.draftID, other: id)] = (revision, event.moment, event.seq)
        case .segmentStruck(let id):
            strikes.insert(DraftPlace(draft: event.draftID, other: id))
        case .draftCreated, .ringPassed, .memberAdded, .memberRemoved, .draftUpdated:
            break
        }
    }

    /// In an order in which each finds the rows that it refers to.
    var statements: [PostgresStatement] {
        [
            newDrafts.statement, changedDrafts.statement, events.statement, wordings.statement, segments.statement,
            revisedSegments.statement, struckSegments.statement, holdings.statement, forgottenHoldings.statement,
            presentMembers.statement, goneMembers.statement, changedLists.statement, audit.statement,
        ].compactMap(\.self)
    }

    private var newDrafts: PostgresRows {
        var rows = Self.newDrafts
        for (id, key) in begun {
            guard let stored = states[id] else { continue }
            rows.append(
                [
                    .user(stored.draft.creatorID), .text(key?.description), .text(stored.draft.platform?.description),
                    .int(stored.draft.createdAt.milliseconds),
                ] + mutableColumns(of: stored))
        }
        return rows
    }

    private var changedDrafts: PostgresRows {
        var rows = Self.changedDrafts
        for (id, stored) in states where begun[id] == nil { rows.append(mutableColumns(of: stored)) }
        return rows
    }

    private func mutableColumns(of stored: StoredDraft) -> [PostgresValue] {
        let draft = stored.draft
        return [
            .text(draft.title), .text(draft.title.folded), .text(draft.status.rawValue), .text(draft.revise.rawValue),
            .user(draft.ring.holder), .int(draft.ring.tenure.rawValue), .int(draft.ring.passedAt.milliseconds),
            .text(draft.ring.passKey?.description), .int(draft.segmentCount), .int(draft.updatedAt.milliseconds),
            .int(draft.targetPublishAt?.milliseconds), .int(draft.seq.rawValue), .bytes(stored.hash.bytes),
            .id(draft.id),
        ]
    }

    private var revisedSegments: PostgresRows {
        var rows = Self.revisedSegments
        for (place, wording) in revisions {
            rows.append([
                .int(wording.revision), .int(wording.moment.milliseconds), .int(wording.seq.rawValue),
                .id(place.draft), .text(place.other.description),
            ])
        }
        return rows
    }

    private var struckSegments: PostgresRows {
        var rows = Self.struckSegments
        for place in strikes { rows.append([.id(place.draft), .text(place.other.description)]) }
        return rows
    }

    private var presentMembers: PostgresRows {
        var rows = Self.presentMembers
        for (place, member) in members {
            guard let member else { continue }
            rows.append([
                .id(place.draft), .user(place.other), .text(member.role.rawValue), .int(member.joinedAt.milliseconds),
                .int(member.lastActiveAt?.milliseconds),
            ])
        }
        return rows
    }

    private var goneMembers: PostgresRows {
        var rows = Self.goneMembers
        for (place, member) in members where member == nil { rows.append([.id(place.draft), .user(place.other)]) }
        return rows
    }

    /// In the order of the ids, in which every server locks them.
    private var changedLists: PostgresRows {
        var rows = Self.changedLists
        for (user, count) in listChanges.sorted(by: { $0.key < $1.key }) { rows.append([.user(user), .int(count)]) }
        return rows
    }
}

extension PostgresValue {
    static func id(_ id: DraftID) -> PostgresValue { .text(id.description) }
    static func user(_ user: UserID) -> PostgresValue { .text(user.description) }
}
