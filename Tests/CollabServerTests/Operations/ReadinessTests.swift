import CollabTesting
import DraftStorage
import Synchronization
import Testing

@testable import collab_server

/// How often a store is looked at, however often somebody asks.
@Suite struct ReadinessTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    @Test func `a store that was found well is not looked at again for a second, one that was not is`() async throws {
        let store = try await SQLiteLog.open(path: directory.file("drafts.db"))
        let (log, clock) = (FaultyLog(store), StoppedClock())
        let readiness = Readiness(log, now: { clock.now })
        for _ in 0..<3 { #expect(await readiness.problem() == nil) }
        #expect(log.pings == 1)
        clock.advance(by: .milliseconds(999))
        #expect(await readiness.problem() == nil)
        #expect(log.pings == 1)
        clock.advance(by: .milliseconds(1))
        log.fail(with: .unavailable("the disk is full"))
        for look in 2...4 {
            #expect(await readiness.problem() != nil)
            #expect(log.pings == look)
        }
        log.fail(with: nil)
        #expect(await readiness.problem() == nil)
        try await store.close()
    }

    @Test func `those who ask at the same time wait for one look`() async throws {
        let store = try await SQLiteLog.open(path: directory.file("drafts.db"))
        let (log, clock) = (FaultyLog(store), StoppedClock())
        let readiness = Readiness(log, now: { clock.now })
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<50 { group.addTask { #expect(await readiness.problem() == nil) } }
        }
        #expect(log.pings == 1)
        try await store.close()
    }
}

/// A clock that goes when it is told to.
private final class StoppedClock: Sendable {
    private let instant = Mutex(ContinuousClock.now)

    var now: ContinuousClock.Instant { instant.withLock { $0 } }

    func advance(by duration: Duration) {
        instant.withLock { $0 += duration }
    }
}
