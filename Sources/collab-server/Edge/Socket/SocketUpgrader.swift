import DraftCore
import NIOCore
import NIOHTTP1
import NIOWebSocket

/// Turns a connection whose caller the door has let in into a live one.
struct SocketUpgrader: NIOTypedHTTPServerProtocolUpgrader {
    let supportedProtocol = "websocket"
    let requiredUpgradeHeaders: [String] = []
    let limits: Limits
    let clock: WallClock
    /// Whom the door has let in.
    let admission: NIOLoopBoundBox<SocketAdmission?>

    func buildUpgradeResponse(
        channel: any Channel, upgradeRequest head: HTTPRequestHead, initialResponseHeaders: HTTPHeaders
    ) -> EventLoopFuture<HTTPHeaders> {
        channel.eventLoop.makeCompletedFuture {
            guard let admitted = admission.value, let handshake = SocketHandshake(head) else { throw NotAdmitted() }
            var headers = initialResponseHeaders
            headers.add(name: "sec-websocket-accept", value: handshake.accept)
            headers.add(name: "x-request-id", value: admitted.requestID.description)
            return headers
        }
    }

    func upgrade(channel: any Channel, upgradeRequest: HTTPRequestHead) -> EventLoopFuture<ConnectionKind> {
        channel.eventLoop.makeCompletedFuture {
            guard let admitted = admission.value else { throw NotAdmitted() }
            admission.value = nil
            let decoder = ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: limits.messageBytes))
            try channel.pipeline.syncOperations.addHandler(decoder)
            try channel.pipeline.syncOperations.addHandler(SocketHandler(admitted, limits: limits, clock: clock))
            return .socket
        }
    }

    /// The door keeps everybody else away from here.
    private struct NotAdmitted: Error {}
}
