import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOSSL

/// What became of a connection after its first request.
enum ConnectionKind: Sendable {
    case http(NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>)
    /// Served by its channel handler alone.
    case socket
}

/// A connection whose kind is not known yet.
struct NegotiatingConnection: ServerChildChannelValue {
    let channel: any Channel
    let kind: EventLoopFuture<ConnectionKind>
}

/// Sets up every connection: HTTP/1.1 for Hummingbird's router, and beside it the upgrade to a WebSocket.
struct EdgeChannel: ServerChildChannel, HTTPChannelHandler {
    let responder: Responder
    let gate: SocketGate
    let refusals: GateRefusals
    let limits: Limits
    let clock: WallClock
    let connections: ConnectionCount
    let room: ConnectionRoom
    /// Nil serves plain HTTP.
    let certificate: ServerCertificate?

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<NegotiatingConnection> {
        connections.opened()
        channel.closeFuture.whenComplete { _ in connections.closed() }
        if !room.take(channel) { channel.close(promise: nil) }
        return channel.eventLoop.makeCompletedFuture {
            NegotiatingConnection(channel: channel, kind: try addHandlers(to: channel))
        }
    }

    private func addHandlers(to channel: any Channel) throws -> EventLoopFuture<ConnectionKind> {
        let encoder = HTTPResponseEncoder()
        let decoder = ByteToMessageHandler(
            HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: decoderLimits))
        let grace = GracePeriod(seconds: max(1, limits.stopSeconds / 2))
        let oneByOne = HTTPServerPipelineHandler()
        let connectionGuard = ConnectionGuard(limits: limits, idle: room.idle)
        let admission = NIOLoopBoundBox<SocketAdmission?>.makeEmptyBox(eventLoop: channel.eventLoop)
        let door = SocketDoor(gate: gate, refusals: refusals, admission: admission)
        let upgrade = NIOTypedHTTPServerUpgradeHandler(
            httpEncoder: encoder, extraHTTPHandlers: [decoder, grace, oneByOne, connectionGuard, door],
            upgradeConfiguration: NIOTypedHTTPServerUpgradeConfiguration<ConnectionKind>(
                upgraders: [SocketUpgrader(limits: limits, clock: clock, admission: admission)],
                notUpgradingCompletionHandler: goOnWithHTTP))
        let pipeline = channel.pipeline.syncOperations
        if let certificate { try pipeline.addHandler(NIOSSLServerHandler(context: certificate.context)) }
        try pipeline.addHandler(encoder)
        try pipeline.addHandler(decoder)
        try pipeline.addHandler(grace)
        try pipeline.addHandler(oneByOne)
        try pipeline.addHandler(connectionGuard)
        try pipeline.addHandler(door)
        try pipeline.addHandler(upgrade)
        return upgrade.upgradeResultFuture
    }

    private var decoderLimits: NIOHTTPDecoderLimitConfiguration {
        var decoderLimits = NIOHTTPDecoderLimitConfiguration()
        decoderLimits.maxHeaderFieldSize = limits.headerBytes
        decoderLimits.maxHeaderListSize = limits.headerBytes
        decoderLimits.maxHeaderFieldCount = limits.headerLines
        return decoderLimits
    }

    @Sendable private func goOnWithHTTP(_ channel: any Channel) -> EventLoopFuture<ConnectionKind> {
        channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(HTTP1ToHTTPServerCodec(secure: certificate != nil))
            return .http(
                try NIOAsyncChannel(
                    wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true)))
        }
    }

    func handle(value connection: NegotiatingConnection, logger: Logger) async {
        do {
            switch try await connection.kind.get() {
            case .http(let channel): await handleHTTP(asyncChannel: channel, logger: logger)
            // No task stays behind for a socket: its handler does all there is to do.
            case .socket: break
            }
        } catch {
            logger.trace("A connection ended before its first request.", metadata: ["error": "\(error)"])
            connection.channel.close(promise: nil)
        }
    }
}
