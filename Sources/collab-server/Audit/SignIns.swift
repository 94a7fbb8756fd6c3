import DraftCore
import DraftStorage
import NIOConcurrencyHelpers

/// Tells a sign-in from a request: the first time that a credential comes from an address, and again half a day later.
final class SignIns: Sendable {
    fileprivate struct Key: Hashable {
        let holder: String
        let issuer: String
        let issuedAt: Timestamp?
        /// As limits count it: whoever has one address of a network has them all.
        let address: ClientAddress?
    }

    private static let seconds: Int64 = 12 * 3600

    private let known = NIOLockedValueBox(RecentMemory<Key, Bool>(capacity: 20_000))
    private let clock: WallClock

    init(clock: WallClock) {
        self.clock = clock
    }

    /// The sign-in that `visitor` has just made; nil for one who goes on.
    func note(of visitor: Visitor, from address: String?, requestID: RequestID) -> AuditNote? {
        let now = clock.now()
        let key = Key(visitor, address: address.flatMap { ClientAddress($0[...]) })
        let isNew = known.withLockedValue { known in
            guard known.value(of: key, at: now) == nil else { return false }
            known.keep(true, as: key, until: now.after(seconds: Self.seconds))
            return true
        }
        guard isNew else { return nil }
        return AuditNote(
            .signIn,
            AuditFacts(
                action: visitor.credential, subject: visitor.shareID?.description, origin: visitor.origin,
                address: address),
            by: visitor.userID, draft: visitor.sharedDraft, requestID: requestID, at: now)
    }
}

extension SignIns.Key {
    fileprivate init(_ visitor: Visitor, address: ClientAddress?) {
        switch visitor {
        case .user(let caller):
            self.init(
                holder: caller.userID.description, issuer: caller.proof.issuer, issuedAt: caller.proof.issuedAt,
                address: address)
        case .guest(let share):
            self.init(holder: share.id.description, issuer: visitor.origin, issuedAt: nil, address: address)
        }
    }
}

extension Visitor {
    /// Who vouches for them, as the audit tells it.
    var origin: String {
        switch self {
        case .user(let caller): caller.proof.issuer
        case .guest: "share"
        }
    }

    /// By what kind of credential they were believed.
    fileprivate var credential: String {
        switch self {
        case .user(let caller):
            switch caller.proof {
            case .header: "header"
            case .token: "token"
            case .ticket: "ticket"
            }
        case .guest: "share"
        }
    }

    fileprivate var shareID: ShareID? { if case .guest(let share) = self { share.id } else { nil } }
    fileprivate var sharedDraft: DraftID? { if case .guest(let share) = self { share.draftID } else { nil } }
}
