import FoundationEssentials

/// The opening handshake of RFC 6455 as the client sees it: bytes to send, bytes to judge. Does no I/O.
struct WebSocketHandshake {
    /// What the bytes so far amount to.
    enum Progress: Equatable {
        /// More must come.
        case incomplete
        /// The server agreed; the rest are the first bytes of frames.
        case upgraded(rest: Data)
        /// The server answered something else.
        case refused(HTTPResponse)
    }

    private static let headLimit = 32 << 10

    private let key: String
    private var head = Data()
    private var refusal: Refusal?

    /// - Parameter nonce: 16 random bytes.
    init(nonce: [UInt8]) {
        key = Digest.base64(nonce)
    }

    /// What the server must answer to prove that it read the key.
    var expectedAccept: String {
        Digest.base64(Digest.sha1(Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)))
    }

    /// The request for `target`, such as `/v1/ws?since=3`, at `host`.
    func request(host: String, target: String, headers: HTTPHeaders) -> Data {
        var all: HTTPHeaders = [
            "Host": host, "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": key,
        ]
        for field in headers.fields { all.add(field.name, field.value) }
        let lines = all.fields.map { "\($0.name): \($0.value)\r\n" }.joined()
        return Data("GET \(target) HTTP/1.1\r\n\(lines)\r\n".utf8)
    }

    /// Takes in what came; `isEnd` says that nothing more will.
    mutating func receive(_ bytes: Data, isEnd: Bool = false) throws(TransportError) -> Progress {
        if refusal == nil {
            head.append(bytes)
            while let (response, rest) = try parseHead() {
                head = Data(rest)
                // Other interim answers (RFC 9110, 15.2) come before the real one.
                if response.status == 101 {
                    try verify(response)
                    return .upgraded(rest: head)
                }
                if (100..<200).contains(response.status) { continue }
                refusal = Refusal(response)
                return refusalProgress(adding: head, isEnd: isEnd)
            }
            if isEnd { throw .lost("the server closed the connection without an answer") }
            return .incomplete
        }
        return refusalProgress(adding: bytes, isEnd: isEnd)
    }

    private func parseHead() throws(TransportError) -> (HTTPResponse, rest: Data)? {
        guard let end = head.firstRange(of: Data("\r\n\r\n".utf8)) else {
            guard head.count <= Self.headLimit else { throw .malformed("the answer's head has no end") }
            // Another protocol is told from a slow server by its first bytes.
            guard Data("HTTP/1.".utf8).starts(with: head.prefix(7)) else { throw .malformed("not an HTTP server") }
            return nil
        }
        var lines = String(decoding: head[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")[...]
        let status = lines.popFirst()?.split(separator: " ", maxSplits: 2) ?? []
        guard status.count >= 2, status[0].hasPrefix("HTTP/1."), status[1].utf8.count == 3, let code = Int(status[1]),
            code >= 100
        else { throw .malformed("not an HTTP server") }
        var response = HTTPResponse(status: code)
        for line in lines { response.headers.add(line: line) }
        return (response, head[end.upperBound...])
    }

    private func verify(_ response: HTTPResponse) throws(TransportError) {
        // A field that is a list may stand in several lines.
        let options = response.headers.fields.filter { $0.name.lowercased() == "connection" }
            .flatMap { $0.value.lowercased().split { $0 == "," || $0 == " " || $0 == "\t" } }
        guard response.headers["Upgrade"]?.lowercased() == "websocket", options.contains("upgrade"),
            response.headers["Sec-WebSocket-Accept"] == expectedAccept
        else { throw .malformed("the server's answer to the WebSocket handshake does not match") }
        // Neither was asked for, so frames would not mean what they say.
        guard response.headers["Sec-WebSocket-Extensions"] == nil, response.headers["Sec-WebSocket-Protocol"] == nil
        else { throw .malformed("the server chose a WebSocket extension that was not offered") }
    }

    private mutating func refusalProgress(adding bytes: Data, isEnd: Bool) -> Progress {
        guard var refusal else { return .incomplete }
        refusal.append(bytes)
        self.refusal = refusal
        guard isEnd || refusal.isComplete else { return .incomplete }
        return .refused(refusal.response)
    }
}
