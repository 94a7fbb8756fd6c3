import Crypto
import DraftCore
import FoundationEssentials
import NIOCore
import NIOHTTP1

/// The client's half of the opening handshake (RFC 6455, 4.2.1).
struct SocketHandshake {
    /// What proves to the client that it was understood.
    let accept: String

    /// Nil where the handshake is not one of version 13 with a key of 16 bytes, or where a body comes with it.
    init?(_ head: HTTPRequestHead) {
        let keys = head.headers["sec-websocket-key"]
        guard head.method == .GET, head.version == .http1_1, head.headers["sec-websocket-version"] == ["13"],
            head.headers[canonicalForm: "upgrade"].contains(where: { $0.lowercased() == "websocket" }),
            head.headers[canonicalForm: "connection"].contains(where: { $0.lowercased() == "upgrade" }),
            !head.headers.contains(name: "transfer-encoding"), head.headers["content-length"].allSatisfy({ $0 == "0" }),
            keys.count == 1, let key = keys.first, Data(base64Encoded: key)?.count == 16
        else { return nil }
        let digest = Insecure.SHA1.hash(data: Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8))
        accept = Data(digest).base64EncodedString()
    }
}

extension SocketRequest {
    /// Nil where the path is not that of a draft's socket.
    init?(_ head: HTTPRequestHead, peer: SocketAddress?) {
        let parts = head.uri.split(separator: "?", maxSplits: 1)
        let path = parts.first.map { $0.split(separator: "/") } ?? []
        guard path.count == 4, path.prefix(3) == ["v1", "ws", "drafts"] else { return nil }
        draftID = path[3].percentDecoded ?? String(path[3])
        query = parts.dropFirst().first.map(String.init)
        origin = head.headers.first(name: "origin").map { ($0, head.headers.first(name: "host")) }
        credentials = Credentials(head, peer: peer)
        requestID = RequestID.echoing(head.headers["x-request-id"])
        address = peer?.ipAddress
    }
}
