/// What a client shows: the confirmed draft with its own pending commands laid over it.
public struct VisibleDraft: Hashable, Sendable {
    /// The draft as it would be if every pending command were obeyed.
    public private(set) var draft: Draft
    /// Pending segments, drawn after the confirmed ones, in the order they were sent.
    public private(set) var tail: [PendingSegment] = []
    /// Segments of the manuscript that a pending command changes, as they would be.
    public private(set) var amended: [SegmentID: Segment] = [:]
    /// The commands that would be refused as things stand; they wait for the server's verdict.
    public private(set) var doubtful: Set<IdempotencyKey> = []

    init(draft: Draft) {
        self.draft = draft
    }

    /// A segment that was sent and is not in the log yet.
    public struct PendingSegment: Hashable, Sendable {
        /// The segment as it would be.
        public let segment: Segment
        /// How sure it is.
        public let state: State

        /// How sure a pending segment is.
        public enum State: Hashable, Sendable {
            /// On its way.
            case sending
            /// The server has it; the event has not come back yet.
            case acknowledged
            /// The draft has changed so that it might be refused; the server decides.
            case waiting
        }
    }

    /// Lays one more command over the draft; one that would be refused leaves it as it is, and its text stays shown.
    mutating func predict(_ item: PendingCommand, over manuscript: Manuscript) {
        let target = item.command.target.flatMap { tailSegment($0) ?? amended[$0] ?? manuscript[$0] }
        let changes: [Change]
        do throws(Rejection) {
            changes = try draft.decide(item.command, target: target?.header, at: item.madeAt)
        } catch {
            if let key = item.command.key { doubtful.insert(key) }
            if case .append(let id, let content) = item.command.action {
                tail.append(PendingSegment(segment: unplaced(id, content, item), state: .waiting))
            }
            return
        }
        for change in changes { foresee(change, item, target) }
    }

    private mutating func foresee(_ change: Change, _ item: PendingCommand, _ target: Segment?) {
        let event = Event(
            draftID: draft.id, seq: draft.seq.next, moment: item.madeAt, actor: item.command.actor,
            key: item.command.key, change: change)
        draft.apply(event)
        switch change {
        case .segmentAdded(let segment):
            tail.append(PendingSegment(segment: segment, state: state(of: item)))
        case .segmentRevised(_, let content, let revision):
            guard var segment = target else { return }
            segment.content = content
            segment.revision = revision
            segment.revisedAt = item.madeAt
            amend(segment, item)
        case .segmentStruck:
            guard var segment = target else { return }
            segment.content = nil
            amend(segment, item)
        case .draftCreated, .ringPassed, .memberAdded, .memberRemoved, .draftUpdated:
            break
        }
    }

    /// Puts `segment` where its older wording is shown: a segment may be amended before it has come back itself.
    private mutating func amend(_ segment: Segment, _ item: PendingCommand) {
        if let index = tailIndex(segment.id) {
            tail[index] = PendingSegment(segment: segment, state: state(of: item))
        } else {
            amended[segment.id] = segment
        }
    }

    private func tailSegment(_ id: SegmentID) -> Segment? {
        tailIndex(id).map { tail[$0].segment }
    }

    private func tailIndex(_ id: SegmentID) -> Int? {
        tail.firstIndex { $0.segment.id == id && $0.state != .waiting }
    }

    private func state(of item: PendingCommand) -> PendingSegment.State {
        item.acknowledgedAt == nil ? .sending : .acknowledged
    }

    private func unplaced(_ id: SegmentID, _ content: String, _ item: PendingCommand) -> Segment {
        Segment(
            id: id, draftID: draft.id, author: item.command.actor, content: content, createdAt: item.madeAt,
            order: draft.segmentCount + tail.count { $0.state == .waiting }, key: item.command.key,
            holderAtWrite: draft.ring.holder, tenure: draft.ring.tenure, seq: draft.seq.next)
    }
}
