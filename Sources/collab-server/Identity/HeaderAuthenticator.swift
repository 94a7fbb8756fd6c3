import CollabAPI
import DraftCore

/// From whom an `X-User-Id` is believed.
enum HeaderIdentity: String, CaseIterable, Sendable {
    case off
    /// From programs on this machine.
    case loopback
    /// From every peer that can reach the server.
    case on
}

/// Believes an `X-User-Id`, as far as `identity` goes.
struct HeaderAuthenticator: Authenticator {
    let identity: HeaderIdentity
    /// The names by which callers may address the server; nil allows any.
    let hosts: Set<String>?

    func visitor(showing credentials: Credentials) async throws(Refusal) -> Visitor {
        .user(try caller(showing: credentials))
    }

    func caller(showing credentials: Credentials) throws(Refusal) -> Caller {
        guard credentials.authorization.isEmpty else {
            throw .unauthorized("This server has no issuer whose tokens it could accept.")
        }
        guard credentials.shareTokens.isEmpty, credentials.tickets.isEmpty else {
            throw .unauthorized("The token in the query is not valid here.")
        }
        guard !credentials.userIDs.isEmpty else {
            throw .unauthorized("This path needs a credential.")
        }
        guard identity != .off else {
            throw .unauthorized("X-User-Id is not accepted by this server.")
        }
        guard listens(to: credentials) else {
            throw .unauthorized("X-User-Id is accepted from this machine only, not through a proxy.")
        }
        try checkHost(credentials.host)
        // What is no UTF-8 reads as U+FFFD: two such ids would be one person.
        guard credentials.userIDs.count == 1, let text = credentials.userIDs.first,
            !text.unicodeScalars.contains("\u{FFFD}"), let userID = UserID(text)
        else {
            throw .unauthorized("X-User-Id is not a user id of 1 to 128 bytes without spaces or controls.")
        }
        return Caller(userID: userID)
    }

    /// Whether an `X-User-Id` beside these credentials would be read at all.
    func listens(to credentials: Credentials) -> Bool {
        identity != .off && !credentials.isForwarded && (identity == .on || credentials.isFromLoopback)
    }

    /// A web page can give its own name the address of this machine, and its scripts are then let through to here; but
    /// the browser still sends that name.
    private func checkHost(_ host: String?) throws(Refusal) {
        guard let hosts, let host, !hosts.contains(Self.name(of: host)) else { return }
        throw Refusal(.forbidden, "This server does not answer to the name \(Self.name(of: host)).")
    }

    /// The host without its port.
    private static func name(of host: String) -> String {
        let end = host.hasPrefix("[") ? host.firstIndex(of: "]").map(host.index(after:)) : host.firstIndex(of: ":")
        return host[..<(end ?? host.endIndex)].lowercased()
    }
}
