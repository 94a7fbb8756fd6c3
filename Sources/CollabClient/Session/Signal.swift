/// Wakes one loop; ringing twice before it looks is ringing once.
struct Signal: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() {
        (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func ring() {
        continuation.yield()
    }

    /// One element a ring, for one loop, until its task is cancelled.
    var rings: AsyncStream<Void> { stream }
}
