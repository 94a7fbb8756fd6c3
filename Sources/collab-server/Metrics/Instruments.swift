import NIOConcurrencyHelpers
import Synchronization

/// A number that only grows.
final class Counter: Sendable {
    private let value = Atomic<Int>(0)

    func add(_ amount: Int = 1) { value.add(amount, ordering: .relaxed) }

    var total: Int { value.load(ordering: .relaxed) }
}

/// Numbers that only grow, one for each combination of a few labels.
///
/// Invariant: there are never more than `capacity` of them: labels come from routes, codes and other closed sets, and were it
/// otherwise, what is too much is counted under `other`.
final class CounterFamily: Sendable {
    static let capacity = 1_000

    let labels: [String]
    private let values = NIOLockedValueBox<[[String]: Int]>([:])

    /// - Parameter zeros: the values of the one label that are there from the beginning, with 0: rates and alerts of the first
    ///   of its kind need a number before it.
    init(_ labels: String..., zeros: some Sequence<String> = []) {
        self.labels = labels
        values.withLockedValue { for value in zeros { $0[[value]] = 0 } }
    }

    /// - Parameter key: a value for each label.
    func add(_ key: [String], _ amount: Int = 1) {
        values.withLockedValue { values in
            let isKnown = values[key] != nil || values.count < Self.capacity
            values[isKnown ? key : labels.map { _ in "other" }, default: 0] += amount
        }
    }

    var totals: [[String]: Int] { values.withLockedValue(\.self) }
}

/// How often something took how much, by upper bounds.
struct Distribution: Sendable {
    /// Seconds, from a tenth of a millisecond to half a minute.
    static let seconds = [0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
    /// Things that are done together.
    static let sizes: [Double] = [1, 2, 4, 8, 16, 32, 64, 128]

    let bounds: [Double]
    /// One for each bound, and one for what is beyond the last.
    private(set) var counts: [Int]
    private(set) var sum = 0.0

    init(bounds: [Double]) {
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.count + 1)
    }

    mutating func observe(_ value: Double) {
        counts[bounds.firstIndex { value <= $0 } ?? bounds.count] += 1
        sum += value
    }
}

/// A distribution that many threads observe.
final class Histogram: Sendable {
    private let state: NIOLockedValueBox<Distribution>

    init(_ bounds: [Double] = Distribution.seconds) {
        state = NIOLockedValueBox(Distribution(bounds: bounds))
    }

    func observe(_ value: Double) { state.withLockedValue { $0.observe(value) } }

    func observe(_ time: Duration) { observe(time / .seconds(1)) }

    var distribution: Distribution { state.withLockedValue(\.self) }
}

/// Distributions of seconds, one for each value of a label; bounded as counters are.
final class HistogramFamily: Sendable {
    let label: String
    private let state = NIOLockedValueBox<[String: Distribution]>([:])

    init(_ label: String) {
        self.label = label
    }

    func observe(_ time: Duration, _ key: String) {
        state.withLockedValue { state in
            let isKnown = state[key] != nil || state.count < CounterFamily.capacity
            state[isKnown ? key : "other", default: Distribution(bounds: Distribution.seconds)].observe(
                time / .seconds(1))
        }
    }

    var distributions: [String: Distribution] { state.withLockedValue(\.self) }
}
