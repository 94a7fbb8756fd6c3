import CollabAPI
import DraftCore
import NIOConcurrencyHelpers
import NIOCore

/// All feeds of this server: one for each draft that somebody here watches.
final class Feeds: Sendable {
    private struct Held {
        let feed: DraftFeed
        var uses = 0
    }

    private struct State {
        var feeds: [DraftID: Held] = [:]
        var isEnding = false
    }

    private let state = NIOLockedValueBox(State())
    private let group: any EventLoopGroup
    private let clock: WallClock
    private let names: any Names
    private let versions: FeedVersions
    private let presenceNews: PresenceNews?
    private let lag: Histogram?

    /// - Parameters:
    ///   - presenceNews: is told when other servers on the store have to be; nil where there are none.
    ///   - lag: told how long news take to all readers of an event loop.
    init(
        group: any EventLoopGroup, clock: WallClock, names: any Names, presenceNews: PresenceNews? = nil,
        lag: Histogram? = nil
    ) {
        self.presenceNews = presenceNews
        self.lag = lag
        self.group = group
        self.clock = clock
        self.names = names
        versions = FeedVersions(startingAt: clock.now())
    }

    /// The feed of `draftID`, kept until `release` is called as often as this.
    func hold(_ draftID: DraftID) -> DraftFeed {
        let (feed, isEnding) = state.withLockedValue { state in
            let feed = state.feeds[draftID]?.feed ?? makeFeed(draftID)
            state.feeds[draftID, default: Held(feed: feed)].uses += 1
            return (feed, state.isEnding)
        }
        if isEnding { feed.end(.goingAway) }
        return feed
    }

    private func makeFeed(_ draftID: DraftID) -> DraftFeed {
        DraftFeed(
            draftID, on: group.next(), clock: clock, names: names, versions: versions, presenceNews: presenceNews,
            lag: lag
        ) { [weak self] id in
            self?.dropIfUnused(id)
        }
    }

    /// Gives back what `hold` gave.
    func release(_ feed: DraftFeed) {
        state.withLockedValue { state in
            state.feeds[feed.draftID]?.uses -= 1
        }
        dropIfUnused(feed.draftID)
    }

    /// The feed of `draftID` where somebody watches it.
    func watched(_ draftID: DraftID) -> DraftFeed? {
        state.withLockedValue { $0.feeds[draftID]?.feed }
    }

    /// Every draft that somebody watches.
    var allWatched: [DraftID] {
        state.withLockedValue { Array($0.feeds.keys) }
    }

    /// Tells those who watch a draft that nothing more will come; their leaving lets the feed be forgotten.
    func end(_ draftID: DraftID, _ reason: SocketClose) {
        watched(draftID)?.end(reason)
    }

    /// How many drafts are watched.
    var count: Int { state.withLockedValue(\.feeds.count) }

    /// Whether `endAll` has been called.
    var areEnding: Bool {
        state.withLockedValue(\.isEnding)
    }

    /// Ends every wait: the server is going away.
    func endAll() {
        let feeds = state.withLockedValue { state in
            state.isEnding = true
            return state.feeds.values.map(\.feed)
        }
        for feed in feeds { feed.end(.goingAway) }
    }

    private func dropIfUnused(_ draftID: DraftID) {
        state.withLockedValue { state in
            guard let held = state.feeds[draftID], held.uses <= 0, held.feed.isQuiet else { return }
            state.feeds[draftID] = nil
        }
    }
}
