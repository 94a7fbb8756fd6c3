import NIOCore
import NIOWebSocket
import Testing

@testable import collab_server

@Suite struct MessageAssemblerTests {
    private static let key = WebSocketMaskingKey([1, 2, 3, 4])

    private static func frame(
        _ opcode: WebSocketOpcode, _ payload: [UInt8], fin: Bool = true, masked: Bool = true, rsv1: Bool = false
    ) -> WebSocketFrame {
        var bytes = ByteBuffer(bytes: payload)
        if masked, let key { bytes.webSocketMask(key) }
        return WebSocketFrame(fin: fin, rsv1: rsv1, opcode: opcode, maskKey: masked ? key : nil, data: bytes)
    }

    /// What the frames lead to: the last output, or the close that the first violation deserves.
    private static func outcome(_ frames: [WebSocketFrame], limit: Int = 64) -> Result<
        MessageAssembler.Output, SocketClose
    > {
        var assembler = MessageAssembler(limit: limit)
        var last = MessageAssembler.Output.nothing
        for frame in frames {
            do throws(SocketClose) {
                last = try assembler.take(frame)
            } catch {
                return .failure(error)
            }
        }
        return .success(last)
    }

    @Test func `a message in one frame is its text`() {
        #expect(Self.outcome([Self.frame(.text, Array("héllo".utf8))]) == .success(.text("héllo")))
    }

    @Test func `a character may be cut in two by fragments`() {
        let frames = [
            Self.frame(.text, [0xC3], fin: false), Self.frame(.ping, [7]), Self.frame(.continuation, [0xA9]),
        ]
        #expect(Self.outcome(frames) == .success(.text("é")))
    }

    @Test func `a control frame between fragments is answered at once`() {
        let frames = [Self.frame(.text, [65], fin: false), Self.frame(.ping, [7])]
        #expect(Self.outcome(frames) == .success(.ping(ByteBuffer(bytes: [7]))))
    }

    @Test(
        arguments: [
            ([frame(.text, [65], masked: false)], 1002),
            ([frame(.text, [65], rsv1: true)], 1002),
            ([frame(WebSocketOpcode(encodedWebSocketOpcode: 0x3) ?? .text, [])], 1002),
            ([frame(WebSocketOpcode(encodedWebSocketOpcode: 0xB) ?? .text, [])], 1002),
            ([frame(.continuation, [65])], 1002),
            ([frame(.text, [65], fin: false), frame(.text, [66])], 1002),
            ([frame(.binary, [1])], 1003),
            ([frame(.text, [0xFF])], 1007),
            ([frame(.text, [0xED, 0xA0, 0x80])], 1007),
            ([frame(.text, [0xC3], fin: false), frame(.continuation, [0x28])], 1007),
            (
                [
                    frame(.text, [UInt8](repeating: 65, count: 40), fin: false),
                    frame(.continuation, [UInt8](repeating: 65, count: 40)),
                ], 1009
            ),
            ([frame(.connectionClose, [3])], 1002),
            ([frame(.connectionClose, [0x03, 0xED])], 1002),  // 1005 is never sent
            ([frame(.connectionClose, [0x03, 0xE7])], 1002),  // 999
            ([frame(.connectionClose, [0x07, 0xD0])], 1002),  // 2000
            ([frame(.connectionClose, [0x03, 0xE8, 0xFF])], 1007),
        ] as [([WebSocketFrame], UInt16)])
    func `what breaks RFC 6455 is closed with its code`(frames: [WebSocketFrame], code: UInt16) {
        guard case .failure(let close) = Self.outcome(frames) else {
            Issue.record("was taken")
            return
        }
        #expect(close.code == code)
    }

    @Test(arguments: [1000, 1001, 1011, 3000, 4999] as [UInt16])
    func `a proper close code is handed on`(code: UInt16) {
        let payload = [UInt8(code >> 8), UInt8(code & 0xFF)]
        #expect(Self.outcome([Self.frame(.connectionClose, payload)]) == .success(.close(code: code)))
    }

    @Test(arguments: [0, 125, 126, 65_535, 65_536])
    func `an encoded frame carries its payload behind the right header`(length: Int) {
        let frame = EncodedFrame(text: [UInt8](repeating: 65, count: length))
        let headerLength = length < 126 ? 2 : length < 65_536 ? 4 : 10
        #expect(frame.payload.count == length)
        #expect(frame.bytes.readableBytes == headerLength + length)
    }
}
