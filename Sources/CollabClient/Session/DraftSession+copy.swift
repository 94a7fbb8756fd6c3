import CollabAPI
import Dispatch
import DraftCore

// What can be read where no server answers.
extension DraftSession {
    /// Copies of a draft that is being written are at least this far apart.
    static let copySpacing = Duration.seconds(30)

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

    /// Keeps a copy that is not much older than the draft, however the program ends.
    func keepCopy() async {
        guard copies != nil else { return }
        for await _ in copySignal.rings {
            await saveCopy()
            if isWhole { await sources.clock.wait(until: sources.clock.now + Self.copySpacing) }
        }
    }

    /// Keeps the draft as the log has it; without the newest copy the last one stays.
    func saveCopy() async {
        guard mayKeepCopy, let copies, let body = copyBody else { return }
        // A part of the text takes no other copy's place, and is better than none.
        guard isWhole || !copies.has(draftID, for: user) else { return }
        await withCheckedContinuation { done in
            copyQueue.async { [user] in
                // A copy is a convenience: where it cannot be written, the draft is loaded from the server the next time.
                try? copies.save(body, for: user)
                done.resume()
            }
        }
        if !mayKeepCopy { copies.remove(draftID, for: user) }
    }

    private var isWhole: Bool { replica?.manuscript.isComplete ?? false }

    /// Whoever may not read the draft any more keeps no copy.
    private var mayKeepCopy: Bool {
        if case .readOnly(let reason) = status { reason == .signInNeeded } else { true }
    }

    private var copyBody: DraftBody? {
        guard let replica, let logID = position.logID, let hash = position.hash else { return nil }
        let segments = Array(replica.manuscript.segments.suffix(CopyFolder.segmentLimit))
        return DraftBody(
            replica.confirmed, segments: segments, segmentsFrom: segments.first?.order ?? replica.manuscript.firstOrder,
            metrics: Metrics(of: replica.confirmed, ringPassesLast24h: 0), logID: logID, hash: hash,
            names: KnownNames(names: names))
    }
}

/// The names that a session has heard of.
private struct KnownNames: Names {
    let names: [UserID: String]

    func name(of user: UserID) -> String { names[user] ?? user.description }
    func display(of user: UserID) -> String { name(of: user) }
}
