/// The clock that the link's patience is measured with; tests bring their own.
protocol LinkClock: Sendable {
    /// The present.
    var now: ContinuousClock.Instant { get }
    /// Returns at `deadline`, or earlier if the task is cancelled.
    func wait(until deadline: ContinuousClock.Instant) async
}

extension ContinuousClock: LinkClock {
    func wait(until deadline: Instant) async {
        // Only a cancellation ends the sleep early, and then nobody looks at the time any more.
        try? await sleep(until: deadline)
    }
}
