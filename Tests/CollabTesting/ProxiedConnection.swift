import Glibc
import NIOCore
import NIOPosix

/// One connection through a `FaultyProxy`: two channels, or three where the server gets everything twice. It lives on
/// their common event loop.
final class ProxiedConnection {
    enum Direction { case toServer, toClient }

    private struct Lane {
        var carried = 0
        var isDead = false
        var nextDue: NIODeadline?
    }

    private static let page =
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: 34\r\n\r\n"
        + "<html><body>Sign in!</body></html>"

    private let number: Int
    private let forecast: Forecast
    private let client: any Channel
    private var server: (any Channel)?
    private var twin: (any Channel)?
    private var lanes: [Direction: Lane] = [.toServer: Lane(), .toClient: Lane()]
    /// What came from the client before its first head was complete; nil afterwards.
    private var opening: ByteBuffer? = ByteBuffer()
    private var forger = AnswerForger()
    private var isServed = true
    private var hasEnded = false
    private let onEnd: () -> Void

    init(from client: any Channel, _ number: Int, _ forecast: Forecast, onEnd: @escaping () -> Void) {
        self.client = client
        self.number = number
        self.forecast = forecast
        self.onEnd = onEnd
    }

    private var weather: Weather { forecast.weather(for: number) }

    func begin() throws {
        try listen(on: client, bytes: { self.heardClient($0) }, end: { self.carryEnd(.toServer) })
        switch weather.door {
        case .refusing: client.eventLoop.execute(bound { $0.cut(resets: true) })
        case .blackhole: isServed = false
        case .open: break
        }
    }

    /// Resets or ends all channels.
    func cut(resets: Bool) {
        guard !hasEnded else { return }
        hasEnded = true
        for channel in [client, server, twin].compactMap(\.self) {
            if resets, let socket = channel as? any SocketOptionProvider {
                // An end without lingering is a reset.
                socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in channel.close(promise: nil) }
            } else {
                channel.close(promise: nil)
            }
        }
        onEnd()
    }

    /// Tells an end in one direction, as if the other side had said it.
    func endFlow(_ direction: Direction) {
        lanes[direction]?.isDead = true
        (direction == .toServer ? server : client)?.close(mode: .output, promise: nil)
    }

    // What the two ends say.

    private func heardClient(_ bytes: ByteBuffer) {
        guard isServed, !hasEnded else { return }
        if weather.isCaptive { return answerPage() }
        guard var head = opening else { return carry(bytes, .toServer) }
        head.writeImmutableBuffer(bytes)
        guard forecast.speaksHTTP else {
            opening = nil
            return connect(saying: head)
        }
        opening = head
        let text = String(buffer: head)
        guard text.contains("\r\n\r\n") else { return }
        opening = nil
        guard text.lowercased().contains("\r\nupgrade: websocket") else { return connect(saying: head) }
        switch weather.upgrades {
        case .passed: connect(saying: head)
        case .stripped: connect(saying: ByteBuffer(string: Self.withoutUpgrade(text)))
        case .unanswered: isServed = false
        case .captive: answerPage()
        }
    }

    private static func withoutUpgrade(_ head: String) -> String {
        head.split(separator: "\r\n" as Character, omittingEmptySubsequences: false).filter { line in
            let name = line.prefix { $0 != ":" }.lowercased()
            return name != "upgrade" && name != "connection"
        }.joined(separator: "\r\n")
    }

    private func answerPage() {
        isServed = false
        client.writeAndFlush(ByteBuffer(string: Self.page), promise: nil)
        client.close(mode: .output, promise: nil)
    }

    private func connect(saying first: ByteBuffer) {
        let bootstrap = ClientBootstrap(group: client.eventLoop)
            .channelOption(ChannelOptions.allowRemoteHalfClosure, value: true)
        let doubles = weather.doubles
        let connected = bootstrap.connect(host: "127.0.0.1", port: forecast.upstream)
        let joined = doubles ? bootstrap.connect(host: "127.0.0.1", port: forecast.upstream) : nil
        joined?.whenSuccess(bound { connection, channel in connection.join(twin: channel, saying: first) })
        connected.whenComplete(
            bound { connection, result in
                switch result {
                case .success(let channel): connection.join(server: channel, saying: first)
                case .failure: connection.cut(resets: true)
                }
            })
    }

    private func join(server channel: any Channel, saying first: ByteBuffer) {
        server = channel
        guard !hasEnded else { return channel.close(promise: nil) }
        do {
            try listen(on: channel, bytes: { self.carry(self.told($0), .toClient) }, end: { self.carryEnd(.toClient) })
        } catch {
            return cut(resets: true)
        }
        carry(first, .toServer)
    }

    private func join(twin channel: any Channel, saying first: ByteBuffer) {
        twin = channel
        guard !hasEnded else { return channel.close(promise: nil) }
        channel.writeAndFlush(first, promise: nil)
    }

    private func told(_ bytes: ByteBuffer) -> ByteBuffer {
        let forgeries = weather.forgeries
        guard !forgeries.isEmpty else { return bytes }
        return ByteBuffer(bytes: forger.take(bytes.readableBytesView, forgeries))
    }

    // How it is carried.

    private func carry(_ bytes: ByteBuffer, _ direction: Direction) {
        let flow = direction == .toServer ? weather.toServer : weather.toClient
        guard !hasEnded, var lane = lanes[direction], !lane.isDead else { return }
        defer { lanes[direction] = lane }
        if flow.isSwallowed {
            lane.isDead = true
            return
        }
        var bytes = bytes
        if let limit = flow.cutAfter, lane.carried + bytes.readableBytes >= limit {
            bytes = bytes.getSlice(at: bytes.readerIndex, length: max(0, limit - lane.carried)) ?? ByteBuffer()
            lane.isDead = true
        }
        lane.carried += bytes.readableBytes
        let isLast = lane.isDead
        pass(after: flow.delay, &lane) { connection in
            (direction == .toServer ? connection.server : connection.client)?.writeAndFlush(bytes, promise: nil)
            if direction == .toServer { connection.twin?.writeAndFlush(bytes, promise: nil) }
            if isLast { connection.cut(resets: true) }
        }
    }

    private func carryEnd(_ direction: Direction) {
        guard !hasEnded, var lane = lanes[direction] else { return }
        guard server != nil, !lane.isDead else {
            // A connection that nobody serves ends with its client; a swallowed end is not told.
            if direction == .toServer { cut(resets: false) }
            return
        }
        let flow = direction == .toServer ? weather.toServer : weather.toClient
        pass(after: flow.delay, &lane) { connection in
            if direction == .toServer {
                connection.cut(resets: false)
            } else {
                connection.client.close(mode: .output, promise: nil)
            }
        }
        lanes[direction] = lane
    }

    /// Does `work` after a delay, never before what was to be done earlier in the same direction.
    private func pass(after delay: Duration, _ lane: inout Lane, _ work: @escaping (ProxiedConnection) -> Void) {
        let now = NIODeadline.now()
        let due = max(lane.nextDue ?? now, now + TimeAmount(delay))
        guard due > now else { return work(self) }
        lane.nextDue = due
        let bound = NIOLoopBound((self, work), eventLoop: client.eventLoop)
        client.eventLoop.scheduleTask(deadline: due) { bound.value.1(bound.value.0) }
    }

    private func listen(
        on channel: any Channel, bytes: @escaping (ByteBuffer) -> Void, end: @escaping () -> Void
    ) throws {
        try channel.pipeline.syncOperations.addHandler(Ear(bytes: bytes, end: end))
    }

    private func bound(_ work: @escaping (ProxiedConnection) -> Void) -> @Sendable () -> Void {
        let bound = NIOLoopBound((self, work), eventLoop: client.eventLoop)
        return { bound.value.1(bound.value.0) }
    }

    private func bound<Value: Sendable>(
        _ work: @escaping (ProxiedConnection, Value) -> Void
    ) -> @Sendable (Value) -> Void {
        let bound = NIOLoopBound((self, work), eventLoop: client.eventLoop)
        return { bound.value.1(bound.value.0, $0) }
    }
}

/// Hears what comes on one channel.
private final class Ear: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let bytes: (ByteBuffer) -> Void
    private var end: (() -> Void)?

    init(bytes: @escaping (ByteBuffer) -> Void, end: @escaping () -> Void) {
        self.bytes = bytes
        self.end = end
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        bytes(unwrapInboundIn(data))
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event as? ChannelEvent == .inputClosed { ended() }
    }

    func channelInactive(context: ChannelHandlerContext) {
        ended()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func ended() {
        end?()
        end = nil
    }
}
