import CollabAPI
import DraftCore
import DraftStorage
import NIOConcurrencyHelpers
import NIOCore

/// What is new in one draft, for all who watch it here. The log is the truth and this is a doorbell: readers are told
/// that there is something, and pull it themselves.
final class DraftFeed: Sendable {
    let draftID: DraftID
    private let state: NIOLockedValueBox<FeedState>
    private let loop: any EventLoop
    private let clock: WallClock
    private let names: any Names
    private let presenceNews: PresenceNews?
    private let lag: Histogram?
    private let onQuiet: @Sendable (DraftID) -> Void

    /// - Parameters:
    ///   - loop: where the feed's own timers run.
    ///   - presenceNews: is told when the other servers on the store have to be; nil where there are none.
    ///   - lag: told how long news take to all readers of an event loop.
    ///   - onQuiet: called when nobody is seen at the draft any more.
    init(
        _ draftID: DraftID, on loop: any EventLoop, clock: WallClock, names: any Names, versions: FeedVersions,
        presenceNews: PresenceNews? = nil, lag: Histogram? = nil, onQuiet: @escaping @Sendable (DraftID) -> Void
    ) {
        self.draftID = draftID
        self.loop = loop
        self.clock = clock
        self.names = names
        self.presenceNews = presenceNews
        self.lag = lag
        self.onQuiet = onQuiet
        state = NIOLockedValueBox(FeedState(versions: versions, isSharing: presenceNews != nil))
    }

    /// Learns where the log stands from a draft read out of the store.
    func learn(_ stored: StoredDraft) {
        change { $0.learn(stored.draft, hash: stored.hash) }
    }

    /// Tells of events that are on disk.
    /// - Parameter after: the draft as the last of them leaves it. Where another server wrote the events before them,
    ///   what those changed is told by it.
    func publish(_ events: [StoredEvent], after stored: StoredDraft? = nil) {
        let entries = events.map { FeedEntry($0, names: names) }
        change { state in
            if let stored, let first = events.first, first.event.seq > state.view.tail.head.next {
                state.learn(stored.draft, hash: stored.hash)
            }
            for (event, entry) in zip(events, entries) { state.take(event.event, entry) }
        }
    }

    /// Tells that nothing more will come.
    func end(_ reason: SocketClose) {
        change { $0.ending = reason }
    }

    func see(_ user: UserID, _ presence: Presence.State, at source: PresenceRoster.Source) {
        let now = clock.now()
        change { $0.see(user, presence, at: source, now: now) }
    }

    func lose(_ source: PresenceRoster.Source) {
        let now = clock.now()
        change { $0.lose(source, now: now) }
    }

    /// Takes in what `user` is typing; only the holder's words count.
    func hear(_ text: String, from user: UserID) {
        let now = clock.now()
        change { $0.hear(text, from: user, now: now) }
    }

    /// Takes in who is seen at other servers, and what the holder writes there.
    func hear(elsewhere presence: SharedPresence) {
        let now = clock.now()
        change { $0.hear(elsewhere: presence, now: now) }
    }

    /// Who is seen at this server, for the others.
    var presenceHere: SharedPresence {
        state.withLockedValue(\.presenceHere)
    }

    /// Who is there now, and the version that tells this roster from others.
    var presence: (members: [PresenceBody], typing: TypingBody?, version: Int) {
        state.withLockedValue { ($0.presenceBodies(names), $0.typingBody, $0.version) }
    }

    var view: FeedView {
        state.withLockedValue { $0.view }
    }

    /// Only on `loop`, the reader's own.
    func add(_ reader: any FeedReader, on loop: any EventLoop) {
        bell(on: loop).add(reader)
    }

    /// Only on `loop`, the reader's own.
    func remove(_ reader: any FeedReader, on loop: any EventLoop) {
        // An empty bell is left hanging: it costs nothing, and taking it down would race with the next reader.
        _ = bell(on: loop).remove(reader)
    }

    private func bell(on loop: any EventLoop) -> Bell {
        state.withLockedValue { state in
            if let bell = state.bells[ObjectIdentifier(loop)] { return bell }
            let bell = Bell(on: loop, lag: lag)
            state.bells[ObjectIdentifier(loop)] = bell
            return bell
        }
    }

    /// Returns once there is an event after `seq`, or, where `version` is given, another presence; or when the draft
    /// ends or the task is cancelled.
    func waitForNews(after seq: Seq, version: Int?) async {
        let id = Identifier<DraftFeed>.random()
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLockedValue { state in
                    if Task.isCancelled || state.hasNews(after: seq, version: version) { return true }
                    state.waiters[id] = FeedState.Waiter(seq: seq, version: version, continuation: continuation)
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLockedValue { $0.waiters.removeValue(forKey: id) }?.continuation.resume()
        }
    }

    /// How many tasks wait for news.
    var waiterCount: Int {
        state.withLockedValue(\.waiters.count)
    }

    /// Changes the state and tells everybody concerned; the only way in.
    private func change(_ body: (inout FeedState) -> Void) {
        let outcome = state.withLockedValue { state -> FeedState.Outcome in
            body(&state)
            return state.settle(names)
        }
        for bell in outcome.bells { bell.ring { self.view } }
        for waiter in outcome.waiters { waiter.continuation.resume() }
        if let deadline = outcome.newDeadline { schedule(deadline) }
        if outcome.isSharingNews { presenceNews?.note(draftID) }
        if outcome.isQuiet { onQuiet(draftID) }
    }

    private func schedule(_ deadline: Timestamp) {
        let delay = max(0, deadline.milliseconds - clock.now().milliseconds)
        loop.scheduleTask(in: .milliseconds(delay + 1)) { [weak self] in
            guard let self else { return }
            let now = clock.now()
            change { $0.advance(to: now, due: deadline) }
        }
    }

    /// Whether nobody is seen here.
    var isQuiet: Bool {
        state.withLockedValue { $0.isQuiet }
    }
}

extension FeedEntry {
    /// Encodes the event, once for all who read it.
    init(_ stored: StoredEvent, names: any Names) {
        let event = stored.event
        let body = EventBody(event, hash: stored.hash, names: names)
        seq = event.seq
        hash = stored.hash
        frame = EncodedFrame(message: .event(body))
        if case .memberRemoved(let user, _) = event.change { removed = user } else { removed = nil }
    }
}
