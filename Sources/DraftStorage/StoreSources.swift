public import DraftCore
import Glibc

/// Where a store takes time and chance from.
public struct StoreSources: Sendable {
    /// The wall clock.
    public var now: @Sendable () -> Timestamp
    /// 16 bytes that nobody can guess.
    public var salt: @Sendable () -> [UInt8]
    /// A name for a new history.
    public var logID: @Sendable () -> LogID

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
