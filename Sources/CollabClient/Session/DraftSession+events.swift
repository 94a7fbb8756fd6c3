import CollabAPI
import DraftCore

// What the link brings.
extension DraftSession: LinkSink {
    func take(_ delivery: LinkDelivery) async -> LinkReply {
        switch delivery {
        case .status(let status): take(status)
        case .snapshot(let body): return take(body)
        case .reset:
            isResetting = true
            early.removeAll()
        case .welcome(let body):
            learn(Dictionary(body.members.map { ($0.userID, $0.name) }, uniquingKeysWith: { $1 }))
            take(body.presence)
            announcements.repeatLast()
            if isLeftBehind(by: body.seq) { return lose() }
            proceedCatchUp()
        case .events(let events, let head):
            if let head, isLeftBehind(by: head) { return lose() }
            return take(events)
        case .presence(let members): take(members)
        case .typing(let body): take(body)
        case .resendCommands: hurry()
        }
        return .at(position)
    }

    func take(_ reported: LinkStatus) {
        let status = caller.onlyReads ? reported.toReaderOfShare : reported
        guard !keepsBack(status) else { return }
        let wasOnline = self.status.isOnline
        self.status = status
        publish(.link(status))
        // Whether anybody still types is not known any more.
        if wasOnline && !status.isOnline { take(nil as TypingBody?) }
        if status.isOnline && !wasOnline {
            hurry()
            pageSignal.ring()
        }
        if status == .polling { announcements.repeatLast() }
        if case .readOnly(let reason) = status { giveUp(because: reason) }
    }

    /// The draft is closed to this user, until somebody makes them a member: what never left is handed back. What may have left is still asked for,
    /// because the server answers for a key even to those who are members no more.
    private func giveUp(because reason: ReadOnlyReason) {
        if reason != .signInNeeded { copies?.remove(draftID, for: user) }
        guard reason != .signInNeeded, let item = outbox.items.first(where: { !$0.hasLeft }), let key = item.command.key
        else { return }
        let code: ClientError.Code = reason == .draftGone ? .notFound : .forbidden
        let message =
            reason == .draftGone ? "The draft is gone." : "You are not a member of this draft; its creator can add you."
        refuse(key, ClientError(code: code, message: message))
    }

    private func take(_ body: DraftBody) -> LinkReply {
        var fresh = replica ?? Replica(draft: body.draft, manuscript: body.manuscript)
        // Another history knows nothing of what was acknowledged in the one before: it is asked for again.
        var missing: [Segment] = []
        if let logID = position.logID, logID != body.logID {
            outbox.putBack(fresh.forgetAcknowledgements())
            missing = fresh.manuscript.segments(missingFrom: body.manuscript)
        }
        // Commands of an earlier run wait for the first load to be shown.
        let shown = Set(fresh.pending.map(\.command))
        let hidden = outbox.items.map(\.command).filter { !shown.contains($0) }
        let now = sources.now()
        for command in hidden { fresh.submit(command, at: now) }
        let acknowledged = fresh.reset(draft: body.draft, manuscript: body.manuscript)
        replica = fresh
        isResetting = false
        snapshotSeq = body.seq
        position = LogPosition(since: body.seq, logID: body.logID, hash: body.hash)
        learn(body.names)
        forgetSharedWords()
        tellState()
        for command in acknowledged { self.acknowledged(command, at: body.seq) }
        catchUp?.hasNews = false
        endCatchUp()
        tell(missing: missing)
        pageSignal.ring()
        hurry()
        copySignal.ring()
        let waiting = early
        early = []
        return take(waiting)
    }

    /// Hands back what the user had written and the server has lost to a restore.
    private func tell(missing segments: [Segment]) {
        guard !segments.isEmpty else { return }
        let texts = segments.filter { $0.author == user }.compactMap(\.content)
        hand(back: texts)
        journalSignal.ring()
        publish(.setBack(missing: segments.count, texts: texts))
    }

    private func take(_ events: [EventBody]) -> LinkReply {
        guard !isResetting, replica != nil else {
            early += events
            return .at(position)
        }
        for body in events where body.event.draftID == draftID {
            guard let receipt = replica?.receive(body.event) else { break }
            switch receipt {
            case .duplicate:
                // The same place with another hash is another history.
                if body.event.seq == position.since, let hash = position.hash, hash != body.hash { return lose() }
            case .gap:
                return lose()
            case .applied(let command):
                position.since = body.event.seq
                position.hash = body.hash
                learn(body.names)
                if catchUp == nil { publish(.event(body)) } else { catchUp?.hasNews = true }
                copySignal.ring()
                if let command { acknowledged(command, at: body.event.seq) }
                forgetTyping(after: body.event)
            }
        }
        proceedCatchUp()
        return .at(position)
    }

    /// Tells of all that is known now, in one piece.
    func tellState() {
        guard let replica else { return }
        publish(.opened(replica.confirmed, replica.manuscript))
        for item in replica.pending where item.acknowledgedAt == nil {
            publish(.submitted(item.command, at: item.madeAt))
        }
    }

    /// Events come too early or of another history: those that come before the next snapshot are kept for it.
    private func lose() -> LinkReply {
        isResetting = true
        early.removeAll()
        return .lost
    }

    func learn(_ news: [UserID: String]) {
        let known = names.merging(news) { $1 }
        guard known != names else { return }
        names = known
        publish(.names(known))
    }

    private func take(_ members: [PresenceBody]) {
        let known = members.map(\.presence)
        guard known != presence else { return }
        presence = known
        learn(Dictionary(members.map { ($0.userID, $0.name) }, uniquingKeysWith: { $1 }))
        publish(.presence(known))
    }

    private func take(_ body: TypingBody?) {
        guard body != typing else { return }
        if let body {
            publish(.typing(by: body.userID, text: body.text))
        } else if let typing {
            publish(.typing(by: typing.userID, text: ""))
        }
        typing = body
    }

    /// The words became a segment, or the ring went on: what was shown while they were typed is over.
    private func forgetTyping(after event: Event) {
        switch event.change {
        case .segmentAdded: take(nil as TypingBody?)
        case .ringPassed:
            take(nil as TypingBody?)
            forgetSharedWords()
        default: break
        }
    }

    /// Only the holder's words are shown: without the ring they are not to come back with the next connection.
    private func forgetSharedWords() {
        if replica?.confirmed.ring.holder != user { announcements.forgetWords() }
    }

    // Older pages, one after the other, newest first.

    func loadOlderPages() async {
        var backoff = Backoff(seed: sources.seed)
        for await _ in pageSignal.rings {
            guard let wait = await loadOlderPage(&backoff) else { continue }
            await sources.clock.wait(until: sources.clock.now + wait)
            pageSignal.ring()
        }
    }

    /// Loads one page; nil where there is none to load, else how long to wait before the next.
    private func loadOlderPage(_ backoff: inout Backoff) async -> Duration? {
        guard let first = replica?.manuscript.firstOrder, first > 0, status.isOnline, !isResetting, !isReadingOlder
        else {
            return nil
        }
        let from = max(0, first - 1000)
        let log = position.logID
        do throws(ClientError) {
            let page = try await caller.call(
                Endpoints.getDraft, path: [.draftID: draftID.description],
                query: DraftQuery(from: from, limit: first - from), body: EmptyBody()
            ).data
            // A page of another history does not fit; the reset that this history brings starts again.
            guard page.logID == log, position.logID == log, page.seq >= snapshotSeq else { return nil }
            let count = replica?.manuscript.segments.count
            let segments = page.segments.map(\.segment)
            replica?.prepend(segments)
            guard replica?.manuscript.segments.count != count else { return nil }
            learn(page.names)
            publish(.olderPage(segments))
            copySignal.ring()
            backoff.reset()
            return .zero
        } catch {
            return error.isVerdict ? nil : backoff.next(outage: .zero)
        }
    }
}

extension LinkStatus {
    /// What it means to somebody who can neither sign in nor be made a member.
    fileprivate var toReaderOfShare: LinkStatus {
        switch self {
        case .readOnly(.signInNeeded), .readOnly(.notMember): .readOnly(.shareEnded)
        case .connecting, .live, .polling, .offline, .readOnly: self
        }
    }
}
