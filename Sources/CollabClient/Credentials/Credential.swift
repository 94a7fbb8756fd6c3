public import DraftCore

/// Who the client says it is.
public enum Credential: Sendable {
    /// A bare name, which a server believes only where it is told to: on the same machine, for development.
    case user(UserID)
    /// A bearer token of an identity provider.
    case bearer(any TokenSource)
    /// The token of a share, with which one draft is read and nothing is changed.
    case share(ShareToken)
}

/// Where bearer tokens come from, and fresh ones when they have expired.
public protocol TokenSource: Sendable {
    /// A token to be sent with the next request. Called before every request: keep it.
    /// - Parameter refused: the token that the server has just refused; the same one is of no use. Nil for any.
    /// - Throws: `ClientError` where there is no token to be had without the user.
    func token(replacing refused: String?) async throws(ClientError) -> String

    /// In how long another token should be asked for, before the present one expires; nil where that brings none.
    func timeToRenewal() async -> Duration?
}

extension TokenSource {
    /// A source that is asked only when a token was refused.
    public func timeToRenewal() async -> Duration? { nil }
}

/// A token that does not change.
public struct FixedToken: TokenSource {
    private let text: String

    /// A token, for instance from the environment of a script.
    public init(_ text: String) {
        self.text = text
    }

    /// The token, as long as it has not been refused.
    public func token(replacing refused: String?) async throws(ClientError) -> String {
        guard refused != text else { throw .signInNeeded }
        return text
    }
}

extension ClientError {
    static let signInNeeded = ClientError(code: .unauthorized, message: SignInError.signInAgain.message)
}

extension Credential {
    /// The field that carries it; nil where it goes along in the query.
    func field(replacing refused: String? = nil) async throws(ClientError) -> HTTPHeaders.Field? {
        switch self {
        case .share: return nil
        case .user(let id):
            guard refused == nil else { throw .signInNeeded }
            return HTTPHeaders.Field(name: "X-User-Id", value: id.description)
        case .bearer(let source):
            let bare = refused.map { String($0.dropFirst(Self.scheme.count)) }
            let token = try await source.token(replacing: bare)
            return HTTPHeaders.Field(name: "Authorization", value: Self.scheme + token)
        }
    }

    /// The token that a request carries.
    static func token(in headers: HTTPHeaders) -> String? {
        headers["Authorization"].map { String($0.dropFirst(scheme.count)) }
    }

    private static let scheme = "Bearer "
}
