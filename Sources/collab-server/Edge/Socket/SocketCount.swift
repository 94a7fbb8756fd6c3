import DraftCore
import Synchronization

/// How many live connections there are, in all and of each user.
final class SocketCount: Sendable {
    /// Whose connection it is, nobody's for a guest, and to what; what is asked for may be no draft at all.
    struct Seat: Hashable, Sendable {
        let user: UserID?
        let draftID: DraftID?
    }

    private struct State {
        var total = 0
        var ofUser: [UserID: Int] = [:]
        var ofSeat: [Seat: Int] = [:]
    }

    private let state = Mutex(State())
    private let limits: Limits
    private let limitsUsers: Bool

    /// - Parameter limitsUsers: whether one user may have only so many; the whole server may in any case.
    init(limits: Limits, limitsUsers: Bool) {
        self.limits = limits
        self.limitsUsers = limitsUsers
    }

    /// Counts a connection in.
    func take(_ seat: Seat) throws(Refusal) {
        let refusal = state.withLock { state -> Refusal? in
            guard state.total < limits.sockets else { return .tooManySockets(limit: limits.sockets) }
            if limitsUsers, let user = seat.user {
                guard state.ofUser[user, default: 0] < limits.socketsPerUser else {
                    return .tooManySocketsOfUser(limit: limits.socketsPerUser)
                }
                guard state.ofSeat[seat, default: 0] < limits.socketsPerUserAndDraft else {
                    return .tooManySocketsAtDraft(limit: limits.socketsPerUserAndDraft)
                }
            }
            state.total += 1
            guard let user = seat.user else { return nil }
            state.ofUser[user, default: 0] += 1
            state.ofSeat[seat, default: 0] += 1
            return nil
        }
        if let refusal { throw refusal }
    }

    /// Counts out what `take` counted in.
    func leave(_ seat: Seat) {
        state.withLock { state in
            state.total -= 1
            guard let user = seat.user else { return }
            state.ofUser[user] = state.ofUser[user].flatMap { $0 > 1 ? $0 - 1 : nil }
            state.ofSeat[seat] = state.ofSeat[seat].flatMap { $0 > 1 ? $0 - 1 : nil }
        }
    }
}
