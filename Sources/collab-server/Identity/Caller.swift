import DraftCore
import DraftStorage

/// A user who calls, once believed.
struct Caller: Hashable, Sendable {
    /// By what they were believed.
    enum Proof: Hashable, Sendable {
        /// `X-User-Id`.
        case header
        case token(issuer: String, issuedAt: Timestamp, expiresAt: Timestamp)
        /// A ticket, made for somebody who was proved as the rest says.
        case ticket(issuer: String, issuedAt: Timestamp?, expiresAt: Timestamp?)
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
}

/// Decides who asks.
protocol Authenticator: Sendable {
    /// The visitor whom `credentials` prove; a credential that is present and wrong is refused, never passed over.
    func visitor(showing credentials: Credentials) async throws(Refusal) -> Visitor
}

extension Caller.Proof {
    /// The issuer of those who are believed by `X-User-Id`.
    static let headerIssuer = "header"

    /// Who vouches for the user.
    var issuer: String {
        switch self {
        case .header: Self.headerIssuer
        case .token(let issuer, _, _), .ticket(let issuer, _, _): issuer
        }
    }

    /// When the token behind it was made; nil where there is none.
    var issuedAt: Timestamp? {
        switch self {
        case .header: nil
        case .token(_, let issuedAt, _): issuedAt
        case .ticket(_, let issuedAt, _): issuedAt
        }
    }

    /// Until when it holds; nil where it ends with the connection only.
    var expiresAt: Timestamp? {
        switch self {
        case .header: nil
        case .token(_, _, let expiresAt): expiresAt
        case .ticket(_, _, let expiresAt): expiresAt
        }
    }
}
