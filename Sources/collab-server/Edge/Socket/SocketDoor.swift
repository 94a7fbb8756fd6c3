import NIOCore
import NIOHTTP1

/// Stands before NIO's upgrade handler and asks the gate. That handler drops a request whose upgrade it refuses, so
/// it only ever sees upgrades that will be granted; all else goes on as plain HTTP to the router, which answers it with
/// the envelope: a refused upgrade as well as one to a protocol that is not spoken here.
final class SocketDoor: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    private enum Phase {
        case awaitingFirstHead
        /// What comes meanwhile waits.
        case asking([HTTPServerRequestPart])
        case open
    }

    private let gate: SocketGate
    private let refusals: GateRefusals
    private let admission: NIOLoopBoundBox<SocketAdmission?>
    private var phase = Phase.awaitingFirstHead

    /// - Parameters:
    ///   - refusals: where the router finds why somebody was turned away.
    ///   - admission: where the upgrader finds whom it lets in.
    init(gate: @escaping SocketGate, refusals: GateRefusals, admission: NIOLoopBoundBox<SocketAdmission?>) {
        self.gate = gate
        self.refusals = refusals
        self.admission = admission
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch (phase, unwrapInboundIn(data)) {
        case (.awaitingFirstHead, .head(let head)):
            if let request = SocketRequest(head, peer: context.channel.remoteAddress), SocketHandshake(head) != nil {
                phase = .asking([])
                ask(request, head, context)
            } else {
                phase = .open
                context.fireChannelRead(wrapInboundOut(.head(head.withoutUpgrade)))
            }
        case (.asking(let parts), let part):
            phase = .asking(parts + [part])
        case (.awaitingFirstHead, _), (.open, _):
            context.fireChannelRead(data)
        }
    }

    private func ask(_ request: SocketRequest, _ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let gate = gate
        context.eventLoop.makeFutureWithTask { try await gate(request) }.assumeIsolated().whenComplete {
            [self] result in
            guard case .asking(let parts) = phase else { return }
            phase = .open
            switch result {
            case .success(let admitted):
                admission.value = admitted
                let leave = admitted.leave
                context.channel.closeFuture.whenComplete { _ in leave() }
                context.fireChannelRead(wrapInboundOut(.head(head)))
            case .failure(let error):
                refusals.note(error, for: context.channel)
                context.fireChannelRead(wrapInboundOut(.head(head.withoutUpgrade)))
            }
            for part in parts { context.fireChannelRead(wrapInboundOut(part)) }
            context.fireChannelReadComplete()
        }
    }
}

extension HTTPRequestHead {
    fileprivate var withoutUpgrade: HTTPRequestHead {
        var head = self
        head.headers.remove(name: "upgrade")
        return head
    }
}
