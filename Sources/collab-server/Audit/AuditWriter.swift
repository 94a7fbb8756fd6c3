import DraftCore
import DraftStorage
import Logging
import ServiceLifecycle

/// Writes what the journal has gathered, a batch at a time, and the rest before the server ends.
struct AuditWriter: Service {
    /// Between two batches, so that they never crowd out those who write drafts.
    private static let pause = Duration.milliseconds(200)
    private static let pauseAfterFailure = Duration.seconds(1)

    let journal: AuditJournal
    let trail: any AuditTrail
    let logger: Logger

    func run() async throws {
        await withGracefulShutdownHandler {
            for await _ in journal.news {
                var isWritten = await write()
                while !isWritten, !Task.isShuttingDownGracefully, !Task.isCancelled {
                    try? await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.pauseAfterFailure) }
                    isWritten = await write()
                }
                try? await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.pause) }
            }
        } onGracefulShutdown: {
            journal.close()
        }
        _ = await write()
    }

    /// - Returns: false where the store takes nothing now; nothing is lost then.
    private func write() async -> Bool {
        let notes = journal.take()
        do throws(StorageError) {
            try await trail.record(notes)
            return true
        } catch {
            logger.error("The audit cannot be written.", metadata: ["error": "\(error)"])
            journal.giveBack(notes)
            return false
        }
    }
}

/// Forgets the lines of the audit that are older than they may be.
struct AuditRetention: Service {
    private static let interval = Duration.seconds(3600)
    private static let linesAStep = 500

    let trail: any AuditTrail
    let days: Int
    let clock: WallClock
    let logger: Logger

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                while true {
                    await forget()
                    try await Task.sleep(for: Self.interval)
                }
            }
        } catch is CancellationError {
            // The server stops; that is no failure of this one.
            return
        }
    }

    /// Forgets in short transactions, and notes how much it was.
    func forget() async {
        let now = clock.now()
        do throws(StorageError) {
            let count = try await trail.forgetTrail(before: now.before(hours: days * 24), aStep: Self.linesAStep)
            guard count > 0 else { return }
            let facts = AuditFacts(action: "audit_forget", origin: "retention")
            try await trail.record([AuditNote(.administration, facts, count: count, at: now)])
        } catch {
            logger.error("Old lines of the audit cannot be forgotten.", metadata: ["error": "\(error)"])
        }
    }
}

extension AuditTrail {
    /// Forgets all lines from before `moment`, so many in a transaction.
    /// - Returns: how many they were.
    func forgetTrail(before moment: Timestamp, aStep size: Int) async throws(StorageError) -> Int {
        var count = 0
        while true {
            let step = try await forgetTrail(before: moment, limit: size)
            count += step
            guard step == size else { return count }
        }
    }
}
