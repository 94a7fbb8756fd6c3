import CCurl
import CWslay
import FoundationEssentials
import Glibc

/// One WebSocket on the network thread: curl connects, the handshake and the frames go over its connection.
///
/// The curl handle stays in the loop for the socket's whole life: curl refuses to send on one that was taken out.
final class SocketActivity: NetworkActivity {
    /// How long a socket that has said goodbye waits for the other side.
    private static let farewell = Duration.seconds(1)
    /// What is read in one turn, so that one busy socket does not hold up everything else.
    private static let readsPerTurn = 32

    private enum Phase {
        case connecting
        case shakingHands(WebSocketHandshake)
        case open
        case parting
    }

    let easy: EasyHandle
    private(set) var deadline: ContinuousClock.Instant?
    private let id: ActivityID
    private let onEvent: @Sendable (SocketEvent) -> Void
    private let request: Data
    private let output = OutgoingBytes()
    private let framing: WebSocketFraming
    private var phase = Phase.connecting
    private var handshake: WebSocketHandshake
    private var descriptor: Int32?
    private var isSilent = false

    init(
        _ request: HTTPRequest, id: ActivityID, easy: EasyHandle, onEvent: @escaping @Sendable (SocketEvent) -> Void
    ) throws(TransportError) {
        guard let address = WebAddress(request.url) else { throw .invalidAddress(request.url) }
        self.id = id
        self.easy = easy
        self.onEvent = onEvent
        framing = try WebSocketFraming(output: output)
        handshake = WebSocketHandshake(nonce: Digest.randomBytes(16))
        self.request = handshake.request(host: address.host, target: address.target, headers: request.headers)
        guard self.request.count <= OutgoingBytes.capacity else { throw .invalidAddress("too long") }
        easy.prepare(for: request)
        easy.set(CURLOPT_CONNECT_ONLY, 1)
        easy.set(CURLOPT_FRESH_CONNECT, 1)
        // A proxy is asked for a tunnel: what goes over this connection is not a request that it could forward.
        easy.set(CURLOPT_HTTPPROXYTUNNEL, 1)
    }

    var watch: (descriptor: Int32, events: Int16)? {
        guard let descriptor else { return nil }
        // Frames wait for the upgrade; the connection that is writable all the while need not wake anybody for them.
        let wantsToSend = isUpgraded ? framing.wantsToSend : !output.isEmpty
        return (descriptor, Int16(POLLIN) | (wantsToSend ? Int16(POLLOUT) : 0))
    }

    func completed(_ code: CURLcode, in loop: NetworkLoop) {
        guard case .connecting = phase else { return }
        var socket: curl_socket_t = -1
        guard code == CURLE_OK, ccurl_get_socket(easy.pointer, &socket) == CURLE_OK, socket >= 0 else {
            let error = code == CURLE_OK ? TransportError.lost("no connection") : easy.error(for: code)
            return end(.failed(error), in: loop)
        }
        descriptor = socket
        phase = .shakingHands(handshake)
        _ = request.withUnsafeBytes { output.append($0) }
        loop.hurry(id)
    }

    func proceed(in loop: NetworkLoop) {
        guard descriptor != nil else { return }
        if case .parting = phase, let deadline, deadline <= .now { return loop.remove(id, reusing: false) }
        do throws(TransportError) {
            try read(in: loop)
            try write()
        } catch {
            return end(.failed(error), in: loop)
        }
        if case .open = phase, let code = framing.violation { part(.violated(code: code)) }
    }

    func send(_ text: Data, in loop: NetworkLoop) {
        framing.send(text: text)
        if case .open = phase { loop.hurry(id) }
    }

    func close(in loop: NetworkLoop) {
        isSilent = true
        guard case .open = phase else {
            if case .parting = phase { return }
            return loop.remove(id, reusing: false)
        }
        // A Close frame overtakes what waits. Where the connection is broken nothing leaves any more.
        try? write()
        framing.sendClose(code: UInt16(WSLAY_CODE_NORMAL_CLOSURE.rawValue))
        part(.failed(.cancelled))
        loop.hurry(id)
    }

    func abandon() {
        report(.ended(.failed(.cancelled)))
        isSilent = true
    }

    /// Reads until there is nothing left: TLS may hold bytes that polling the descriptor does not show.
    private func read(in loop: NetworkLoop) throws(TransportError) {
        var chunk = Data(count: OutgoingBytes.capacity)
        for _ in 0..<Self.readsPerTurn {
            var count = 0
            let code = chunk.withUnsafeMutableBytes { ccurl_easy_recv(easy.pointer, $0.baseAddress, $0.count, &count) }
            if code == CURLE_AGAIN { return }
            let isEnd = code == CURLE_OK && count == 0
            guard code == CURLE_OK else { throw easy.error(for: code) }
            try take(chunk.prefix(count), isEnd: isEnd, in: loop)
            if isEnd || descriptor == nil { return }
            // The answer to a last frame leaves before the end of the connection is looked at.
            if !framing.isReading { break }
        }
        loop.hurry(id)
    }

    private func write() throws(TransportError) {
        guard descriptor != nil else { return }
        repeat {
            if isUpgraded { try framing.fillOutput() }
            try output.flush(to: easy)
        } while output.isEmpty && isUpgraded && framing.wantsToSend
    }

    private var isUpgraded: Bool {
        switch phase {
        case .open, .parting: true
        case .connecting, .shakingHands: false
        }
    }

    private func take(_ bytes: Data, isEnd: Bool, in loop: NetworkLoop) throws(TransportError) {
        switch phase {
        case .connecting:
            break
        case .shakingHands(var handshake):
            let progress = try handshake.receive(bytes, isEnd: isEnd)
            phase = .shakingHands(handshake)
            switch progress {
            case .incomplete:
                break
            case .refused(let response):
                end(.refused(response), in: loop)
            case .upgraded(let rest):
                phase = .open
                report(.opened)
                try take(frames: rest)
                loop.hurry(id)
            }
        case .open:
            if isEnd { throw .lost("the server closed the connection") }
            try take(frames: bytes)
        case .parting:
            guard isEnd else { return }
            descriptor = nil
            loop.remove(id, reusing: false)
        }
    }

    private func take(frames bytes: Data) throws(TransportError) {
        for inbound in try framing.receive(bytes) {
            switch inbound {
            case .text(let text): report(.text(text))
            case .other: report(.heard)
            case .closed(let code, let reason): part(.closed(code: code, reason: reason))
            }
        }
    }

    private func report(_ event: SocketEvent) {
        if !isSilent { onEvent(event) }
    }

    /// Reports the end, then stays for a moment so that the Close frame arrives: closing over unread bytes resets the
    /// connection and takes it back.
    private func part(_ end: SocketEnd) {
        if case .parting = phase { return }
        report(.ended(end))
        isSilent = true
        phase = .parting
        deadline = .now + Self.farewell
    }

    private func end(_ end: SocketEnd, in loop: NetworkLoop) {
        report(.ended(end))
        isSilent = true
        descriptor = nil
        loop.remove(id, reusing: false)
    }
}
