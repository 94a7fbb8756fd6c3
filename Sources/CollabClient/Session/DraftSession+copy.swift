import CollabAPI
import DraftCore

// What can be read where no server answers.
extension DraftSession {
    /// Shows the draft as it was when it was last open here, until it is loaded.
    func openCopy() {
        guard replica == nil, let body = copies?.copy(of: draftID, for: user) else { return }
        var copy = Replica(draft: body.draft, manuscript: body.manuscript)
        let now = sources.now()
        for item in outbox.items { copy.submit(item.command, at: now) }
        replica = copy
        learn(body.names)
        publish(.opened(copy.confirmed, copy.manuscript))
        for item in copy.pending { publish(.submitted(item.command, at: item.madeAt)) }
    }

    /// Keeps the draft as the log has it; without the newest copy the last one stays.
    func saveCopy() {
        // Whoever may not read the draft any more keeps no copy.
        if case .readOnly(let reason) = status, reason != .signInNeeded { return }
        guard let copies, let replica, let logID = position.logID, let hash = position.hash else { return }
        let segments = Array(replica.manuscript.segments.suffix(CopyFolder.segmentLimit))
        let body = DraftBody(
            replica.confirmed, segments: segments, segmentsFrom: segments.first?.order ?? replica.manuscript.firstOrder,
            metrics: Metrics(of: replica.confirmed, ringPassesLast24h: 0), logID: logID, hash: hash,
            names: KnownNames(names: names))
        // A copy is a convenience: where it cannot be written, the draft is loaded from the server the next time.
        try? copies.save(body, for: user)
    }
}

/// The names that a session has heard of.
private struct KnownNames: Names {
    let names: [UserID: String]

    func name(of user: UserID) -> String { names[user] ?? user.description }
    func display(of user: UserID) -> String { name(of: user) }
}
