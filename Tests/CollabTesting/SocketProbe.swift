import Foundation
import NIOCore

/// A WebSocket client that follows the rules only as far as a test wants it to.
public struct SocketProbe: Sendable {
    /// The bytes below.
    public let connection: RawConnection
    /// The answer to the handshake.
    public let handshake: HTTPAnswer

    /// One frame as it came in.
    public struct Frame: Sendable, Equatable {
        /// 1 text, 8 close, 9 ping, 10 pong.
        public let opcode: UInt8
        /// What it carries.
        public let payload: [UInt8]

        /// A frame.
        public init(opcode: UInt8, payload: [UInt8]) {
            self.opcode = opcode
            self.payload = payload
        }

        /// The payload as text.
        public var text: String { String(decoding: payload, as: UTF8.self) }

        /// The code of a close frame.
        public var closeCode: Int? {
            guard opcode == 8, payload.count >= 2 else { return nil }
            return Int(payload[0]) << 8 | Int(payload[1])
        }

        /// The value of a field of a JSON message.
        public func value<Value>(_ name: String, as type: Value.Type = Value.self) throws -> Value? {
            let object = try JSONSerialization.jsonObject(with: Data(payload)) as? [String: Any]
            return object?[name] as? Value
        }
    }

    /// Asks for an upgrade; whether it was granted is for the caller to see in `handshake`.
    public static func open(
        _ server: InProcessServer, draft: String, as user: String?, query: String = "",
        headers: [(String, String)] = [], trusting authority: String? = nil
    ) async throws -> SocketProbe {
        let connection = try await RawConnection.open(port: server.port, trusting: authority)
        let upgrade = [
            ("connection", "Upgrade"), ("upgrade", "websocket"), ("sec-websocket-version", "13"),
            ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ]
        let probe = HTTPProbe("GET", "/v1/ws/drafts/\(draft)\(query)", as: user, headers: upgrade + headers)
        try await connection.send(probe.text)
        guard let handshake = try await connection.nextAnswer() else { throw NoAnswer() }
        return SocketProbe(connection: connection, handshake: handshake)
    }

    /// Sends one frame; the flags are those of RFC 6455, 5.2.
    public func send(
        opcode: UInt8, _ payload: [UInt8], isFinal: Bool = true, isMasked: Bool = true, reserved: UInt8 = 0
    ) async throws {
        try await connection.send(
            Self.frame(opcode: opcode, payload, isFinal: isFinal, isMasked: isMasked, reserved: reserved))
    }

    /// Sends a text message.
    public func send(_ text: String) async throws {
        try await send(opcode: 1, Array(text.utf8))
    }

    /// The bytes of one frame.
    public static func frame(
        opcode: UInt8, _ payload: [UInt8], isFinal: Bool = true, isMasked: Bool = true, reserved: UInt8 = 0
    ) -> [UInt8] {
        var bytes: [UInt8] = [(isFinal ? 0x80 : 0) | reserved << 4 | opcode]
        let mask: UInt8 = isMasked ? 0x80 : 0
        switch payload.count {
        case ..<126: bytes.append(mask | UInt8(payload.count))
        case ..<65_536: bytes += [mask | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
        default: bytes += [mask | 127] + (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
        }
        guard isMasked else { return bytes + payload }
        let key: [UInt8] = [0x37, 0xFA, 0x21, 0x3D]
        return bytes + key + payload.enumerated().map { $1 ^ key[$0 % 4] }
    }

    /// The next frame; nil where the server closed the connection.
    public func next(within limit: Duration = .seconds(10)) async throws -> Frame? {
        try await connection.next(within: limit) { bytes in
            guard let first = bytes.readInteger(as: UInt8.self), let second = bytes.readInteger(as: UInt8.self) else {
                return nil
            }
            var length = Int(second & 0x7F)
            if length == 126 {
                guard let word = bytes.readInteger(as: UInt16.self) else { return nil }
                length = Int(word)
            } else if length == 127 {
                guard let word = bytes.readInteger(as: UInt64.self) else { return nil }
                length = Int(clamping: word)
            }
            guard let payload = bytes.readBytes(length: length) else { return nil }
            return Frame(opcode: first & 0x0F, payload: payload)
        }
    }

    /// The next message of a kind; others are passed over.
    public func next(type: String, within limit: Duration = .seconds(10)) async throws -> Frame {
        while let frame = try await next(within: limit) {
            if frame.opcode == 1, try frame.value("type", as: String.self) == type { return frame }
        }
        throw NoAnswer()
    }

    /// The code with which the server closes; what comes before it is passed over.
    public func closeCode(within limit: Duration = .seconds(10)) async throws -> Int? {
        while let frame = try await next(within: limit) {
            if frame.opcode == 8 { return frame.closeCode }
        }
        return nil
    }
}
