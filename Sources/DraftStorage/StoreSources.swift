public import DraftCore
import Glibc

/// Who is told of what a store does, for monitoring. It is called while others wait, so it must not take long.
public struct StoreObserver: Sendable {
    /// So many commands were written in one transaction, which took this long.
    public let wrote: @Sendable (_ commands: Int, _ time: Duration) -> Void
    /// A call, or all commands of a transaction, failed.
    public let failed: @Sendable (StorageError) -> Void

    /// An observer; by default one that does nothing.
    public init(
        wrote: @escaping @Sendable (_ commands: Int, _ time: Duration) -> Void = { _, _ in },
        failed: @escaping @Sendable (StorageError) -> Void = { _ in }
    ) {
        self.wrote = wrote
        self.failed = failed
    }

    /// Tells of an error, as everybody else is told of it.
    func observed(_ error: any Error) -> StorageError {
        let error = StorageError(error)
        failed(error)
        return error
    }
}

/// Where a store takes time and chance from.
public struct StoreSources: Sendable {
    /// The wall clock.
    public var now: @Sendable () -> Timestamp
    /// 16 bytes that nobody can guess.
    public var salt: @Sendable () -> [UInt8]
    /// A name for a new history.
    public var logID: @Sendable () -> LogID
    /// Told of what the store does.
    public var observer = StoreObserver()

    /// Sources of one's own.
    public init(
        now: @escaping @Sendable () -> Timestamp, salt: @escaping @Sendable () -> [UInt8],
        logID: @escaping @Sendable () -> LogID
    ) {
        self.now = now
        self.salt = salt
        self.logID = logID
    }

    /// The machine's clock and its random numbers.
    public static let system = StoreSources(
        now: {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
        },
        salt: {
            var generator = SystemRandomNumberGenerator()
            let (high, low) = (generator.next() as UInt64, generator.next() as UInt64)
            return [high, low].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
        },
        logID: { .random() })
}
