import NIOCore

/// What a request shows of its sender, before anything of it is believed.
struct Credentials: Sendable {
    /// What is asked for; credentials in the query count at some places only.
    enum Place: Sendable {
        /// GET and HEAD.
        case reading
        /// Every other method.
        case writing
        /// An upgrade to the live channel.
        case socket
    }

    /// The values of `Authorization`.
    var authorization: [String] = []
    /// The values of `X-User-Id`.
    var userIDs: [String] = []
    /// The values of `share` in the query; one that cannot be decoded is empty.
    var shareTokens: [String] = []
    /// The values of `ticket` in the query; one that cannot be decoded is empty.
    var tickets: [String] = []
    var place = Place.reading
    /// The value of `Host`: by which name the sender knows this server.
    var host: String?
    /// The other end of the connection; nil where nothing is known of it.
    var peer: SocketAddress?
    /// Whether that is this machine.
    var isFromLoopback = false
    /// The values of `X-Forwarded-For`.
    var forwardedFor: [String] = []
    /// The values of `Forwarded`.
    var forwarded: [String] = []
    /// Whether a proxy says that somebody else stands behind the peer.
    var isForwarded = false
}

extension Credentials {
    /// Those that a token shows which came over a connection that is open already, from wherever that is.
    func renewed(by token: String) -> Credentials {
        Credentials(
            authorization: ["Bearer \(token)"], place: place, peer: peer, forwardedFor: forwardedFor,
            forwarded: forwarded)
    }
}
