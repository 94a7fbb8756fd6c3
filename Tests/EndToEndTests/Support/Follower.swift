import CollabAPI
import CollabClient
import DraftCore
import Synchronization

/// One session that runs, and what it has told so far.
final class Follower: Sendable {
    private struct Told {
        var status = LinkStatus.connecting
        var liveSince: ContinuousClock.Instant?
        var arrivals: [Seq: ContinuousClock.Instant] = [:]
        var acknowledged: [Seq] = []
        var words = ""
    }

    let session: DraftSession
    private let told = Mutex(Told())

    private init(_ session: DraftSession) {
        self.session = session
    }

    /// Runs a session for as long as `body` takes.
    static func run<Result: Sendable>(
        _ session: DraftSession, _ body: @Sendable (Follower) async throws -> Result
    ) async throws -> Result {
        let follower = Follower(session)
        let updates = await session.updates()
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await session.run() }
            tasks.addTask { for await update in updates { follower.take(update) } }
            defer { tasks.cancelAll() }
            return try await body(follower)
        }
    }

    var status: LinkStatus { told.withLock(\.status) }
    /// The seqs of one's own commands that the log has.
    var acknowledged: [Seq] { told.withLock(\.acknowledged) }

    /// What the holder was last seen writing.
    var words: String { told.withLock(\.words) }

    /// When an event came; nil while it has not.
    func arrival(of seq: Seq) -> ContinuousClock.Instant? {
        told.withLock { $0.arrivals[seq] }
    }

    /// Since when the connection is live; nil where it is not.
    var liveSince: ContinuousClock.Instant? { told.withLock(\.liveSince) }
    var isLive: Bool { liveSince != nil }

    private func take(_ update: SessionUpdate) {
        let now = ContinuousClock.now
        told.withLock { told in
            switch update {
            case .link(let status):
                told.status = status
                if case .live = status { told.liveSince = told.liveSince ?? now } else { told.liveSince = nil }
            case .event(let body): told.arrivals[body.event.seq] = now
            case .acknowledged(_, let seq): told.acknowledged.append(seq)
            case .typing(_, let text): told.words = text
            default: break
            }
        }
    }
}
