import DraftCore
import Testing

@testable import collab_server

@Suite struct FeedTests {
    private let ana = UserID.named("ana")
    private let ben = UserID.named("ben")

    private func entry(_ seq: Int, removing user: UserID? = nil) -> FeedEntry {
        FeedEntry(seq: Seq(rawValue: seq), hash: .zero, frame: EncodedFrame(text: "\(seq)".utf8), removed: user)
    }

    private func tail(head: Int, _ seqs: [Int]) -> FrameTail {
        var tail = FrameTail(head: Seq(rawValue: head), hash: .zero)
        for seq in seqs { tail.append(entry(seq)) }
        return tail
    }

    /// What a subscription does until it rests, with the log answering `pages`.
    private func steps(_ subscription: inout Subscription, _ view: FeedView, log: [FeedEntry] = []) -> [String] {
        var steps: [String] = []
        while steps.count < 2000 {
            switch subscription.next(in: view) {
            case .write(let frame): steps.append(String(decoding: frame.payload, as: UTF8.self))
            case .fetch(let seq):
                steps.append("fetch \(seq)")
                subscription.fetched(log.filter { $0.seq > seq })
            case .end(let close): return steps + ["close \(close.code)"]
            case .rest: return steps
            }
        }
        return steps
    }

    private func view(_ tail: FrameTail, presence: Int? = nil, typing: Int? = nil, ending: SocketClose? = nil)
        -> FeedView
    {
        FeedView(
            tail: tail, presence: presence.map { Broadcast(version: $0, frame: EncodedFrame(text: "presence".utf8)) },
            typing: typing.map { Broadcast(version: $0, frame: EncodedFrame(text: "typing".utf8)) }, ending: ending)
    }

    private func subscription(after cursor: Int, admittedAt: Int = 0) -> Subscription {
        Subscription(
            user: ana, after: Seq(rawValue: cursor), admittedAt: Seq(rawValue: admittedAt), presenceVersion: 0,
            typingVersion: 0)
    }

    @Test func `a reader pulls what it has not read, in order and once`() {
        var reader = subscription(after: 2)
        #expect(steps(&reader, view(tail(head: 1, [2, 3, 4]))) == ["3", "4"])
        #expect(steps(&reader, view(tail(head: 1, [2, 3, 4]))) == [])
        #expect(steps(&reader, view(tail(head: 1, [2, 3, 4, 5]))) == ["5"])
    }

    @Test func `what is not in the tail comes from the log`() {
        var reader = subscription(after: 0)
        let view = view(tail(head: 3, [4, 5]))
        #expect(steps(&reader, view, log: [entry(1), entry(2), entry(3)]) == ["fetch 0", "1", "2", "3", "4", "5"])
    }

    @Test func `events that come out of order are found in the log`() {
        var reader = subscription(after: 1)
        let view = view(tail(head: 1, [3, 2]))
        #expect(steps(&reader, view, log: [entry(2), entry(3)]) == ["fetch 1", "2", "3"])
    }

    @Test func `what the log is known to have beyond the tail does not empty it, and is taken in when it is told`() {
        var tail = tail(head: 1, [2, 3])
        tail.advance(to: 5, hash: .zero)
        tail.append(entry(4))
        var reader = subscription(after: 1)
        #expect(steps(&reader, view(tail), log: [entry(5)]) == ["2", "3", "4", "fetch 4", "5"])
        tail.append(entry(5))
        tail.append(entry(6))
        var late = subscription(after: 1)
        #expect(steps(&late, view(tail)) == ["2", "3", "4", "5", "6"])
    }

    @Test func `the head never runs back, whatever is told late`() {
        var tail = tail(head: 7, [])
        tail.append(entry(5))
        #expect(tail.head == 7)
        var reader = subscription(after: 4)
        #expect(steps(&reader, view(tail), log: [entry(6), entry(7)]) == ["5", "fetch 5", "6", "7"])
    }

    @Test func `a page may reach further than the tail without a repeat`() {
        var reader = subscription(after: 0)
        let view = view(tail(head: 1, [2, 3]))
        #expect(
            steps(&reader, view, log: [entry(1), entry(2), entry(3), entry(4)]) == ["fetch 0", "1", "2", "3", "4"])
    }

    @Test func `presence and words come after all events, the newest only`() {
        var reader = subscription(after: 1)
        #expect(steps(&reader, view(tail(head: 1, [2]), presence: 5, typing: 6)) == ["2", "presence", "typing"])
        #expect(steps(&reader, view(tail(head: 1, [2]), presence: 5, typing: 6)) == [])
        #expect(steps(&reader, view(tail(head: 1, [2]), presence: 5, typing: 9)) == ["typing"])
    }

    @Test func `the event that removes the reader is the last one`() {
        var tail = tail(head: 1, [2])
        tail.append(entry(3, removing: ana))
        tail.append(entry(4))
        var reader = subscription(after: 1, admittedAt: 1)
        #expect(steps(&reader, view(tail)) == ["2", "3", "close 4403"])
    }

    @Test func `an old removal is history to one who joined again`() {
        var tail = tail(head: 1, [2])
        tail.append(entry(3, removing: ana))
        var reader = subscription(after: 1, admittedAt: 3)
        #expect(steps(&reader, view(tail)) == ["2", "3"])
    }

    @Test func `the tail is bounded and stays in a row`() {
        let tail = tail(head: 0, Array(1...2000))
        guard case .inLog = tail.next(after: 0) else {
            Issue.record("kept everything")
            return
        }
        var reader = subscription(after: 1800)
        #expect(steps(&reader, view(tail)) == (1801...2000).map(String.init))
    }

    @Test func `an ended feed closes its readers after the last event`() {
        var reader = subscription(after: 1)
        #expect(steps(&reader, view(tail(head: 1, [2]), ending: .draftGone)) == ["2", "close 4404"])
    }
}

@Suite struct PresenceRosterTests {
    private let ana = UserID.named("ana")
    private let one = PresenceRoster.Source.connection(.random())
    private let two = PresenceRoster.Source.connection(.random())

    private func at(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }

    @Test func `the liveliest connection wins`() {
        var roster = PresenceRoster()
        let seen1 = roster.see(ana, .away, at: one, now: at(1))
        #expect(seen1)
        let seen2 = roster.see(ana, .writing, at: two, now: at(2))
        #expect(seen2)
        let seen3 = roster.see(ana, .here, at: one, now: at(3))
        #expect(!seen3)
        #expect(roster.entries == [.init(user: ana, state: .writing, since: at(2))])
        let lost4 = roster.lose(two, now: at(4))
        #expect(lost4)
        #expect(roster.entries == [.init(user: ana, state: .here, since: at(4))])
    }

    @Test func `a leaving is told 8 seconds after the last connection closed`() {
        var roster = PresenceRoster()
        _ = roster.see(ana, .here, at: one, now: at(0))
        let lost5 = roster.lose(one, now: at(1000))
        #expect(!lost5)
        #expect(roster.nextDeadline == at(9000))
        let changed6 = roster.advance(to: at(8999))
        #expect(!changed6)
        let changed7 = roster.advance(to: at(9000))
        #expect(changed7)
        #expect(roster.isQuietHere)
    }

    @Test func `a reconnect does not flicker`() {
        var roster = PresenceRoster()
        _ = roster.see(ana, .here, at: one, now: at(0))
        _ = roster.lose(one, now: at(1000))
        let seen8 = roster.see(ana, .here, at: two, now: at(2000))
        #expect(!seen8)
        let changed9 = roster.advance(to: at(20_000))
        #expect(!changed9)
        #expect(roster.entries == [.init(user: ana, state: .here, since: at(0))])
    }

    @Test func `an announcement lasts a minute, and then the leaving`() {
        var roster = PresenceRoster()
        _ = roster.see(ana, .here, at: .announcement(ana), now: at(0))
        let changed10 = roster.advance(to: at(60_000))
        #expect(!changed10)
        let changed11 = roster.advance(to: at(68_000))
        #expect(changed11)
    }

    @Test func `who is at another server keeps nothing here`() {
        var roster = PresenceRoster()
        let seen = roster.see(elsewhere: [ana: .here], now: at(0))
        #expect(seen)
        #expect(roster.isQuietHere)
        _ = roster.see(ana, .here, at: one, now: at(1))
        #expect(!roster.isQuietHere)
        _ = roster.lose(one, now: at(2))
        #expect(roster.isQuietHere, "she is still at the other")
    }

    @Test func `one who is removed is gone at once`() {
        var roster = PresenceRoster()
        _ = roster.see(ana, .here, at: one, now: at(0))
        let removed12 = roster.remove(ana)
        #expect(removed12)
        #expect(roster.isQuietHere)
    }
}

@Suite struct LiveWordsTests {
    private let ana = UserID.named("ana")

    private func at(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }

    @Test func `words are told at most ten times a second, and the newest are not lost`() {
        var words = LiveWords()
        let told13 = words.write("a", by: ana, now: at(1000))
        #expect(told13)
        let told14 = words.write("ab", by: ana, now: at(1010))
        #expect(!told14)
        let told15 = words.write("abc", by: ana, now: at(1020))
        #expect(!told15)
        #expect(words.nextDeadline == at(1100))
        let changed16 = words.advance(to: at(1100))
        #expect(changed16)
        #expect(words.told == .init(user: ana, text: "abc"))
        #expect(words.nextDeadline == nil)
    }

    @Test func `only the last 2000 characters are kept`() {
        var words = LiveWords()
        _ = words.write(String(repeating: "x", count: 3000) + "é", by: ana, now: at(0))
        #expect(words.told?.text.unicodeScalars.count == 2000)
        #expect(words.told?.text.last == "é")
    }

    @Test func `words hold nothing that a segment may not`() {
        var words = LiveWords()
        _ = words.write("\u{1B}[2Ja\r\nb\u{202E}c", by: ana, now: at(0))
        #expect(words.told?.text == "[2Ja\nbc")
        _ = words.write(
            String(repeating: "\u{7}", count: 10) + String(repeating: "y", count: 2000), by: ana, now: at(500))
        #expect(words.told?.text == String(repeating: "y", count: 2000))
    }

    @Test func `a clock that was set back does not hold words up`() {
        var words = LiveWords()
        _ = words.write("a", by: ana, now: at(1_000_000))
        let told = words.write("ab", by: ana, now: at(1000))
        #expect(told)
        let waiting = words.write("abc", by: ana, now: at(1050))
        #expect(!waiting)
    }

    @Test func `what is written after a clearing is told at once`() {
        var words = LiveWords()
        _ = words.write("a", by: ana, now: at(1000))
        _ = words.clear()
        let told = words.write("b", by: ana, now: at(1010))
        #expect(told)
        #expect(words.told == .init(user: ana, text: "b"))
    }

    @Test func `clearing takes back what was told and forgets what waits`() {
        var words = LiveWords()
        let cleared17 = words.clear()
        #expect(!cleared17)
        _ = words.write("a", by: ana, now: at(1000))
        _ = words.write("ab", by: ana, now: at(1010))
        let cleared18 = words.clear()
        #expect(cleared18)
        #expect(words.told == .init(user: ana, text: ""))
        let changed19 = words.advance(to: at(5000))
        #expect(!changed19)
    }
}

extension UserID {
    static func named(_ name: String) -> UserID {
        guard let user = UserID(name) else { preconditionFailure("\(name) is no user id") }
        return user
    }
}
