import CollabAPI
import Dispatch
import DraftCore

// What a session begins with, and what can be read where no server answers.
extension DraftSession {
    /// Copies of a draft that is being written are at least this far apart.
    static let copySpacing = Duration.seconds(30)

    /// Shows the draft as it was when it was last open here. From there the link resumes: what the log has brought since
    /// comes as events, and where it has become another one, the draft is loaded.
    func openCopy(_ body: DraftBody) {
        guard replica == nil else { return }
        var copy = Replica(draft: body.draft, manuscript: body.manuscript)
        let now = sources.now()
        for item in outbox.items { copy.submit(item.command, at: now) }
        // The journal may be older than the copy, and hold what the copy shows to have taken effect.
        let known = copy.reset(draft: body.draft, manuscript: body.manuscript)
        replica = copy
        snapshotSeq = body.seq
        position = LogPosition(since: body.seq, logID: body.logID, hash: body.hash)
        catchUp = CatchUp()
        isReadingOlder = copy.manuscript.firstOrder > 0
        driver.tell(.moved(position))
        learn(body.names)
        tellState()
        for command in known { acknowledged(command, at: body.seq) }
    }

    /// The copy on disk, if there is one.
    func readCopy() async -> DraftBody? {
        guard let copies else { return nil }
        return await onCopyQueue { [draftID, user] in copies.copy(of: draftID, for: user) }
    }

    /// Adds the older part of the copy, which the first look at it did not need; pages are loaded only after it.
    func openOlderCopy() async {
        guard isReadingOlder, let copies else { return }
        defer {
            isReadingOlder = false
            pageSignal.ring()
        }
        let snapshot = (position.logID, snapshotSeq)
        let older = await onCopyQueue { [draftID, user] in copies.olderPart(of: draftID, for: user) }
        // What was loaded meanwhile is newer than either.
        guard let older, snapshot == (position.logID, snapshotSeq), older.logID == position.logID,
            older.seq >= snapshotSeq, !isResetting, let count = replica?.manuscript.segments.count
        else { return }
        let segments = older.segments.map(\.segment)
        replica?.prepend(segments)
        guard replica?.manuscript.segments.count != count else { return }
        let authors = Dictionary(
            older.segments.map { ($0.authorUserID, $0.authorName) }, uniquingKeysWith: { _, last in last })
        learn(authors.filter { names[$0.key] == nil })
        publish(.olderPage(segments))
        copySignal.ring()
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
        // A copy is a convenience: where it cannot be written, the draft is loaded from the server the next time.
        await onCopyQueue { [user] in try? copies.save(body, for: user) }
        if !mayKeepCopy { copies.remove(draftID, for: user) }
    }

    private func onCopyQueue<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { done in
            copyQueue.async { done.resume(returning: work()) }
        }
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
