import DraftCore

/// What one commit writes, worked out before the store touches a row; the same for every store.
struct CommitPlan {
    /// The draft after all events.
    let after: StoredDraft
    /// The events in order; the key sits on the first.
    let events: [PlannedEvent]
    /// Whose place in the draft the events may have changed.
    let touchedMembers: Set<UserID>

    /// An event and the bytes that will stand for it.
    struct PlannedEvent {
        let event: Event
        let form: StoredForm

        var stored: StoredEvent { StoredEvent(event: event, hash: form.hash) }
    }

    /// - Returns: nil where there are no changes.
    init?(
        _ changes: [Change], to before: StoredDraft?, for request: CommitRequest, at moment: Timestamp,
        salt: () -> [UInt8]
    ) throws(StorageError) {
        var state = before?.draft
        var head = before?.head ?? LogHead(seq: 0, hash: .zero)
        var events: [PlannedEvent] = []
        var touched: Set<UserID> = []
        for change in changes {
            let event = Event(
                draftID: request.draftID, seq: head.seq.next, moment: moment, requestID: request.requestID,
                actor: request.actor, key: events.isEmpty ? request.key : nil, change: change)
            let form = StoredForm(event, after: head.hash, salt: salt)
            if state == nil { state = Draft(founding: event) } else { state?.apply(event) }
            guard state != nil else { throw .conflict("the log of draft \(request.draftID) has no beginning") }
            head = LogHead(seq: event.seq, hash: form.hash)
            events.append(PlannedEvent(event: event, form: form))
            if let user = change.touchedMember { touched.insert(user) }
        }
        guard !events.isEmpty, let state else { return nil }
        self.events = events
        after = StoredDraft(draft: state, hash: head.hash)
        touchedMembers = touched
    }

    /// What to tell whoever asked.
    var receipt: Receipt { Receipt(draft: after.draft, head: after.head, events: events.map(\.stored)) }
}

extension Change {
    /// Why no store can keep this: a text with U+0000 in it, which not every database can hold.
    var unstorable: Rejection? {
        let texts: [(field: String, text: String?)] =
            switch self {
            case .draftCreated(let creation): [("title", creation.title)]
            case .segmentAdded(let segment): [("content", segment.content)]
            case .segmentRevised(_, let content, _): [("content", content)]
            case .ringPassed(let pass): [("reasoning", pass.choice?.reasoning)]
            case .draftUpdated(let update): [("title", update.title)]
            case .segmentStruck, .memberAdded, .memberRemoved: []
            }
        for (field, text) in texts {
            guard let scalars = text?.unicodeScalars, scalars.contains("\0"),
                let violation = SafeText.firstViolation(in: String(scalars), place: .segment)
            else { continue }
            return .invalid(field: field, .forbiddenCharacter(violation))
        }
        return nil
    }

    fileprivate var touchedMember: UserID? {
        switch self {
        case .draftCreated(let creation): creation.creatorID
        case .segmentAdded(let segment): segment.author
        case .memberAdded(let user, _), .memberRemoved(let user, _): user
        case .segmentRevised, .segmentStruck, .ringPassed, .draftUpdated: nil
        }
    }

    /// Whose list of drafts may look different afterwards, beyond what the draft's seq tells.
    var changedMembership: UserID? {
        switch self {
        case .draftCreated(let creation): creation.creatorID
        case .memberAdded(let user, _), .memberRemoved(let user, _): user
        case .segmentAdded, .segmentRevised, .segmentStruck, .ringPassed, .draftUpdated: nil
        }
    }
}
