import NIOCore

/// Gives an HTTP connection a little time to finish once the server stops: a peer that fell silent in the middle of a
/// request must not hold up the end.
final class GracePeriod: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    private let seconds: Int
    private var deadline: Scheduled<Void>?

    init(seconds: Int) {
        self.seconds = seconds
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent {
            let bound = context.loopBound
            deadline = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(seconds)) {
                bound.value.close(promise: nil)
            }
        }
        context.fireUserInboundEventTriggered(event)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        deadline?.cancel()
    }
}
