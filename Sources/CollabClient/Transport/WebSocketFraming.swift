import CWslay
import FoundationEssentials

/// RFC 6455 framing by wslay: bytes in, messages out, and the reverse. Knows of no connection.
final class WebSocketFraming {
    /// The longest message that is taken in; a longer one is answered with 1009.
    static let messageLimit = 1 << 20
    /// What may wait to go out: a peer that asks for pongs and does not read them cannot make this grow further.
    private static let queueLimit = 4 << 20
    /// The same for answers that are all head and no body.
    private static let queueCountLimit = 64 << 10

    /// What came in.
    enum Inbound: Equatable {
        case text(Data)
        /// A ping, pong or binary message: nothing to read, but a sign of life.
        case other
        case closed(code: UInt16, reason: String)
    }

    let output: OutgoingBytes
    private var context: wslay_event_context_ptr?
    private var input = Data()
    private var inbound: [Inbound] = []
    private var incomingClose: IncomingClose?
    private var verdict: IncomingClose.Verdict?
    /// Whether the last frame has been written past wslay, which has nothing to send any more.
    private var hasAnswered = false

    init(output: OutgoingBytes) throws(TransportError) {
        self.output = output
        var callbacks = wslay_event_callbacks()
        callbacks.recv_callback = { context, bytes, count, _, owner in
            guard let framing = WebSocketFraming.at(owner), let bytes else { return -1 }
            let taken = framing.takeInput(into: UnsafeMutableRawBufferPointer(start: bytes, count: count))
            if taken == 0 { wslay_event_set_error(context, WSLAY_ERR_WOULDBLOCK.code) }
            return taken == 0 ? -1 : taken
        }
        callbacks.send_callback = { context, bytes, count, _, owner in
            guard let framing = WebSocketFraming.at(owner), let bytes else { return -1 }
            let taken = framing.output.append(UnsafeRawBufferPointer(start: bytes, count: count))
            if taken == 0 { wslay_event_set_error(context, WSLAY_ERR_WOULDBLOCK.code) }
            return taken == 0 ? -1 : taken
        }
        callbacks.genmask_callback = { _, bytes, count, _ in
            Digest.fillRandom(UnsafeMutableBufferPointer(start: bytes, count: count))
            return 0
        }
        callbacks.on_frame_recv_start_callback = { _, frame, owner in
            guard let framing = WebSocketFraming.at(owner), let frame = frame?.pointee else { return }
            guard UInt32(frame.opcode) == WSLAY_CONNECTION_CLOSE.rawValue else { return }
            framing.incomingClose = IncomingClose(length: Int(clamping: frame.payload_length))
        }
        callbacks.on_frame_recv_chunk_callback = { _, chunk, owner in
            guard let framing = WebSocketFraming.at(owner), let chunk = chunk?.pointee else { return }
            framing.incomingClose?.append(UnsafeBufferPointer(start: chunk.data, count: chunk.data_length))
        }
        callbacks.on_msg_recv_callback = { _, message, owner in
            guard let framing = WebSocketFraming.at(owner), let message else { return }
            framing.take(message.pointee)
        }
        // Unretained: the context does not outlive its owner.
        let owner = Unmanaged.passUnretained(self).toOpaque()
        guard wslay_event_context_client_init(&context, &callbacks, owner) == 0, let context else {
            throw .lost("out of memory")
        }
        wslay_event_config_set_max_recv_msg_length(context, UInt64(Self.messageLimit))
    }

    deinit {
        if let context { wslay_event_context_free(context) }
    }

    /// Whether frames or their bytes wait to go out.
    var wantsToSend: Bool { !output.isEmpty || hasFrames }

    /// Whether what comes is still looked at: not after a Close frame, nor after a violation.
    var isReading: Bool {
        context.map { wslay_event_get_read_enabled($0) != 0 } ?? false
    }

    /// The code of the Close frame that was sent, where the other side broke the protocol.
    var violation: UInt16? {
        guard let context, !isReading else { return nil }
        switch verdict {
        case .proper: return nil
        case .improper(let code): return code
        case nil:
            let code = wslay_event_get_status_code_sent(context)
            return code == WSLAY_CODE_ABNORMAL_CLOSURE.code ? WSLAY_CODE_PROTOCOL_ERROR.code : code
        }
    }

    /// Takes in what came from the connection.
    func receive(_ bytes: Data) throws(TransportError) -> [Inbound] {
        guard let context, isReading else { return [] }
        // With nothing queued no frame is cut in two, and one may be written past wslay.
        let isBetweenFrames = wslay_event_get_queued_msg_count(context) == 0
        input.append(bytes)
        inbound.removeAll()
        let result = wslay_event_recv(context)
        guard result == 0 || result == WSLAY_ERR_CALLBACK_FAILURE.code else {
            throw .lost("WebSocket error \(result)")
        }
        guard wslay_event_get_queued_msg_length(context) <= Self.queueLimit,
            wslay_event_get_queued_msg_count(context) <= Self.queueCountLimit
        else { throw .lost("the server asks for more answers than it reads") }
        if !isReading { judge(isWellFormed: result == 0, isBetweenFrames: isBetweenFrames) }
        return inbound
    }

    /// What made wslay stop reading, and the right answer where wslay would give another.
    private func judge(isWellFormed: Bool, isBetweenFrames: Bool) {
        guard let context else { return }
        input.removeAll()
        // A frame that cannot be told from the next is answered by wslay without a code.
        verdict = isWellFormed ? incomingClose?.verdict : .improper(code: WSLAY_CODE_PROTOCOL_ERROR.code)
        let isAccepted = wslay_event_get_close_received(context) != 0
        switch verdict {
        case .proper(let code, let reason):
            inbound.append(.closed(code: code, reason: reason))
            if !isAccepted && isBetweenFrames { answer(code) }
        case .improper(let code):
            if (isAccepted || !isWellFormed) && isBetweenFrames { answer(code) }
        case nil:
            break
        }
    }

    /// Writes the Close frame that wslay cannot write. Where there is no room its own, without a code, must do.
    private func answer(_ code: UInt16) {
        let mask = Digest.randomBytes(4)
        let payload = [UInt8(code >> 8) ^ mask[0], UInt8(code & 0xFF) ^ mask[1]]
        let frame = [0x88, 0x82] + mask + payload
        guard output.room >= frame.count else { return }
        hasAnswered = frame.withUnsafeBytes { output.append($0) } == frame.count
    }

    func send(text: Data) {
        guard let context else { return }
        text.withUnsafeBytes { bytes in
            var message = wslay_event_msg(
                opcode: UInt8(WSLAY_TEXT_FRAME.rawValue), msg: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self),
                msg_length: bytes.count)
            _ = wslay_event_queue_msg(context, &message)
        }
    }

    func sendClose(code: UInt16) {
        guard let context else { return }
        _ = wslay_event_queue_close(context, code, nil, 0)
    }

    /// Moves frames that wait into `output`, as far as there is room.
    func fillOutput() throws(TransportError) {
        guard let context, hasFrames else { return }
        let result = wslay_event_send(context)
        guard result == 0 else { throw .lost("WebSocket error \(result)") }
    }

    private var hasFrames: Bool {
        !hasAnswered && context.map { wslay_event_want_write($0) != 0 } ?? false
    }

    private static func at(_ owner: UnsafeMutableRawPointer?) -> WebSocketFraming? {
        owner.map { Unmanaged<WebSocketFraming>.fromOpaque($0).takeUnretainedValue() }
    }

    private func takeInput(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, input.count)
        buffer.copyBytes(from: input.prefix(count))
        input.removeFirst(count)
        // A slice keeps all that it was cut from.
        if input.isEmpty { input = Data() }
        return count
    }

    private func take(_ message: wslay_event_on_msg_recv_arg) {
        let bytes = UnsafeBufferPointer(start: message.msg, count: message.msg_length)
        switch UInt32(message.opcode) {
        case WSLAY_TEXT_FRAME.rawValue:
            inbound.append(.text(Data(bytes)))
        case WSLAY_CONNECTION_CLOSE.rawValue:
            break
        default:
            inbound.append(.other)
        }
    }
}

extension wslay_error {
    fileprivate var code: Int32 { Int32(rawValue) }
}

extension wslay_status_code {
    fileprivate var code: UInt16 { UInt16(rawValue) }
}
