import CollabAPI
import DraftCore
import FoundationEssentials
import NIOCore
import NIOWebSocket

/// One live connection: a plain channel handler and no task, so that an idle reader costs a few kilobytes.
final class SocketHandler: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = ByteBuffer

    private enum Phase { case open, closing, closed }

    private var admission: SocketAdmission
    private let limits: Limits
    private let clock: WallClock
    private var subscription: Subscription
    private var assembler: MessageAssembler
    private var phase = Phase.open
    private var frames = RateBucket()
    private var lastHeard = NIODeadline.uptimeNanoseconds(0)
    private var pulse: Scheduled<Void>?
    private var stall: Scheduled<Void>?
    private var context: ChannelHandlerContext?
    private var isRenewing = false
    private var nextToken: String?

    init(_ admission: SocketAdmission, limits: Limits, clock: WallClock) {
        self.admission = admission
        self.limits = limits
        self.clock = clock
        subscription = admission.subscription
        assembler = MessageAssembler(limit: limits.messageBytes)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        lastHeard = context.eventLoop.now
        for frame in admission.greeting { write(frame) }
        admission.greeting = []
        admission.feed.add(self, on: context.eventLoop)
        scheduleBeat(context)
        endWithStay(context)
        feedMoved(admission.feed.view)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        phase = .closed
        pulse?.cancel()
        stall?.cancel()
        admission.stay.whenEnded(nil)
        admission.feed.remove(self, on: context.eventLoop)
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lastHeard = context.eventLoop.now
        let rate = Rate(perSecond: limits.framesASecond, burst: limits.framesBurst)
        let now = Int64(clamping: lastHeard.uptimeNanoseconds / 1000)
        guard frames.take(rate, at: now) == nil else { return close(.tooManyFrames) }
        do throws(SocketClose) {
            switch try assembler.take(unwrapInboundIn(data)) {
            case .nothing, .pong: break
            case .ping(let payload) where phase == .open: writeAndFlush(.pong(payload))
            case .text(let text) where phase == .open: try hear(text)
            case .close(let code): peerCloses(code)
            case .ping, .text: break
            }
        } catch {
            close(error)
        }
    }

    private func hear(_ text: String) throws(SocketClose) {
        let message: ClientMessage
        do throws(WireError) {
            message = try WireCoding.decode(ClientMessage.self, from: Data(text.utf8))
        } catch {
            tell(.validationError, error.message)
            throw .malformed
        }
        switch message {
        case .ping:
            writeAndFlush(EncodedFrame(message: .pong(PongBody(ts: clock.now(), requestID: admission.requestID))))
        case .typing(let text):
            if let user = admission.stay.visitor.userID { admission.feed.hear(text, from: user) }
        case .state(let state):
            guard let user = admission.stay.visitor.userID else { return }
            admission.feed.see(user, state, at: .connection(admission.connectionID))
        case .auth(let token): renew(token)
        case .unknown: break
        }
    }

    /// One token is looked at at a time: looking costs more than sending.
    private func renew(_ token: String) {
        guard let context, !isRenewing else {
            nextToken = token
            return
        }
        isRenewing = true
        let renew = admission.renew
        context.eventLoop.makeFutureWithTask { await renew(token) }.assumeIsolated().whenSuccess { [self] isRenewed in
            isRenewing = false
            guard isRenewed else { return close(.credentialRefused) }
            if let token = nextToken.take() { self.renew(token) }
        }
    }

    private func endWithStay(_ context: ChannelHandlerContext) {
        let (bound, loop) = (NIOLoopBound(self, eventLoop: context.eventLoop), context.eventLoop)
        let stay = admission.stay
        stay.whenEnded { ending in
            loop.execute { bound.value.close(ending.close(for: stay.visitor)) }
        }
    }

    private func peerCloses(_ code: UInt16?) {
        guard let context, phase != .closed else { return }
        let bound = context.loopBound
        if phase == .open { writeAndFlush(.closeEcho(code: code)) }
        phase = .closed
        context.writeAndFlush(wrapOutboundOut(ByteBuffer())).whenComplete { _ in bound.value.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case NIOWebSocketError.invalidFrameLength: close(.tooBig)
        case is NIOWebSocketError: close(.badControlFrame)
        case is ByteToMessageDecoderError: break  // more bytes after a frame that was refused already
        default: context.close(promise: nil)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent: close(.goingAway)
        case ChannelEvent.inputClosed: context.close(promise: nil)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    private func write(_ frame: EncodedFrame) {
        context?.write(wrapOutboundOut(frame.bytes), promise: nil)
    }

    private func writeAndFlush(_ frame: EncodedFrame) {
        context?.writeAndFlush(wrapOutboundOut(frame.bytes), promise: nil)
    }

    private func tell(_ code: ErrorCode, _ message: String) {
        let body = SocketErrorBody(code: code, message: message, requestID: admission.requestID)
        write(EncodedFrame(message: .error(body)))
    }

    /// Says why, then waits a moment for the peer's answer: closing at once could destroy the words on their way.
    private func close(_ reason: SocketClose) {
        guard let context, phase == .open else { return }
        phase = .closing
        admission.closes(reason)
        stall?.cancel()
        writeAndFlush(.close(reason))
        let bound = context.loopBound
        context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(limits.drainSeconds)) {
            bound.value.close(promise: nil)
        }
    }

    private func scheduleBeat(_ context: ChannelHandlerContext) {
        pulse = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(limits.pingSeconds)) { [self] in
            beat(context)
        }
    }

    private func beat(_ context: ChannelHandlerContext) {
        if context.eventLoop.now - lastHeard >= .seconds(limits.silenceSeconds) {
            context.close(promise: nil)
        } else if phase == .open {
            writeAndFlush(.ping())
            scheduleBeat(context)
        }
    }
}

extension SocketHandler: FeedReader {
    func feedMoved(_ view: FeedView) {
        guard let context, phase == .open else { return }
        defer { context.flush() }
        while phase == .open {
            guard context.channel.isWritable else { return watchStall(context) }
            switch subscription.next(in: view) {
            case .write(let frame): write(frame)
            case .fetch(let seq): fetch(after: seq, context)
            case .end(let reason): return close(reason)
            case .rest: return
            }
        }
    }

    /// Whoever takes nothing is not listened to either: what they ask for would be answered into memory without bound.
    func channelWritabilityChanged(context: ChannelHandlerContext) {
        let isWritable = context.channel.isWritable
        _ = context.channel.setOption(.autoRead, value: isWritable)
        if isWritable {
            stall?.cancel()
            stall = nil
            feedMoved(admission.feed.view)
        } else if phase == .open {
            watchStall(context)
        }
        context.fireChannelWritabilityChanged()
    }

    private func fetch(after seq: Seq, _ context: ChannelHandlerContext) {
        let page = admission.page
        context.eventLoop.makeFutureWithTask { try await page(seq) }.assumeIsolated().whenComplete { [self] result in
            switch result {
            case .success(let entries) where !entries.isEmpty:
                subscription.fetched(entries)
                feedMoved(admission.feed.view)
            default:
                close(admission.feed.view.ending ?? .storeUnavailable)
            }
        }
    }

    private func watchStall(_ context: ChannelHandlerContext) {
        guard stall == nil else { return }
        stall = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(limits.stallSeconds)) { [self] in
            close(.tooSlow)
        }
    }
}
