/// A draft as one client sees it: what the log is known to say, and what this client has asked for and not been told yet.
///
/// Invariant: `visible` is `confirmed` with the pending commands decided and applied over it. So taking a refused
/// command back is forgetting it, and with nothing pending the replica equals the log.
public struct Replica: Sendable {
    /// The log's state as far as it is known.
    public private(set) var confirmed: Draft
    /// The log's text as far as it is known.
    public private(set) var manuscript: Manuscript
    /// What this client has asked for, oldest first.
    public private(set) var pending: [PendingCommand] = []
    /// What the screen shows.
    public private(set) var visible: VisibleDraft

    /// A replica that starts from a snapshot.
    public init(draft: Draft, manuscript: Manuscript) {
        confirmed = draft
        self.manuscript = manuscript
        visible = VisibleDraft(draft: draft)
    }

    /// Asks for `command`, which must have a key; what follows is visible at once.
    /// - Parameter now: the moment that the screen shows until the log tells the real one.
    public mutating func submit(_ command: Command, at now: Timestamp) {
        pending.append(PendingCommand(command: command, madeAt: now))
        refold()
    }

    /// What became of an event that was received.
    public enum Receipt: Hashable, Sendable {
        /// It is part of the confirmed state now; `acknowledged` is the command of ours that it answers, the earliest if
        /// there are several.
        case applied(acknowledged: Command?)
        /// It was part of it already.
        case duplicate
        /// Events are missing before it; the caller asks for all after `after`.
        case gap(after: Seq)
    }

    /// Takes in the next event of the log.
    public mutating func receive(_ event: Event) -> Receipt {
        guard event.draftID == confirmed.id, event.seq > confirmed.seq else { return .duplicate }
        guard event.seq == confirmed.seq.next else { return .gap(after: confirmed.seq) }
        confirmed.apply(event)
        manuscript.apply(event)
        let settled = settle { item in
            (event.key != nil && item.command.key == event.key && item.command.actor == event.actor)
                || item.isAnswered(by: event.seq)
        }
        return .applied(acknowledged: settled.first)
    }

    /// The server has answered: `key` took effect, and all of it is in the log up to `seq`.
    public mutating func acknowledge(_ key: IdempotencyKey, at seq: Seq) {
        guard let index = pending.firstIndex(where: { $0.command.key == key }) else { return }
        if seq <= confirmed.seq { pending.remove(at: index) } else { pending[index].acknowledgedAt = seq }
        refold()
    }

    /// The commands with `keys` were refused, or cancelled because one before them was: they are forgotten.
    /// - Returns: the forgotten commands in the order they were asked for; those that are not pending are passed over.
    public mutating func forget(_ keys: Set<IdempotencyKey>) -> [Command] {
        let isForgotten = { (item: PendingCommand) in item.command.key.map(keys.contains) ?? false }
        let forgotten = pending.filter(isForgotten).map(\.command)
        pending.removeAll(where: isForgotten)
        refold()
        return forgotten
    }

    /// The server's answer to `key`, if there was one, counts no more.
    public mutating func forgetAcknowledgement(of key: IdempotencyKey) {
        guard let index = pending.firstIndex(where: { $0.command.key == key }) else { return }
        pending[index].acknowledgedAt = nil
        refold()
    }

    /// Starts again from a snapshot, keeping what is pending.
    /// - Returns: the commands that the snapshot shows to have taken effect; the others are to be sent again.
    public mutating func reset(draft: Draft, manuscript: Manuscript) -> [Command] {
        confirmed = draft
        self.manuscript = manuscript
        let ownKeys = Set(manuscript.segments.filter { $0.draftID == draft.id }.compactMap(AuthoredKey.init))
        return settle { item in
            guard let key = item.command.key else { return false }
            return ownKeys.contains(AuthoredKey(author: item.command.actor, key: key))
                || draft.ring.began(with: item.command) || item.isAnswered(by: draft.seq)
        }
    }

    /// The server's answers count no more: its history is another one now.
    /// - Returns: the commands that were answered and are not in the log; they are to be sent again.
    public mutating func forgetAcknowledgements() -> [Command] {
        var commands: [Command] = []
        for index in pending.indices where pending[index].acknowledgedAt != nil {
            pending[index].acknowledgedAt = nil
            commands.append(pending[index].command)
        }
        refold()
        return commands
    }

    /// Puts an older page of the manuscript before what is here.
    public mutating func prepend(_ page: [Segment]) {
        manuscript.prepend(page)
        refold()
    }

    private mutating func settle(where tookEffect: (PendingCommand) -> Bool) -> [Command] {
        let settled = pending.filter(tookEffect).map(\.command)
        if !settled.isEmpty { pending.removeAll(where: tookEffect) }
        refold()
        return settled
    }

    private mutating func refold() {
        visible = VisibleDraft(draft: confirmed)
        for item in pending { visible.predict(item, over: manuscript) }
    }
}

/// A command that has not come back as an event.
public struct PendingCommand: Hashable, Sendable {
    /// What was asked.
    public let command: Command
    /// When it was asked.
    public let madeAt: Timestamp
    /// The seq that the server answered with, where the answer came before the events.
    public internal(set) var acknowledgedAt: Seq?

    /// Whether the server has said that all of it is in the log up to `seq`.
    fileprivate func isAnswered(by seq: Seq) -> Bool {
        acknowledgedAt.map { $0 <= seq } ?? false
    }
}

private struct AuthoredKey: Hashable {
    let author: UserID
    let key: IdempotencyKey

    init(author: UserID, key: IdempotencyKey) {
        self.author = author
        self.key = key
    }

    init?(_ segment: Segment) {
        guard let key = segment.key else { return nil }
        self.init(author: segment.author, key: key)
    }
}

extension Ring {
    /// Whether this holding began with `command`. A snapshot tells the key of the pass but not whose key it is, and
    /// somebody else may use the same one: so who held the ring before and who holds it now must fit too. A command that
    /// is not recognised is only sent again.
    fileprivate func began(with command: Command) -> Bool {
        guard let key = command.key, passKey == key else { return false }
        let isFromActor = history.dropLast().last == command.actor
        switch command.action {
        case .pass(let recipient): return isFromActor && holder == recipient && isNext(after: command.tenure)
        case .passSmart: return isFromActor && isNext(after: command.tenure)
        case .reclaim: return holder == command.actor
        default: return false
        }
    }

    private func isNext(after other: Tenure?) -> Bool {
        other.map { $0.next == tenure } ?? true
    }
}
