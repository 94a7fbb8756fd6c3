import DraftCore
import DraftStorage
import NIOConcurrencyHelpers

/// How many live connections there are, in all and of each user and each share.
final class SocketCount: Sendable {
    /// Whose connection it is, and to what; what is asked for may be no draft at all.
    struct Seat: Hashable, Sendable {
        fileprivate enum Holder: Hashable, Sendable {
            case user(UserID)
            case share(ShareID)
        }

        fileprivate let holder: Holder
        /// Who made the share that it is by.
        fileprivate let creator: UserID?
        let draftID: DraftID?

        init(_ visitor: Visitor, draftID: DraftID?) {
            switch visitor {
            case .user(let caller): (holder, creator) = (.user(caller.userID), nil)
            case .guest(let share): (holder, creator) = (.share(share.id), share.createdBy)
            }
            self.draftID = draftID
        }
    }

    private struct State {
        var total = 0
        var ofHolder: [Seat.Holder: Int] = [:]
        var ofSeat: [Seat: Int] = [:]
        /// By all shares of one creator.
        var ofCreator: [UserID: Int] = [:]
    }

    private let state = NIOLockedValueBox(State())
    private let limits: Limits
    private let limitsUsers: Bool

    /// - Parameter limitsUsers: whether one user, or one share, may have only so many; the whole server may in any case.
    init(limits: Limits, limitsUsers: Bool) {
        self.limits = limits
        self.limitsUsers = limitsUsers
    }

    /// How many there are in all.
    var total: Int { state.withLockedValue(\.total) }

    /// Counts a connection in.
    func take(_ seat: Seat) throws(Refusal) {
        let refusal = state.withLockedValue { state -> Refusal? in
            guard state.total < limits.sockets else { return .tooManySockets(limit: limits.sockets) }
            if limitsUsers, let refusal = excess(of: seat, in: state) { return refusal }
            state.total += 1
            state.ofHolder[seat.holder, default: 0] += 1
            state.ofSeat[seat, default: 0] += 1
            if let creator = seat.creator { state.ofCreator[creator, default: 0] += 1 }
            return nil
        }
        if let refusal { throw refusal }
    }

    private func excess(of seat: Seat, in state: State) -> Refusal? {
        let present = state.ofHolder[seat.holder, default: 0]
        switch seat.holder {
        case .share:
            guard present < limits.socketsPerShare else { return .tooManySocketsOfShare(limit: limits.socketsPerShare) }
            guard seat.creator.map({ state.ofCreator[$0, default: 0] < limits.socketsPerShareCreator }) ?? true else {
                return .tooManySocketsOfShareCreator(limit: limits.socketsPerShareCreator)
            }
            return nil
        case .user:
            guard present < limits.socketsPerUser else { return .tooManySocketsOfUser(limit: limits.socketsPerUser) }
            guard state.ofSeat[seat, default: 0] < limits.socketsPerUserAndDraft else {
                return .tooManySocketsAtDraft(limit: limits.socketsPerUserAndDraft)
            }
            return nil
        }
    }

    /// Counts out what `take` counted in.
    func leave(_ seat: Seat) {
        state.withLockedValue { state in
            state.total -= 1
            state.ofHolder[seat.holder] = state.ofHolder[seat.holder].flatMap { $0 > 1 ? $0 - 1 : nil }
            state.ofSeat[seat] = state.ofSeat[seat].flatMap { $0 > 1 ? $0 - 1 : nil }
            guard let creator = seat.creator else { return }
            state.ofCreator[creator] = state.ofCreator[creator].flatMap { $0 > 1 ? $0 - 1 : nil }
        }
    }
}
