@testable import CollabClient

/// A clock that stands still until the test moves it.
final class StepClock: LinkClock {
    private struct State {
        var now: ContinuousClock.Instant
        var waiters: [Int: (deadline: ContinuousClock.Instant, continuation: CheckedContinuation<Void, Never>)] = [:]
        var cancelled: Set<Int> = []
        var names = 0
    }

    private let state = Locked(State(now: .now))

    var now: ContinuousClock.Instant { state.withLock { $0.now } }

    /// How many wait for a moment to come.
    var waiting: Int { state.withLock { $0.waiters.count } }

    func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now += duration
            let due = state.waiters.filter { $0.value.deadline <= state.now }
            for name in due.keys { state.waiters[name] = nil }
            return due.values.sorted { $0.deadline < $1.deadline }
        }
        for waiter in due { waiter.continuation.resume() }
    }

    func wait(until deadline: ContinuousClock.Instant) async {
        let name = state.withLock { state in
            state.names += 1
            return state.names
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if deadline <= state.now || state.cancelled.contains(name) { return true }
                    state.waiters[name] = (deadline, continuation)
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.cancelled.insert(name)
                return state.waiters.removeValue(forKey: name)
            }
            waiter?.continuation.resume()
        }
    }
}
