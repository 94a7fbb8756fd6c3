import NIOCore
import Synchronization

/// Somebody who reads a feed. All calls come on the reader's event loop.
protocol FeedReader: AnyObject {
    /// There is news; the view is as of now.
    func feedMoved(_ view: FeedView)
}

/// Wakes all readers of one feed that live on one event loop: however often it is rung, one wake is under way.
final class Bell: Sendable {
    private let loop: any EventLoop
    private let readers: NIOLoopBoundBox<[any FeedReader]>
    private let isRung = Atomic<Bool>(false)
    private let lag: Histogram?

    /// - Parameter lag: told how long it took from ringing until all readers had been woken.
    init(on loop: any EventLoop, lag: Histogram? = nil) {
        self.loop = loop
        self.lag = lag
        readers = .makeBoxSendingValue([], eventLoop: loop)
    }

    /// Only on the loop.
    func add(_ reader: any FeedReader) {
        readers.value.append(reader)
    }

    /// Only on the loop.
    /// - Returns: whether nobody is left.
    func remove(_ reader: any FeedReader) -> Bool {
        if let index = readers.value.firstIndex(where: { $0 === reader }) {
            readers.value.swapAt(index, readers.value.count - 1)
            readers.value.removeLast()
        }
        return readers.value.isEmpty
    }

    /// From anywhere.
    func ring(_ view: @escaping @Sendable () -> FeedView) {
        guard !isRung.exchange(true, ordering: .acquiringAndReleasing) else { return }
        let begin = ContinuousClock.now
        loop.execute { [self] in
            // Lowered before looking: what is rung from here on is looked at again.
            isRung.store(false, ordering: .releasing)
            let view = view()
            for reader in readers.value { reader.feedMoved(view) }
            if !readers.value.isEmpty { lag?.observe(ContinuousClock.now - begin) }
        }
    }
}
