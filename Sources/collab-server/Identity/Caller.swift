import DraftCore

/// Who calls, once believed.
struct Caller: Hashable, Sendable {
    let userID: UserID
}

/// What a request shows of its sender, before anything of it is believed.
struct Credentials: Sendable {
    /// The values of `Authorization`.
    var authorization: [String] = []
    /// The values of `X-User-Id`.
    var userIDs: [String] = []
    /// A credential in the query: a share token or a ticket.
    var hasQueryCredential = false
    /// The value of `Host`: by which name the sender knows this server.
    var host: String?
    /// Whether the peer of the connection is this machine.
    var isFromLoopback = false
    /// Whether a proxy says that somebody else stands behind the peer.
    var isForwarded = false
}

/// Decides who calls.
protocol Authenticator: Sendable {
    /// The caller whom `credentials` prove; a credential that is present and wrong is refused, never passed over.
    func caller(showing credentials: Credentials) async throws(Refusal) -> Caller
}
