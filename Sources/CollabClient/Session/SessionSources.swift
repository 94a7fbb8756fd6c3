import DraftCore
import FoundationEssentials

/// Where a session takes time and chance from; tests bring their own.
struct SessionSources: Sendable {
    var clock: any LinkClock = ContinuousClock()
    /// The wall clock, for what is shown before the log tells the real moment.
    var now: @Sendable () -> Timestamp = {
        Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }
    var firstLook = DraftSession.firstLook
    var makeKey: @Sendable () -> IdempotencyKey = { .random() }
    var makeSegmentID: @Sendable () -> SegmentID = { .random() }
    var seed: UInt64 = .random(in: 0...(.max))
}
