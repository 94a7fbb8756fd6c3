import CollabAPI
import DraftCore
import DraftStorage
import NIOConcurrencyHelpers

/// Somebody who stays connected after they were let in, and may lose the right to.
final class Stay: Sendable {
    /// Why they cannot stay.
    enum Ending: Sendable {
        case expired
        case revoked
    }

    private struct State {
        var visitor: Visitor
        var ending: Ending?
        var onEnd: (@Sendable (Ending) -> Void)?
    }

    private let state: NIOLockedValueBox<State>

    init(_ visitor: Visitor) {
        state = NIOLockedValueBox(State(visitor: visitor))
    }

    /// Why the stay has to end; nil while it need not.
    var ending: Ending? { state.withLockedValue(\.ending) }

    /// Who it is, by their newest proof.
    var visitor: Visitor { state.withLockedValue(\.visitor) }

    /// Goes on by a newer proof.
    func renew(_ visitor: Visitor) {
        state.withLockedValue { $0.visitor = visitor }
    }

    /// Tells `action` once when the stay has to end, at once where that is so already; nil tells nobody.
    func whenEnded(_ action: (@Sendable (Ending) -> Void)?) {
        let ending = state.withLockedValue { state in
            state.onEnd = state.ending == nil ? action : nil
            return state.ending
        }
        if let ending { action?(ending) }
    }

    func end(_ ending: Ending) {
        let action = state.withLockedValue { state -> (@Sendable (Ending) -> Void)? in
            guard state.ending == nil else { return nil }
            state.ending = ending
            defer { state.onEnd = nil }
            return state.onEnd
        }
        action?(ending)
    }
}

extension Visitor {
    /// Clocks differ a little; as much is granted wherever a token is judged.
    private static let skewSeconds: Int64 = 5

    /// When a stay by this proof has to end; nil for one that lasts as long as its connection.
    var deadline: Timestamp? {
        switch self {
        case .user(let caller): caller.proof.expiresAt?.after(seconds: Self.skewSeconds)
        case .guest(let share): share.expiresAt
        }
    }
}

extension Stay.Ending {
    /// How a socket learns of it.
    func close(for visitor: Visitor) -> SocketClose {
        switch (visitor, self) {
        case (.user, .expired): .credentialExpired
        case (.user, .revoked): .credentialRefused
        case (.guest, _): .linkEnded
        }
    }

    /// How somebody who polls learns of it.
    func refusal(for visitor: Visitor) -> Refusal {
        switch (visitor, self) {
        case (.user, .expired): .unauthorized("The token has expired.")
        case (.user, .revoked): .badToken
        case (.guest, _): .badShare
        }
    }
}
