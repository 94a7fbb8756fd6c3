import CollabTesting
import DraftCore

/// The server as the wire contract describes it: judges one command after the other, and a key that took effect for
/// its user takes effect no second time.
struct ModelServer {
    /// The draft and its text at one seq.
    struct State {
        var draft: Draft
        var manuscript: Manuscript

        mutating func apply(_ event: Event) {
            draft.apply(event)
            manuscript.apply(event)
        }

        /// What a snapshot with the newest `count` segments tells.
        func newest(_ count: Int) -> State {
            let segments = manuscript.segments
            let part = Manuscript(segments: segments.suffix(count), firstOrder: max(0, segments.count - count))
            return State(draft: draft, manuscript: part)
        }
    }

    enum Answer: Equatable {
        case accepted(Seq)
        case refused(Rejection)
    }

    private struct BoundKey: Hashable {
        let actor: UserID
        let key: IdempotencyKey
    }

    private(set) var events: [Event] = []
    /// Commands that were accepted and changed nothing.
    private(set) var idle: Set<Command> = []
    private(set) var now = Timestamp.storyBegin
    private var states: [State] = []
    private var bound: [BoundKey: Seq] = [:]

    /// A draft that the first of `users` began and where the others may write.
    init(users: [UserID], seed: UInt64) {
        let story = try! users.dropFirst().reduce(Story.began(by: users[0], seed: seed)) { try $0.joined($1) }
        var state = State(draft: Draft(founding: story.events[0])!, manuscript: Manuscript())
        for event in story.events {
            if event.seq > 1 { state.apply(event) }
            events.append(event)
            states.append(state)
        }
        now = story.draft.updatedAt
    }

    var state: State { states[states.count - 1] }

    func state(at seq: Seq) -> State { states[seq.rawValue - 1] }

    /// The events after `seq`, oldest first.
    func events(after seq: Seq) -> ArraySlice<Event> { events[seq.rawValue...] }

    mutating func advance(seconds: Int) {
        now = now.after(seconds: seconds)
    }

    mutating func judge(_ command: Command) -> Answer {
        let owned = command.key.map { BoundKey(actor: command.actor, key: $0) }
        if let seq = owned.flatMap({ bound[$0] }) { return .accepted(seq) }
        do throws(Rejection) {
            let changes = try state.judging(command, at: now)
            if changes.isEmpty { idle.insert(command) }
            for event in state.draft.events(of: changes, by: command, at: now) {
                var next = state
                next.apply(event)
                events.append(event)
                states.append(next)
            }
            // Only a change that is in the log binds its key.
            if let owned, !changes.isEmpty { bound[owned] = state.draft.seq }
            return .accepted(state.draft.seq)
        } catch {
            return .refused(error)
        }
    }
}

extension ModelServer.State {
    func judging(_ command: Command, at now: Timestamp) throws(Rejection) -> [Change] {
        try draft.decide(command, target: command.target.flatMap { manuscript[$0]?.header }, at: now)
    }
}

extension Draft {
    /// The events that one commit makes of `changes`: the first carries the key.
    func events(of changes: [Change], by command: Command, at now: Timestamp) -> [Event] {
        changes.enumerated().map { index, change in
            Event(
                draftID: id, seq: Seq(rawValue: seq.rawValue + 1 + index), moment: now, actor: command.actor,
                key: index == 0 ? command.key : nil, change: change)
        }
    }

    /// The same draft, as a snapshot that names its members in that order tells of it.
    func retold(members: [Member]) -> Draft {
        Draft(
            id: id, creatorID: creatorID, title: title, platform: platform, status: status, revise: revise,
            members: members,
            ring: Ring(
                holder: ring.holder, tenure: ring.tenure, history: ring.history, passedAt: ring.passedAt,
                passKey: ring.passKey),
            segmentCount: segmentCount, createdAt: createdAt, updatedAt: updatedAt, targetPublishAt: targetPublishAt,
            seq: seq)
    }
}
