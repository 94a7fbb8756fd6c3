import CollabAPI
import DraftCore
import DraftStorage
import NIOPosix
import Testing

@testable import collab_server

@Suite struct DraftFeedTests {
    private let ana = UserID.named("ana")
    private let ben = UserID.named("ben")
    private let draftID = DraftID.random()
    private let feeds = Feeds(group: MultiThreadedEventLoopGroup.singleton, clock: .system, names: ServerNames())

    private func event(_ seq: Int, _ change: Change) -> StoredEvent {
        let event = Event(
            draftID: draftID, seq: Seq(rawValue: seq), moment: Timestamp(milliseconds: 0), actor: ana, key: nil,
            change: change)
        return StoredEvent(event: event, hash: .zero)
    }

    private var created: StoredEvent {
        event(1, .draftCreated(DraftCreation(creatorID: ana, title: "T", platform: nil)))
    }

    private func passed(_ seq: Int, to user: UserID, tenure: Tenure = 2) -> StoredEvent {
        let pass = RingPass(
            from: ana, to: user, passedAt: Timestamp(milliseconds: 0), tenure: tenure, reason: .pass)
        return event(seq, .ringPassed(pass))
    }

    /// A feed of a draft that ana began.
    private func begun() throws -> DraftFeed {
        let feed = feeds.hold(draftID)
        let draft = try #require(Draft(founding: created.event))
        feed.learn(StoredDraft(draft: draft, hash: .zero))
        return feed
    }

    @Test func `only the holder is heard, and a pass silences them`() throws {
        let feed = try begun()
        feed.hear("mine", from: ben)
        #expect(feed.presence.typing == nil)
        feed.hear("Once", from: ana)
        #expect(feed.presence.typing?.text == "Once")
        feed.publish([passed(2, to: ben)])
        #expect(feed.presence.typing == nil)
        feed.hear("Then", from: ben)
        #expect(feed.view.typing != nil)
    }

    @Test func `a pass to oneself begins without words, a late one changes nothing`() throws {
        let feed = try begun()
        feed.hear("Once", from: ana)
        feed.publish([passed(3, to: ana, tenure: 3)])
        #expect(feed.presence.typing == nil)
        feed.hear("Then", from: ana)
        feed.publish([passed(2, to: ben, tenure: 2)])
        #expect(feed.presence.typing?.text == "Then")
    }

    @Test func `one who was removed is not seen until they are a member again`() throws {
        let feed = try begun()
        feed.see(ben, .here, at: .announcement(ben))
        #expect(feed.presence.members.map(\.userID) == [ben])
        feed.publish([event(2, .memberRemoved(ben, .contributor))])
        #expect(feed.presence.members.isEmpty)
        feed.see(ben, .writing, at: .announcement(ben))
        #expect(feed.presence.members.isEmpty)
        feed.publish([event(3, .memberAdded(ben, .viewer))])
        feed.see(ben, .here, at: .announcement(ben))
        #expect(feed.presence.members.map(\.userID) == [ben])
    }

    @Test func `what is told late still counts, by its place in the log`() throws {
        let feed = try begun()
        feed.see(ben, .here, at: .announcement(ben))
        feed.publish([event(4, .segmentStruck(.random()))])
        feed.publish([event(3, .memberRemoved(ben, .contributor))])
        feed.publish([passed(2, to: ben)])
        #expect(feed.presence.members.isEmpty)
        feed.hear("Then", from: ben)
        #expect(feed.presence.typing?.text == "Then")
        feed.publish([event(6, .memberAdded(ben, .contributor))])
        feed.publish([event(5, .memberRemoved(ben, .contributor))])
        feed.see(ben, .here, at: .announcement(ben))
        #expect(feed.presence.members.map(\.userID) == [ben])
    }

    @Test func `an old snapshot does not turn the ring back`() throws {
        let feed = try begun()
        feed.publish([passed(2, to: ben)])
        feed.learn(StoredDraft(draft: try #require(Draft(founding: created.event)), hash: .zero))
        feed.hear("not mine any more", from: ana)
        #expect(feed.presence.typing == nil)
    }

    @Test(.timeLimit(.minutes(1)))
    func `a wait ends with an event, an end, or its task`() async throws {
        let feed = try begun()
        async let event: Void = feed.waitForNews(after: 1, version: nil)
        await feed.isWaitedFor()
        feed.publish([passed(2, to: ben)])
        await event
        let cancelled = Task { await feed.waitForNews(after: 2, version: nil) }
        await feed.isWaitedFor()
        cancelled.cancel()
        await cancelled.value
        async let end: Void = feed.waitForNews(after: 2, version: nil)
        await feed.isWaitedFor()
        feeds.endAll()
        await end
    }

    @Test(.timeLimit(.minutes(1)))
    func `a wait that begins after the news is over at once`() async throws {
        let feed = try begun()
        feed.publish([passed(2, to: ben)])
        await feed.waitForNews(after: 1, version: nil)
        await feed.waitForNews(after: 2, version: feed.presence.version - 1)
        feeds.endAll()
        await feed.waitForNews(after: 2, version: nil)
    }

    @Test func `a feed is forgotten when nobody watches and nobody is seen`() throws {
        let feed = try begun()
        #expect(feeds.watched(draftID) === feed)
        feed.see(ana, .here, at: .announcement(ana))
        feeds.release(feed)
        #expect(feeds.watched(draftID) === feed)
        feed.publish([event(2, .memberRemoved(ana, .contributor))])
        #expect(feeds.watched(draftID) == nil)
    }

    @Test func `a feed made anew has the version of all quiet ones, and its changes have new ones`() throws {
        let first = try begun()
        let quiet = first.presence.version
        first.see(ana, .here, at: .announcement(ana))
        let lively = first.presence.version
        #expect(lively != quiet)
        feeds.release(first)
        first.publish([event(2, .memberRemoved(ana, .contributor))])
        let second = try begun()
        #expect(second !== first)
        #expect(second.presence.version == quiet)
        second.see(ben, .here, at: .announcement(ben))
        #expect(second.presence.version > lively)
    }
}

extension DraftFeed {
    /// Returns once somebody waits for news.
    fileprivate func isWaitedFor() async {
        while waiterCount == 0 { await Task.yield() }
    }
}
