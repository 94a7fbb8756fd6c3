import DraftCore

/// Follows the commits in a log: which events were written together, and what their key stands for.
struct CommitVerifier {
    private var commit: (opening: Event, last: Seq)?

    /// Takes in the next event and says what is wrong with its place in its commit.
    mutating func take(_ event: Event, _ row: EventRow) -> [String] {
        let isFirst = commit.map { event.seq > $0.last } ?? true
        let flaws =
            flaw(of: row.fingerprint, for: event, isFirst: isFirst) + place(event, row, isFirst: isFirst)
        // After a wrong end the one that is stored here counts, so that one slip is found once.
        if isFirst || row.commitLast != commit?.last { commit = (event, row.commitLast) }
        return flaws
    }

    /// What is wrong with the last commit of a log that ends at `head`, and where it begins.
    func finish(at head: Seq) -> (seq: Seq, flaw: String)? {
        guard let commit, commit.last > head else { return nil }
        return (commit.opening.seq, "its commit ends after the log")
    }

    private func place(_ event: Event, _ row: EventRow, isFirst: Bool) -> [String] {
        if row.commitLast < event.seq { return ["its commit ends before it"] }
        guard !isFirst, let commit else { return [] }
        var flaws: [String] = []
        if row.commitLast != commit.last {
            flaws.append("its commit ends elsewhere than that of the event before")
        }
        if event.key != nil { flaws.append("it has a key, but is not the first event of its commit") }
        if event.actor != commit.opening.actor || event.moment != commit.opening.moment
            || event.requestID != commit.opening.requestID
        {
            flaws.append("it is in one commit with events of another request")
        }
        return flaws
    }

    private func flaw(of fingerprint: [UInt8]?, for event: Event, isFirst: Bool) -> [String] {
        guard (event.key == nil) == (fingerprint == nil), fingerprint.map({ $0.count == 32 }) ?? true else {
            return ["its key and its fingerprint do not match"]
        }
        guard let fingerprint, isFirst, let action = Command.Action(leadingTo: event.change) else {
            return []
        }
        let command = Command(actor: event.actor, key: event.key, action: action)
        guard Fingerprint(of: command, in: event.draftID).bytes != fingerprint else { return [] }
        return ["its fingerprint is not that of the command which it tells of"]
    }
}

extension Command.Action {
    /// The command whose first change this is. Nil where the change does not tell: creations and settings were asked for
    /// with titles that may have been trimmed, and a ring that was left behind was passed by another command's way.
    fileprivate init?(leadingTo change: Change) {
        switch change {
        case .segmentAdded(let segment): self = .append(segment.id, content: segment.content ?? "")
        case .segmentRevised(let id, let content, let revision):
            self = .revise(id, content: content, revision: revision)
        case .segmentStruck(let id): self = .strike(id)
        case .memberAdded(let user, let role): self = .addMember(user, role)
        case .memberRemoved(let user, _): self = .removeMember(user)
        case .ringPassed(let pass):
            switch (pass.reason, pass.choice?.strategy) {
            case (.pass, nil): self = .pass(to: pass.to)
            case (.smart, let strategy?): self = .passSmart(strategy)
            case (.reclaim, nil): self = .reclaim
            default: return nil
            }
        case .draftCreated, .draftUpdated: return nil
        }
    }
}
