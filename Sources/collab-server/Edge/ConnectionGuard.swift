import CollabAPI
import DraftCore
import HTTPTypes
import NIOCore
import NIOHTTP1

/// Watches one HTTP connection below the router: keeps its deadlines, answers what cannot be parsed, and lets a
/// refused upload run out so that its sender sees the answer.
///
/// It stands behind NIO's pipeline handler, so it meets one request at a time.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private enum Waiting {
        case forFirstHead, forNextHead, forRestOfHead, forBody, forAnswer, forReader, forDrain
    }

    private let limits: Limits
    /// Where it counts among those that wait for a request.
    private let idle: IdleConnections
    private var waiting = Waiting.forFirstHead
    private var deadline: Scheduled<Void>?
    private var isRequestOpen = false
    private var isAnswerDue = false
    private var hasAnswerBegun = false
    private var closesAfterAnswer = false
    private var isClosing = false
    private var drained = 0
    /// Closing drops what is not written yet, so it waits for this.
    private var answerWritten: EventLoopFuture<Void>?

    init(limits: Limits, idle: IdleConnections) {
        self.limits = limits
        self.idle = idle
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { wait(.forFirstHead, context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        deadline?.cancel()
        deadline = nil
        idle.leave(context.channel)
    }

    func channelActive(context: ChannelHandlerContext) {
        wait(.forFirstHead, context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        isClosing = true
        deadline?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosing else { return }
        switch unwrapInboundIn(data) {
        case .head(let head): requestBegan(head, context)
        case .body(let bytes):
            drained += isAnswerDue ? 0 : bytes.readableBytes
            if drained > limits.drainBytes { return close(context) }
        case .end: isRequestOpen = false
        }
        context.fireChannelRead(data)
        guard !isRequestOpen else { return }
        if isAnswerDue { wait(.forAnswer, context) } else { exchangeEnded(context) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // Bytes came and made no head: somebody is sending one piece by piece.
        if waiting == .forNextHead && !isClosing { wait(.forRestOfHead, context) }
        context.fireChannelReadComplete()
    }

    private func requestBegan(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        isRequestOpen = true
        isAnswerDue = true
        hasAnswerBegun = false
        drained = 0
        // NIO's decoder reads nothing more after a head that asks for an upgrade, granted or not.
        closesAfterAnswer = !head.isKeepAlive || head.headers.contains(name: "upgrade")
        wait(.forBody, context)
        if head.headers[canonicalForm: "expect"].contains(where: { $0.lowercased() == "100-continue" }),
            (head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0) <= limits.bodyBytes
        {
            let goOn = HTTPResponseHead(version: head.version, status: .continue)
            context.writeAndFlush(wrapOutboundOut(.head(goOn)), promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError else { return context.fireErrorCaught(error) }
        // What is left in the decoder when a connection ends is an error too, but there is nobody to tell.
        guard !isClosing, context.channel.isActive else { return }
        if case .headerOverflow = error {
            let bounds = "\(limits.headerBytes) bytes in \(limits.headerLines) lines"
            answerAndClose(Refusal(.headersTooLarge, "The headers are larger than \(bounds)."), context)
        } else {
            answerAndClose(Refusal(.validationError, "This is not an HTTP/1.1 request."), context)
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !isClosing else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(var head):
            hasAnswerBegun = true
            closesAfterAnswer = closesAfterAnswer || !head.isKeepAlive
            if closesAfterAnswer { head.headers.replaceOrAdd(name: "connection", value: "close") }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body:
            context.write(data, promise: promise)
        case .end:
            finishAnswer(data, promise, context)
        }
    }

    /// While the end of an answer is written, NIO's pipeline handler delivers what it has of the next request. So this
    /// exchange is over before the write, and nothing is changed after it.
    private func finishAnswer(_ data: NIOAny, _ promise: EventLoopPromise<Void>?, _ context: ChannelHandlerContext) {
        let written = promise ?? context.eventLoop.makePromise()
        answerWritten = written.futureResult
        isAnswerDue = false
        if isRequestOpen {
            wait(.forDrain, context)
            context.write(data, promise: written)
        } else if closesAfterAnswer {
            isClosing = true
            context.write(data, promise: written)
            closeOnce(written.futureResult, context)
        } else {
            wait(.forNextHead, context)
            context.write(data, promise: written)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if !isClosing {
            if !context.channel.isWritable && waiting == .forAnswer {
                wait(.forReader, context)
            } else if context.channel.isWritable && waiting == .forReader {
                wait(.forAnswer, context)
            }
        }
        context.fireChannelWritabilityChanged()
    }

    private func exchangeEnded(_ context: ChannelHandlerContext) {
        guard !isClosing else { return }
        if closesAfterAnswer { close(context) } else { wait(.forNextHead, context) }
    }

    private func close(_ context: ChannelHandlerContext) {
        isClosing = true
        deadline?.cancel()
        guard let answerWritten, waiting != .forReader else { return context.close(promise: nil) }
        closeOnce(answerWritten, context)
    }

    private func closeOnce(_ written: EventLoopFuture<Void>, _ context: ChannelHandlerContext) {
        deadline?.cancel()
        context.flush()
        let bound = context.loopBound
        written.whenComplete { _ in bound.value.close(promise: nil) }
        closeLater(in: limits.idleSeconds, context)
    }

    private func answerAndClose(_ refusal: Refusal, _ context: ChannelHandlerContext) {
        guard !hasAnswerBegun || !isAnswerDue else { return close(context) }
        guard isAnswerDue || !isRequestOpen else { return close(context) }
        let requestID = RequestID.random()
        let body = refusal.body(requestID: requestID)
        var head = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: refusal.code.status),
            headers: [
                "content-type": "application/json; charset=utf-8", "content-length": String(body.count),
                "connection": "close", "x-request-id": requestID.description,
            ])
        for field in SecurityHeadersMiddleware.always { head.headers.add(name: field.name, value: field.value) }
        isClosing = true
        deadline?.cancel()
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        // Bytes that nobody reads would reset the connection and take the answer with them.
        closeLater(in: limits.drainSeconds, context)
    }

    private func closeLater(in seconds: Int, _ context: ChannelHandlerContext) {
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(seconds)) {
            context.close(promise: nil)
        }
    }

    private func wait(_ next: Waiting, _ context: ChannelHandlerContext) {
        deadline?.cancel()
        waiting = next
        switch next {
        case .forFirstHead, .forNextHead: idle.enter(context.channel)
        // One that sends a head byte by byte goes on waiting.
        case .forRestOfHead: break
        case .forBody, .forAnswer, .forReader, .forDrain: idle.leave(context.channel)
        }
        let seconds: Int
        switch next {
        case .forFirstHead, .forRestOfHead: seconds = limits.headerSeconds
        case .forNextHead: seconds = limits.idleSeconds
        case .forBody: seconds = limits.bodySeconds
        case .forDrain: seconds = limits.drainSeconds
        case .forReader: seconds = limits.stallSeconds
        case .forAnswer:
            deadline = nil
            return
        }
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(seconds)) { [self] in close(context) }
    }
}
