import NIOConcurrencyHelpers

/// How many connections there are, for ending when nobody is left.
final class ConnectionCount: Sendable {
    private struct State {
        var open = 0
        var lastClosed = ContinuousClock.now
        var waitingForNone: [Int: CheckedContinuation<Void, Never>] = [:]
        var nextWaiter = 0
    }

    private let state = NIOLockedValueBox(State())

    /// How many there are.
    var open: Int { state.withLockedValue(\.open) }

    func opened() {
        state.withLockedValue { $0.open += 1 }
    }

    func closed() {
        let waiting = state.withLockedValue { state -> [CheckedContinuation<Void, Never>] in
            state.open -= 1
            state.lastClosed = .now
            guard state.open == 0 else { return [] }
            defer { state.waitingForNone = [:] }
            return Array(state.waitingForNone.values)
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Returns once there is no connection, or after `patience`.
    func none(within patience: Duration) async {
        await withTaskGroup { group in
            group.addTask { await self.none() }
            // Cancelled when the last connection is gone; then there is nothing left to wait for.
            group.addTask { try? await Task.sleep(for: patience) }
            await group.next()
            group.cancelAll()
        }
    }

    private func none() async {
        let id = state.withLockedValue { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLockedValue { state in
                    if state.open == 0 || Task.isCancelled { return true }
                    state.waitingForNone[id] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLockedValue { $0.waitingForNone.removeValue(forKey: id) }?.resume()
        }
    }

    /// Since when there has been no connection; nil while there is one.
    var idleSince: ContinuousClock.Instant? {
        state.withLockedValue { $0.open == 0 ? $0.lastClosed : nil }
    }
}
