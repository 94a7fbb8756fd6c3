import DraftCore
import DraftStorage

/// Everything that the server counts while it runs. What stands somewhere anyway is looked up when it is asked for.
struct ServerMetrics: Sendable {
    let requests = CounterFamily("route", "method", "status")
    let requestTimes = HistogramFamily("route")
    let refusals = CounterFamily("code")
    let commands = CounterFamily("outcome")
    let segments = Counter()
    let events = Counter()
    let batchSizes = Histogram(Distribution.sizes)
    let batchTimes = Histogram()
    let storeErrors = CounterFamily("kind", zeros: ["unavailable", "corrupt", "conflict"])
    let socketBeginnings = CounterFamily("from")
    let socketClosings = CounterFamily("code", zeros: SocketClose.codes)
    let feedLag = Histogram()
    let signIns = CounterFamily("credential")

    /// What is to be told of the store.
    var storeObserver: StoreObserver {
        StoreObserver(
            wrote: { commands, time in
                batchSizes.observe(Double(commands))
                batchTimes.observe(time)
            },
            failed: { storeErrors.add([$0.kind]) })
    }

    /// A command has been judged.
    func judged(_ outcome: CommitOutcome) {
        switch outcome {
        case .rejected: commands.add(["rejected"])
        case .replayed: commands.add(["replayed"])
        case .committed(let receipt) where receipt.events.isEmpty: commands.add(["unchanged"])
        case .committed(let receipt):
            commands.add(["committed"])
            events.add(receipt.events.count)
            segments.add(receipt.events.count { $0.event.change.addsSegment })
        }
    }
}

extension StorageError {
    fileprivate var kind: String {
        switch self {
        case .unavailable: "unavailable"
        case .corrupt: "corrupt"
        case .conflict: "conflict"
        }
    }
}

extension Change {
    fileprivate var addsSegment: Bool { if case .segmentAdded = self { true } else { false } }
}
