import DraftCore
import DraftStorage

/// A user who calls, once believed.
struct Caller: Hashable, Sendable {
    /// By what they were believed.
    enum Proof: Hashable, Sendable {
        /// `X-User-Id`.
        case header
        case token(issuer: String, issuedAt: Timestamp, expiresAt: Timestamp)
        /// A ticket that was made for somebody whom `issuer` vouched for.
        case ticket(issuer: String)
    }

    let userID: UserID
    let proof: Proof

    init(userID: UserID, proof: Proof = .header) {
        self.userID = userID
        self.proof = proof
    }
}

/// Who asks, once believed.
enum Visitor: Hashable, Sendable {
    case user(Caller)
    /// Somebody unnamed who was handed a link to one draft, which they may read.
    case guest(Share)

    /// The user; nil for a guest.
    var userID: UserID? {
        switch self {
        case .user(let caller): caller.userID
        case .guest: nil
        }
    }

    /// By what a guest reads; nil for a user.
    var share: Share? {
        switch self {
        case .user: nil
        case .guest(let share): share
        }
    }
}

/// Decides who asks.
protocol Authenticator: Sendable {
    /// The visitor whom `credentials` prove; a credential that is present and wrong is refused, never passed over.
    func visitor(showing credentials: Credentials) async throws(Refusal) -> Visitor
}
