/// What a script has seen, handed to the test in order.
struct Report<Element: Sendable>: Sendable {
    private let stream: AsyncStream<Element>
    private let continuation: AsyncStream<Element>.Continuation

    init() {
        (stream, continuation) = AsyncStream.makeStream()
    }

    func add(_ element: Element) {
        continuation.yield(element)
    }

    /// The next thing seen; waits for it.
    func next() async -> Element? {
        var iterator = stream.makeAsyncIterator()
        return await iterator.next()
    }
}
