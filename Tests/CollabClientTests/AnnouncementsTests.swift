import CollabAPI
import CollabTesting
import DraftCore
import FoundationEssentials
import Testing

@testable import CollabClient

/// Only the newest counts, and only what is news is said.
@Suite(.timeLimit(.minutes(1))) struct AnnouncementsTests {
    private let announcements = Announcements()

    @Test func `of many words the newest are said, once`() {
        for text in ["O", "On", "Once"] { announcements.set(words: text) }
        #expect(announcements.takeUnsaid() == [.typing(text: "Once")])
        #expect(announcements.takeUnsaid().isEmpty)
    }

    @Test func `what was said already is no news`() {
        announcements.set(.writing)
        announcements.set(words: "Once")
        #expect(announcements.takeUnsaid() == [.state(.writing), .typing(text: "Once")])
        announcements.set(.writing)
        announcements.set(words: "Once")
        #expect(announcements.takeUnsaid().isEmpty)
        announcements.set(.here)
        #expect(announcements.takeUnsaid() == [.state(.here)])
    }

    @Test func `a new connection is told all that is current, and nothing else`() {
        announcements.repeatLast()
        #expect(announcements.takeUnsaid().isEmpty)
        announcements.set(.writing)
        announcements.set(words: "Once")
        _ = announcements.takeUnsaid()
        announcements.repeatLast()
        #expect(announcements.takeUnsaid() == [.state(.writing), .typing(text: "Once")])
    }

    @Test func `words that are over are not said again, and are news when they come back`() {
        announcements.set(words: "Once")
        announcements.forgetWords()
        #expect(announcements.takeUnsaid().isEmpty)
        announcements.repeatLast()
        #expect(announcements.takeUnsaid().isEmpty)
        announcements.set(words: "Once")
        #expect(announcements.takeUnsaid() == [.typing(text: "Once")])
    }

    @Test func `the newest part of long words is shared, and no text says that nothing is written`() async {
        let session = SessionStage().session
        session.share(words: String(repeating: "a", count: 3) + String(repeating: "b", count: 2000))
        #expect(
            session.announcements.takeUnsaid() == [
                .state(.writing), .typing(text: String(repeating: "b", count: DraftSession.sharedWordsLimit)),
            ])
        session.share(words: "")
        #expect(session.announcements.takeUnsaid() == [.state(.here), .typing(text: "")])
    }

    // A session that is told of events without a network.

    private func session() async throws -> DraftSession {
        let session = SessionStage().session
        let body = try WireCoding.decode(DataBody<DraftBody>.self, from: Data(Samples.draft(seq: 3).utf8)).data
        _ = await session.take(.snapshot(body))
        session.share(words: "Once")
        _ = session.announcements.takeUnsaid()
        return session
    }

    private func take(_ events: String..., in session: DraftSession) async throws {
        let bodies = try events.map { try WireCoding.decode(EventBody.self, from: Data($0.utf8)) }
        _ = await session.take(.events(bodies))
    }

    @Test func `a new connection is not told what was typed before the ring went away`() async throws {
        let session = try await session()
        try await take(Samples.pass(seq: 4, to: "ben"), in: session)
        session.announcements.repeatLast()
        #expect(session.announcements.takeUnsaid() == [.state(.writing)])
    }

    @Test(arguments: [Samples.event(seq: 4), Samples.pass(seq: 4, to: "ada")])
    func `while the ring stays, a new connection is told what is being typed`(event: String) async throws {
        let session = try await session()
        try await take(event, in: session)
        session.announcements.repeatLast()
        #expect(session.announcements.takeUnsaid() == [.state(.writing), .typing(text: "Once")])
    }
}
