import NIOConcurrencyHelpers
import NIOCore

/// The connections that wait for a request: those that are given up first where there are too many, so that whoever holds
/// connections without using them keeps nobody out.
final class IdleConnections: Sendable {
    private struct State {
        var turns: [ObjectIdentifier: Int] = [:]
        /// Oldest first from `first` on; whoever has left since is found out by their turn.
        var queue: [(turn: Int, channel: any Channel)] = []
        var first = 0
        var nextTurn = 0

        /// The queue is at most a few times as long as there are connections in it.
        mutating func forgetThoseWhoLeft() {
            guard queue.count > 2 * turns.count + 64 else { return }
            queue = queue[first...].filter { turns[ObjectIdentifier($0.channel)] == $0.turn }
            first = 0
        }
    }

    private let state = NIOLockedValueBox(State())

    func enter(_ channel: any Channel) {
        state.withLockedValue { state in
            state.turns[ObjectIdentifier(channel)] = state.nextTurn
            state.queue.append((state.nextTurn, channel))
            state.nextTurn += 1
            state.forgetThoseWhoLeft()
        }
    }

    func leave(_ channel: any Channel) {
        state.withLockedValue { state in
            state.turns[ObjectIdentifier(channel)] = nil
            state.forgetThoseWhoLeft()
        }
    }

    /// How many wait.
    var count: Int { state.withLockedValue(\.turns.count) }

    /// Closes the connection that has waited longest, if there is one.
    func closeOldest() {
        let oldest = state.withLockedValue { state -> (any Channel)? in
            while state.first < state.queue.count {
                let (turn, channel) = state.queue[state.first]
                state.first += 1
                guard state.turns[ObjectIdentifier(channel)] == turn else { continue }
                state.turns[ObjectIdentifier(channel)] = nil
                return channel
            }
            return nil
        }
        oldest?.close(promise: nil)
    }
}
