import CollabAPI
import CollabTesting
import DraftCore
import DraftStorage
import NIOPosix
import Testing

@testable import collab_server

/// Who is told what of a change.
@Suite struct DraftServiceTests {
    private let directory: TemporaryDirectory
    private let log: any DraftLog & Directories
    private let service: DraftService

    init() async throws {
        directory = try TemporaryDirectory()
        log = try await SQLiteLog.open(path: directory.file("drafts.db"))
        let names = ServerNames()
        service = DraftService(
            log: log, directories: log,
            feeds: Feeds(group: MultiThreadedEventLoopGroup.singleton, clock: .system, names: names),
            names: names, clock: .system, limits: Limits())
    }

    private func begin() async throws -> DraftID {
        let founding = Founding(
            id: .random(), creator: ana, key: nil, title: "T", platform: nil, initialSegment: nil)
        return try await service.begin(founding, by: Asker(ana)).receipt.draft.id
    }

    private var append: Command {
        Command(actor: ana, key: .named("k"), action: .append(.random(), content: "Once."))
    }

    @Test func `those who watch are told of a change`() async throws {
        let feed = service.feeds.hold(try await begin())
        let result = try await service.obey(append, in: feed.draftID, by: Asker(ana))
        #expect(!result.isReplay)
        #expect(feed.view.tail.head == 2)
    }

    @Test func `a replay tells what its first request could not`() async throws {
        let feed = service.feeds.hold(try await begin())
        // As of a request that was cut off between its commit and its news.
        _ = try await log.commit(append, in: feed.draftID)
        #expect(feed.view.tail.head == 0)
        let result = try await service.obey(append, in: feed.draftID, by: Asker(ana))
        #expect(result.isReplay)
        #expect(feed.view.tail.head == 2)
        let stored = try #require(try await log.draft(feed.draftID))
        #expect(feed.view.tail.hash == stored.hash)
    }

    @Test func `a deletion that is repeated tells what the first one could not`() async throws {
        let feed = service.feeds.hold(try await begin())
        _ = try await log.delete(feed.draftID, by: ana, requestID: nil)
        #expect(feed.view.ending == nil)
        try await service.delete(feed.draftID, by: Asker(ana))
        #expect(feed.view.ending == .draftGone)
    }

    @Test func `a refused command tells nobody anything`() async throws {
        let feed = service.feeds.hold(try await begin())
        let command = Command(actor: ben, key: nil, action: .append(.random(), content: "Mine."))
        await #expect(throws: Rejection.self) {
            try await service.obey(command, in: feed.draftID, by: Asker(ben))
        }
        #expect(feed.view.tail.head == 0)
    }
}
