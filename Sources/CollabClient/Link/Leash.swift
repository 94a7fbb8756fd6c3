/// Holds a piece of work that may have to be called off before it is done, without leaving its task group.
struct Leash: Sendable {
    private let stream: AsyncStream<Never>
    private let continuation: AsyncStream<Never>.Continuation

    init() {
        (stream, continuation) = AsyncStream.makeStream()
    }

    /// Calls the work off.
    func cut() {
        continuation.finish()
    }

    /// Runs `work` until it is done or the leash is cut, which cancels it.
    func run(_ work: @escaping @Sendable () async -> Void) async {
        await withTaskGroup(of: Void.self) { race in
            race.addTask(operation: work)
            race.addTask { [stream] in for await _ in stream {} }
            await race.next()
            race.cancelAll()
        }
    }
}
