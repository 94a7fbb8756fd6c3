import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1

extension Credentials {
    /// What a routed request shows.
    init(_ request: Request, peer: SocketAddress?) {
        let headers = request.headers
        self.init(
            peer: peer, query: request.uri.query,
            place: request.method == .get || request.method == .head ? .reading : .writing,
            values: { name in HTTPField.Name(name).map { headers[values: $0] } ?? [] },
            names: headers.lazy.map(\.name.canonicalName), host: request.head.authority)
    }

    /// What a request for an upgrade shows.
    init(_ head: HTTPRequestHead, peer: SocketAddress?) {
        let query = head.uri.split(separator: "?", maxSplits: 1).dropFirst().first.map(String.init)
        self.init(
            peer: peer, query: query, place: .socket, values: { head.headers[$0] },
            names: head.headers.lazy.map { $0.name.lowercased() }, host: head.headers.first(name: "host"))
    }

    private init(
        peer: SocketAddress?, query: String?, place: Place, values: (String) -> [String],
        names: some Sequence<String>, host: String?
    ) {
        let query = QueryFields(query)
        self.init(
            authorization: values("authorization"), userIDs: values("x-user-id"),
            shareTokens: query.values(of: "share"), tickets: query.values(of: "ticket"), place: place, host: host,
            peer: peer, isFromLoopback: peer.map { ClientAddress($0) == .thisMachine } ?? false,
            forwardedFor: values("x-forwarded-for"),
            forwarded: values("forwarded"),
            isForwarded: names.contains { $0 == "forwarded" || $0 == "via" || $0.hasPrefix("x-forwarded-") })
    }
}
