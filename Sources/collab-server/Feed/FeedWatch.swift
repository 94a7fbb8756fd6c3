import DraftCore
import DraftStorage
import ServiceLifecycle

/// Carries what other servers on the store have done to those who watch it here.
///
/// Invariant: what the other servers tell is a hint. Everything is read from the store, and looked for every second and
/// a half whether or not there was a hint.
struct FeedWatch: Service {
    private static let interval = Duration.milliseconds(1_500)
    private static let eventsAtOnce = 500

    let service: DraftService
    let store: any SharedStore

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                try await withThrowingDiscardingTaskGroup { group in
                    group.addTask { await hear() }
                    group.addTask { try await look() }
                }
            }
        } catch is CancellationError {
            // The server stops; that is no failure of this one.
            return
        }
    }

    private func hear() async {
        for await news in store.news() {
            switch news {
            case .drafts(let drafts): for draft in drafts { await catchUp(draft) }
            case .presence(let drafts): await hearPresence(at: drafts.filter { service.feeds.watched($0) != nil })
            case .anything: await lookOnce()
            }
        }
    }

    private func look() async throws {
        while true {
            try await Task.sleep(for: Self.interval)
            await lookOnce()
        }
    }

    private func lookOnce() async {
        let watched = service.feeds.allWatched
        guard !watched.isEmpty, let heads = try? await store.heads(of: watched) else { return }
        for draft in watched {
            // The feed may have learned of more since.
            guard let known = service.feeds.watched(draft)?.view.tail.head, heads[draft].map({ $0.seq > known }) ?? true
            else { continue }
            await catchUp(draft)
        }
        await hearPresence(at: Set(watched))
    }

    /// Publishes what is in the log beyond what is known here.
    private func catchUp(_ draft: DraftID) async {
        guard let feed = service.feeds.watched(draft) else { return }
        do throws(StorageError) {
            while true {
                // Nothing has been learned yet: whoever holds the feed is about to.
                let head = feed.view.tail.head
                guard head > 0 else { return }
                let page = try await service.log.events(
                    of: draft, after: head, limit: Self.eventsAtOnce, byteLimit: service.limits.eventBytesAPage)
                guard let page else {
                    if try await service.log.tombstone(of: draft) != nil { feed.end(.draftGone) }
                    return
                }
                guard !page.events.isEmpty else { return }
                await service.names.prepare(page.events.flatMap(\.event.people))
                feed.publish(page.events)
            }
        } catch {
            // The next look tries again.
            return
        }
    }

    private func hearPresence(at drafts: Set<DraftID>) async {
        guard !drafts.isEmpty else { return }
        guard let presence = try? await store.presenceElsewhere(at: Array(drafts), now: service.clock.now())
        else { return }
        await service.names.prepare(presence.values.flatMap(\.members.keys))
        for draft in drafts { service.feeds.watched(draft)?.hear(elsewhere: presence[draft] ?? SharedPresence()) }
    }
}
