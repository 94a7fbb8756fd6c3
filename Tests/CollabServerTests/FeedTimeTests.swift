import CollabAPI
import CollabTesting
import DraftCore
import DraftStorage
import NIOCore
import NIOEmbedded
import Synchronization
import Testing

@testable import collab_server

/// What time alone does to a feed; the test is both its clocks.
@Suite struct FeedTimeTests {
    private final class Time: Sendable {
        private let milliseconds = Mutex(Timestamp.storyBegin.milliseconds)

        var now: Timestamp { Timestamp(milliseconds: milliseconds.withLock { $0 }) }

        func move(by difference: Int64) {
            milliseconds.withLock { $0 += difference }
        }
    }

    private let time = Time()
    private let loop = EmbeddedEventLoop()
    private let feed: DraftFeed

    init() throws {
        let time = time
        let id = DraftID.random()
        feed = DraftFeed(
            id, on: loop, clock: WallClock { time.now }, names: ServerNames(),
            versions: FeedVersions(startingAt: time.now), onQuiet: { _ in })
        let event = Event(
            draftID: id, seq: 1, moment: time.now, actor: ana, key: nil,
            change: .draftCreated(DraftCreation(creatorID: ana, title: "T", platform: nil)))
        feed.learn(StoredDraft(draft: try #require(Draft(founding: event)), hash: .zero))
    }

    /// Lets both clocks run, a little at a time, as they do.
    private func pass(milliseconds: Int64) {
        var left = milliseconds
        while left > 0 {
            let step = min(left, 10)
            time.move(by: step)
            loop.advanceTime(by: .milliseconds(step))
            left -= step
        }
    }

    private var words: String? { feed.presence.typing?.text }
    private var present: [UserID] { feed.presence.members.map(\.userID) }

    @Test func `words are told ten times a second, and the last ones always`() {
        var told: Set<String> = []
        for number in 1...100 {
            feed.hear("\(number)", from: ana)
            told.insert(words ?? "")
            pass(milliseconds: 10)
        }
        pass(milliseconds: 100)
        told.insert(words ?? "")
        #expect(told.count <= 12)
        #expect(told.count >= 10)
        #expect(words == "100")
    }

    @Test func `words of the holder go when the holder has left`() {
        let connection = PresenceRoster.Source.connection(.random())
        feed.see(ana, .writing, at: connection)
        feed.see(ben, .here, at: .announcement(ben))
        feed.hear("Once upon", from: ana)
        feed.lose(connection)
        pass(milliseconds: 7_900)
        #expect(words == "Once upon")
        #expect(present == [ana, ben])
        pass(milliseconds: 200)
        #expect(words == nil)
        #expect(present == [ben])
        #expect(
            feed.view.typing?.frame.payload.elementsEqual(#"{"text":"","type":"typing","user_id":"ana"}"#.utf8) == true)
    }

    @Test func `a reconnect within eight seconds is no leaving`() {
        let (one, two) = (PresenceRoster.Source.connection(.random()), PresenceRoster.Source.connection(.random()))
        feed.see(ana, .here, at: one)
        feed.hear("Once upon", from: ana)
        feed.lose(one)
        let version = feed.presence.version
        pass(milliseconds: 5_000)
        feed.see(ana, .here, at: two)
        pass(milliseconds: 60_000)
        #expect(present == [ana])
        #expect(words == "Once upon")
        #expect(feed.presence.version == version)
    }

    @Test func `one who only announces themselves is there for a minute, and eight seconds of grace`() {
        feed.see(ben, .here, at: .announcement(ben))
        pass(milliseconds: 30_000)
        feed.see(ben, .here, at: .announcement(ben))
        pass(milliseconds: 67_900)
        #expect(present == [ben])
        pass(milliseconds: 200)
        #expect(present.isEmpty)
        #expect(feed.isQuiet)
    }

    @Test func `a clock that was set back does not stop the words`() {
        feed.hear("Once", from: ana)
        time.move(by: -3_600_000)
        feed.hear("Once upon", from: ana)
        pass(milliseconds: 100)
        #expect(words == "Once upon")
        feed.hear("Once upon a time", from: ana)
        pass(milliseconds: 120)
        #expect(words == "Once upon a time")
    }
}
