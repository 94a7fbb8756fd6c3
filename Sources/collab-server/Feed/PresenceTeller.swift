import DraftCore
import DraftStorage
import ServiceLifecycle

/// Tells the other servers on the store who is seen here and what the holder is writing.
struct PresenceTeller: Service {
    /// What was not told again for so long is that of a server which is gone.
    static let lifetime: Int64 = 30_000
    private static let repetition = Duration.seconds(10)
    /// Words change with every key; the others are told ten times a second at most.
    private static let pause = Duration.milliseconds(100)

    let feeds: Feeds
    let sharing: StoreSharing
    let clock: WallClock

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                try await withThrowingDiscardingTaskGroup { group in
                    group.addTask { try await tellNews() }
                    group.addTask { try await tellAgain() }
                }
            }
        } catch is CancellationError {
            // The server stops; that is no failure of this one.
            return
        }
    }

    private func tellNews() async throws {
        for await _ in sharing.presenceNews.rings {
            var left = sharing.presenceNews.take()
            while let draft = left.first {
                do throws(StorageError) {
                    try await tell(draft)
                } catch {
                    break
                }
                left.remove(draft)
            }
            // The store is gone for a while: what was not told is told with the next ring.
            for draft in left { sharing.presenceNews.note(draft) }
            try await Task.sleep(for: Self.pause)
        }
    }

    private func tellAgain() async throws {
        while true {
            try await Task.sleep(for: Self.repetition)
            for draft in feeds.allWatched where watchedPresence(of: draft).isEmpty == false {
                sharing.presenceNews.note(draft)
            }
        }
    }

    private func tell(_ draft: DraftID) async throws(StorageError) {
        let now = clock.now()
        try await sharing.store.share(
            watchedPresence(of: draft), of: draft,
            expiresAt: Timestamp(milliseconds: now.milliseconds + Self.lifetime), at: now)
    }

    private func watchedPresence(of draft: DraftID) -> SharedPresence {
        feeds.watched(draft)?.presenceHere ?? SharedPresence()
    }
}
