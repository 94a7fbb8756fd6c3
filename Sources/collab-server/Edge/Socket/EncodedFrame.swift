import NIOCore

/// A server's frame, encoded once for all who read it.
struct EncodedFrame: Sendable, Equatable {
    /// Header and payload, as they go out.
    let bytes: ByteBuffer
    private let headerLength: Int

    /// What the frame carries.
    var payload: ByteBufferView {
        bytes.viewBytes(at: bytes.readerIndex + headerLength, length: bytes.readableBytes - headerLength)
            ?? bytes.readableBytesView
    }

    /// A text frame.
    init(text: some Collection<UInt8>) {
        self.init(opcode: 0x1, payload: text)
    }

    static func ping() -> EncodedFrame { EncodedFrame(opcode: 0x9, payload: []) }

    static func pong(_ payload: ByteBuffer) -> EncodedFrame {
        EncodedFrame(opcode: 0xA, payload: payload.readableBytesView)
    }

    static func close(_ close: SocketClose) -> EncodedFrame {
        EncodedFrame(opcode: 0x8, payload: [UInt8(close.code >> 8), UInt8(close.code & 0xFF)] + close.reason.utf8)
    }

    /// The answer to a peer's close: its own code again.
    static func closeEcho(code: UInt16?) -> EncodedFrame {
        EncodedFrame(opcode: 0x8, payload: code.map { [UInt8($0 >> 8), UInt8($0 & 0xFF)] } ?? [])
    }

    // Servers never mask, so one encoding fits every reader; NIO's encoder would make it anew for each.
    private init(opcode: UInt8, payload: some Collection<UInt8>) {
        var bytes = ByteBuffer()
        bytes.reserveCapacity(payload.count + 10)
        bytes.writeInteger(0x80 | opcode)
        switch payload.count {
        case ..<126:
            bytes.writeInteger(UInt8(payload.count))
        case ..<65_536:
            bytes.writeInteger(UInt8(126))
            bytes.writeInteger(UInt16(payload.count))
        default:
            bytes.writeInteger(UInt8(127))
            bytes.writeInteger(UInt64(payload.count))
        }
        headerLength = bytes.readableBytes
        bytes.writeBytes(payload)
        self.bytes = bytes
    }
}
