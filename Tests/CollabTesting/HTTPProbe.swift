public import Foundation
import NIOCore

/// A request as a test writes it down.
public struct HTTPProbe: Sendable {
    /// The verb.
    public var method: String
    /// Path and query, as they go out.
    public var path: String
    /// The `X-User-Id`; none is sent where this is nil.
    public var user: String?
    /// JSON, where there is a body.
    public var json: String?
    /// More headers.
    public var headers: [(String, String)]

    /// A request.
    public init(
        _ method: String, _ path: String, as user: String? = nil, json: String? = nil,
        headers: [(String, String)] = []
    ) {
        self.method = method
        self.path = path
        self.user = user
        self.json = json
        self.headers = headers
    }

    /// The bytes of the request.
    public var text: String {
        var lines = ["\(method) \(path) HTTP/1.1", "host: 127.0.0.1"]
        if let user { lines.append("x-user-id: \(user)") }
        if let json {
            lines.append("content-length: \(json.utf8.count)")
            if !headers.contains(where: { $0.0.lowercased() == "content-type" }) {
                lines.append("content-type: application/json")
            }
        }
        lines += headers.map { "\($0.0): \($0.1)" }
        return lines.joined(separator: "\r\n") + "\r\n\r\n" + (json ?? "")
    }
}

/// What came back.
public struct HTTPAnswer: Sendable {
    /// The status.
    public let status: Int
    /// The headers, their names in lower case.
    public let headers: [String: String]
    /// The body.
    public let body: Data

    /// The body as text.
    public var text: String { String(decoding: body, as: UTF8.self) }

    /// The value at a path of names and indices in the JSON body, such as `data.ring_state.tenure`.
    public func value<Value>(_ path: String, as type: Value.Type = Value.self) throws -> Value? {
        var value: Any? = try JSONSerialization.jsonObject(with: body, options: .fragmentsAllowed)
        for name in path.split(separator: ".") {
            if let index = Int(name), let array = value as? [Any] {
                value = array.indices.contains(index) ? array[index] : nil
            } else {
                value = (value as? [String: Any])?[String(name)]
            }
        }
        return value as? Value
    }

    /// The code of the error envelope.
    public var errorCode: String? {
        get throws { try value("error.code") }
    }
}

extension InProcessServer {
    /// Sends a request over a connection of its own.
    /// - Parameter authority: whose certificates to trust, where the server speaks TLS.
    public func send(
        _ probe: HTTPProbe, within limit: Duration = .seconds(10), trusting authority: String? = nil
    ) async throws -> HTTPAnswer {
        let connection = try await RawConnection.open(port: port, trusting: authority)
        var probe = probe
        probe.headers.append(("connection", "close"))
        try await connection.send(probe.text)
        let answer = try await connection.nextAnswer(within: limit, toHead: probe.method == "HEAD")
        await connection.close()
        guard let answer else { throw NoAnswer() }
        return answer
    }

    /// Sends a request over a connection of its own.
    public func send(
        _ method: String, _ path: String, as user: String? = nil, json: String? = nil,
        headers: [(String, String)] = []
    ) async throws -> HTTPAnswer {
        try await send(HTTPProbe(method, path, as: user, json: json, headers: headers))
    }

    /// Begins a draft and tells its id.
    public func beginDraft(
        as user: String, title: String = "The Lighthouse", with others: [String] = []
    ) async throws -> String {
        let answer = try await send("POST", "/v1/collab/drafts", as: user, json: #"{"title":"\#(title)"}"#)
        guard let id: String = try answer.value("data.draft_id") else { throw NoAnswer() }
        for other in others {
            _ = try await send(
                "POST", "/v1/collab/drafts/\(id)/collaborators", as: user, json: #"{"collaborator_id":"\#(other)"}"#)
        }
        return id
    }
}

/// The peer closed without an answer, or gave one without what was asked for.
public struct NoAnswer: Error {}

extension RawConnection {
    /// The next answer of an HTTP server; nil where it closed instead.
    public func nextAnswer(within limit: Duration = .seconds(10), toHead: Bool = false) async throws -> HTTPAnswer? {
        try await next(within: limit) { bytes in
            let text = String(buffer: bytes)
            guard let end = text.range(of: "\r\n\r\n") else { return nil }
            let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
            let status = lines.first.flatMap { $0.split(separator: " ").dropFirst().first }.flatMap { Int($0) }
            var headers: [String: String] = [:]
            for line in lines.dropFirst() {
                guard let colon = line.firstIndex(of: ":") else { continue }
                let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
                headers[line[..<colon].lowercased()] = value
            }
            let headLength = text[..<end.upperBound].utf8.count
            let hasNoBody = toHead || status == 204 || status == 304 || (status ?? 0) / 100 == 1
            guard let body = Self.body(of: bytes, after: headLength, hasNoBody ? ["content-length": "0"] : headers)
            else { return nil }
            bytes.moveReaderIndex(forwardBy: body.consumed)
            return HTTPAnswer(status: status ?? 0, headers: headers, body: body.data)
        }
    }

    private static func body(
        of bytes: ByteBuffer, after headLength: Int, _ headers: [String: String]
    ) -> (data: Data, consumed: Int)? {
        var rest = bytes
        rest.moveReaderIndex(forwardBy: headLength)
        if headers["transfer-encoding"] == "chunked" { return chunks(of: rest, headLength) }
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        guard let body = rest.readBytes(length: length) else { return nil }
        return (Data(body), headLength + length)
    }

    private static func chunks(of bytes: ByteBuffer, _ headLength: Int) -> (data: Data, consumed: Int)? {
        var rest = Array(bytes.readableBytesView)[...]
        var data = Data()
        while let end = rest.firstIndex(of: UInt8(ascii: "\r")) {
            guard let size = Int(String(decoding: rest[..<end], as: UTF8.self), radix: 16) else { return nil }
            rest = rest[end...].dropFirst(2)
            guard rest.count >= size + 2 else { return nil }
            data += rest.prefix(size)
            rest = rest.dropFirst(size + 2)
            if size == 0 { return (data, headLength + bytes.readableBytes - rest.count) }
        }
        return nil
    }
}
