import CollabClient
import DraftCore
import DraftScreens

/// The session of a draft that is or was open, and how it is ended.
///
/// It runs in a task of its own that only `leave` ends, so that nothing cuts it short before its words are safe.
struct OpenSession: Sendable {
    /// How long what was sent may be on its way when the reader has left.
    private static let patience = Duration.seconds(2)

    let session: DraftSession
    let number: Int
    /// Whether there are words in the composer.
    var hasWords = false
    private let running: Task<Remains, Never>
    private let stopper: AsyncStream<Never>.Continuation

    /// Begins it.
    /// - Parameter previous: a session of the same draft, which has its journal until it has ended.
    init(
        _ session: DraftSession, number: Int, after previous: OpenSession?,
        telling news: @escaping @Sendable (SessionUpdate) -> Void
    ) {
        let (stopping, stopper) = AsyncStream.makeStream(of: Never.self)
        self.session = session
        self.number = number
        self.stopper = stopper
        running = Task {
            await previous?.ended()
            return await Self.run(session, until: stopping, telling: news)
        }
    }

    /// Returns once its journal is free for another session.
    func ended() async {
        _ = await running.value
    }

    /// Ends it as soon as the server has what was sent, or cannot be expected to have it soon.
    /// - Returns: what is left; it is on disk unless that says otherwise.
    func leave() async -> Remains {
        let refusal = await drain()
        stopper.finish()
        var remains = await running.value
        remains.refusal = refusal
        if remains.unsent == 0 && refusal == nil && !hasWords { remains.journalFailure = nil }
        return remains
    }

    /// Waits while commands are on their way.
    /// - Returns: why the server took one of them not, if that is how the wait ended.
    private func drain() async -> String? {
        await withTaskGroup(of: String?.self) { [session] group in
            group.addTask {
                // The first update is the state of the link, so that there is one even where nothing happens.
                for await update in await session.updates() {
                    if case .refused(let refusal) = update { return refusal.reason.message }
                    guard await LinkState(session.status).carriesCommands, await !session.unsent.isEmpty else { break }
                }
                return nil
            }
            group.addTask {
                // A sleep that ends early is the end of the program.
                try? await Task.sleep(for: Self.patience)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }

    private static func run(
        _ session: DraftSession, until stopping: AsyncStream<Never>, telling news: @Sendable (SessionUpdate) -> Void
    ) async -> Remains {
        let updates = await session.updates()
        async let journalFailure = follow(updates, telling: news)
        await withTaskGroup { group in
            group.addTask { await session.run() }
            group.addTask { for await _ in stopping {} }
            await group.next()
            group.cancelAll()
        }
        return Remains(unsent: await session.unsent.count, journalFailure: await journalFailure)
    }

    /// Passes on all there is to tell; the session's last save is part of it.
    /// - Returns: why words were not on disk at the end.
    private static func follow(
        _ updates: AsyncStream<SessionUpdate>, telling news: @Sendable (SessionUpdate) -> Void
    ) async -> String? {
        var failure: String?
        for await update in updates {
            switch update {
            case .journalFailed(let reason): failure = reason
            case .journalMended: failure = nil
            default: break
            }
            news(update)
        }
        return failure
    }
}

/// A user at a draft: whose words a journal holds.
struct Seat: Hashable {
    let draft: DraftID
    let user: UserID

    init(_ session: DraftSession) {
        draft = session.draftID
        user = session.user
    }
}

/// What a reader who has left should know of.
struct Remains: Equatable, Sendable {
    /// How many commands the server has not answered.
    var unsent = 0
    /// Why words could not be written to disk.
    var journalFailure: String?
    /// Why the server did not take what was sent last.
    var refusal: String?

    /// What several sessions leave together.
    static func + (one: Remains, other: Remains) -> Remains {
        Remains(
            unsent: one.unsent + other.unsent, journalFailure: one.journalFailure ?? other.journalFailure,
            refusal: one.refusal ?? other.refusal)
    }

    /// To be told in this order.
    var sentences: [String] {
        var sentences: [String] = []
        let place = journalFailure == nil ? ", kept here for the next time." : "."
        if let refusal { sentences.append("What was sent last was not taken: \(refusal)") }
        if unsent > 0 { sentences.append("\(unsent) unsent" + place) }
        if let journalFailure { sentences.append("Unsent words may not be on disk: \(journalFailure)") }
        return sentences
    }
}
