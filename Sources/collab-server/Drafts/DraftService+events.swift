import CollabAPI
import DraftCore
import DraftStorage

extension DraftService {
    /// The long poll: the events after a place, at once or as soon as there are any.
    func events(of draftID: DraftID, _ query: EventsQuery, for visitor: Visitor) async throws -> EventsAnswer {
        let feed = feeds.hold(draftID)
        defer { feeds.release(feed) }
        let stored = try await draft(draftID, for: visitor)
        feed.learn(stored)
        guard try await canServe(query.position, stored) else {
            return .reset(ResetBody(logID: log.logID, seq: stored.draft.seq))
        }
        let since = query.position.since ?? 0
        let deadline = ContinuousClock.now + .seconds(min(max(query.wait ?? 0, 0), limits.waitSeconds))
        while true {
            let page = try await page(of: draftID, after: since, limit: query.limit)
            // Whoever was removed meanwhile is told so, not what happened.
            if let user = visitor.userID, page.removes(user, after: stored.draft.seq) {
                throw Rejection.forbidden(.notMember)
            }
            let presence = feed.presence
            let isNewer = query.presenceVersion.map { $0 != presence.version } ?? false
            if !page.events.isEmpty || isNewer || feed.view.ending != nil || ContinuousClock.now >= deadline {
                await names.prepare(page.events.flatMap(\.event.people))
                return .events(
                    EventsPage(
                        page.events.map { EventBody($0.event, hash: $0.hash, names: names) }, seq: page.head.seq,
                        hash: page.head.hash, logID: log.logID, presence: presence.members,
                        presenceVersion: presence.version, typing: presence.typing))
            }
            await feed.waitForNews(after: since, version: query.presenceVersion, until: deadline)
            try Task.checkCancellation()
            _ = try await draft(draftID, for: visitor)
        }
    }

    /// Whether the log has the place that a reader says it knows. Asks the store, never memory: another server may have
    /// written more.
    func canServe(_ position: LogPosition, _ stored: StoredDraft) async throws -> Bool {
        guard let since = position.since else { return true }
        if let logID = position.logID, logID != log.logID { return false }
        guard since <= stored.draft.seq else { return false }
        guard let hash = position.hash else { return true }
        return try await log.hash(of: stored.draft.id, at: since) == hash
    }

    private func page(of draftID: DraftID, after seq: Seq, limit: Int?) async throws -> EventPage {
        let limit = min(max(limit ?? limits.eventsAPage, 1), limits.eventsAPage)
        guard let page = try await log.events(of: draftID, after: seq, limit: limit, byteLimit: limits.eventBytesAPage)
        else {
            throw Rejection.missing(.draft)
        }
        return page
    }
}

extension EventPage {
    /// Whether `user` is a member no more after these events, of which those up to `seq` are history.
    fileprivate func removes(_ user: UserID, after seq: Seq) -> Bool {
        for stored in events.reversed() where stored.event.seq > seq {
            switch stored.event.change {
            case .memberRemoved(user, _): return true
            case .memberAdded(user, _): return false
            default: continue
            }
        }
        return false
    }
}

extension DraftFeed {
    /// As `waitForNews(after:version:)`, but returns at `deadline` at the latest.
    func waitForNews(after seq: Seq, version: Int?, until deadline: ContinuousClock.Instant) async {
        await withTaskGroup { group in
            group.addTask { await self.waitForNews(after: seq, version: version) }
            // Cancelled as soon as there is news.
            group.addTask { try? await Task.sleep(until: deadline) }
            await group.next()
            group.cancelAll()
        }
    }
}
