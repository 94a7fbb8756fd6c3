import NIOCore
import NIOWebSocket

/// Makes whole messages of a client's frames, by the rules of RFC 6455.
struct MessageAssembler {
    enum Output: Equatable {
        /// A fragment; more must come.
        case nothing
        case text(String)
        case ping(ByteBuffer)
        case pong
        /// The peer closes; nil where it gave no code.
        case close(code: UInt16?)
    }

    private let limit: Int
    private var fragments: ByteBuffer?

    /// - Parameter limit: the longest message in bytes.
    init(limit: Int) {
        self.limit = limit
    }

    /// Takes the next frame in; throws the close that a violation deserves.
    mutating func take(_ frame: WebSocketFrame) throws(SocketClose) -> Output {
        guard frame.maskKey != nil else { throw .unmasked }
        guard !frame.rsv1, !frame.rsv2, !frame.rsv3 else { throw .reservedBits }
        let payload = frame.unmaskedData
        switch frame.opcode {
        case .text: return try begin(payload, isWhole: frame.fin)
        case .continuation: return try goOn(payload, isWhole: frame.fin)
        case .binary: throw .binary
        case .ping: return .ping(payload)
        case .pong: return .pong
        case .connectionClose: return .close(code: try Self.closeCode(in: payload))
        default: throw .unknownOpcode
        }
    }

    private mutating func begin(_ payload: ByteBuffer, isWhole: Bool) throws(SocketClose) -> Output {
        guard fragments == nil else { throw .badFragments }
        if isWhole { return try text(payload) }
        fragments = payload
        return .nothing
    }

    private mutating func goOn(_ payload: ByteBuffer, isWhole: Bool) throws(SocketClose) -> Output {
        guard var message = fragments else { throw .badFragments }
        fragments = nil
        guard message.readableBytes + payload.readableBytes <= limit else { throw .tooBig }
        message.writeImmutableBuffer(payload)
        if isWhole { return try text(message) }
        fragments = message
        return .nothing
    }

    private func text(_ message: ByteBuffer) throws(SocketClose) -> Output {
        guard let text = String(validating: message.readableBytesView, as: UTF8.self) else { throw .invalidText }
        return .text(text)
    }

    private static func closeCode(in payload: ByteBuffer) throws(SocketClose) -> UInt16? {
        var payload = payload
        guard payload.readableBytes > 0 else { return nil }
        guard let code = payload.readInteger(as: UInt16.self) else { throw .badCloseCode }
        switch code {
        case 1000...1003, 1007...1014, 3000...4999: break
        default: throw .badCloseCode
        }
        guard String(validating: payload.readableBytesView, as: UTF8.self) != nil else { throw .invalidText }
        return code
    }
}
