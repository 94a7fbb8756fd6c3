@testable import CollabClient

/// One WebSocket frame, well-formed or not.
struct Frame: Sendable, Equatable {
    var isFinal = true
    var reserved: UInt8 = 0
    var opcode: UInt8
    var isMasked = false
    var payload: [UInt8] = []

    static func text(_ text: String, isFinal: Bool = true) -> Frame {
        Frame(isFinal: isFinal, opcode: 1, payload: Array(text.utf8))
    }

    static func more(_ payload: [UInt8], isFinal: Bool = true) -> Frame {
        Frame(isFinal: isFinal, opcode: 0, payload: payload)
    }

    static func close(_ code: UInt16? = nil, _ reason: [UInt8] = []) -> Frame {
        Frame(opcode: 8, payload: (code.map { [UInt8($0 >> 8), UInt8($0 & 0xFF)] } ?? []) + reason)
    }

    static func ping(_ payload: [UInt8] = []) -> Frame {
        Frame(opcode: 9, payload: payload)
    }

    static func pong(_ payload: [UInt8] = []) -> Frame {
        Frame(opcode: 10, payload: payload)
    }

    var text: String { String(decoding: payload, as: UTF8.self) }

    /// The code of a Close frame; 1005 where it names none.
    var closeCode: UInt16? {
        guard opcode == 8 else { return nil }
        return payload.count < 2 ? 1005 : UInt16(payload[0]) << 8 | UInt16(payload[1])
    }

    /// As it goes over the wire.
    var bytes: [UInt8] {
        head(length: payload.count) + (isMasked ? mask + Self.apply(mask, to: payload) : payload)
    }

    /// The head alone, announcing any length.
    func head(length: Int) -> [UInt8] {
        let first = (isFinal ? 0x80 : 0) | reserved << 4 | opcode
        let flag: UInt8 = isMasked ? 0x80 : 0
        switch length {
        case ..<126: return [first, flag | UInt8(length)]
        case ..<65_536: return [first, flag | 126, UInt8(length >> 8), UInt8(length & 0xFF)]
        default: return [first, flag | 127] + (0..<8).map { UInt8(truncatingIfNeeded: length >> (56 - 8 * $0)) }
        }
    }

    private var mask: [UInt8] { [0x37, 0xFA, 0x21, 0x3D] }

    fileprivate static func apply(_ mask: [UInt8], to payload: [UInt8]) -> [UInt8] {
        payload.enumerated().map { $1 ^ mask[$0 % 4] }
    }
}

extension Peer {
    /// Agrees to the upgrade that the client asks for; `frames` follow in the same write.
    /// - Returns: the client's request; nil where it sent none.
    @discardableResult
    func upgrade(_ frames: Frame...) -> String? {
        guard let head = readHead() else { return nil }
        let key = head.split(separator: "\r\n").first { $0.hasPrefix("Sec-WebSocket-Key: ") }?.dropFirst(19) ?? ""
        let proof = Digest.base64(Digest.sha1(Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)))
        let answer =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: \(proof)\r\n\r\n"
        write(Array(answer.utf8) + frames.flatMap(\.bytes))
        return head
    }

    func write(_ frames: Frame...) {
        write(frames.flatMap(\.bytes))
    }

    /// The client's next frame, unmasked; nil where the client ends before.
    func readFrame() -> Frame? {
        guard let head = read(2) else { return nil }
        var length = Int(head[1] & 0x7F)
        let extended = length == 126 ? 2 : length == 127 ? 8 : 0
        if extended > 0 {
            guard let bytes = read(extended) else { return nil }
            length = bytes.reduce(0) { $0 << 8 | Int($1) }
        }
        let isMasked = head[1] & 0x80 != 0
        guard let mask = read(isMasked ? 4 : 0), let payload = read(length) else { return nil }
        return Frame(
            isFinal: head[0] & 0x80 != 0, reserved: head[0] >> 4 & 7, opcode: head[0] & 0x0F, isMasked: isMasked,
            payload: isMasked ? Frame.apply(mask, to: payload) : payload)
    }

    /// All frames until the client ends.
    func readFrames() -> [Frame] {
        var frames: [Frame] = []
        while let frame = readFrame() { frames.append(frame) }
        return frames
    }
}
