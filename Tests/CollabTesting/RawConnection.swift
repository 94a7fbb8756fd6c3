public import NIOCore
import NIOPosix
public import NIOSSL

/// A bare TCP connection to 127.0.0.1, for bytes that no well-behaved client would send.
public actor RawConnection {
    private let channel: any Channel
    private var received = ByteBuffer()
    private var hasEnded = false
    private var waiting: CheckedContinuation<Void, Never>?

    /// Connects to `port`.
    /// - Parameters:
    ///   - authority: by TLS, and trusting the certificates that this file vouches for; nil connects as it is.
    ///   - version: the only version of TLS that is offered.
    public static func open(
        port: Int, trusting authority: String? = nil, speaking version: TLSVersion? = nil
    ) async throws -> RawConnection {
        let tls = try authority.map { try NIOSSLContext(configuration: .trusting($0, version)) }
        let (stream, source) = AsyncStream.makeStream(of: [UInt8].self)
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLClientHandler(context: tls, serverHostname: nil))
                    }
                    try channel.pipeline.syncOperations.addHandler(Receiver(source))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        let connection = RawConnection(channel)
        Task { await connection.receive(stream) }
        return connection
    }

    private init(_ channel: any Channel) {
        self.channel = channel
    }

    private func receive(_ stream: AsyncStream<[UInt8]>) async {
        for await bytes in stream {
            received.writeBytes(bytes)
            wake()
        }
        hasEnded = true
        wake()
    }

    private func wake() {
        waiting?.resume()
        waiting = nil
    }

    /// Sends bytes as they are.
    public func send(_ bytes: some Sequence<UInt8> & Sendable) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
    }

    /// Sends text as it is.
    public func send(_ text: String) async throws {
        try await send(Array(text.utf8))
    }

    /// Takes nothing more from the network, as a peer does that has fallen asleep; what it is sent piles up on the way.
    public func stopReading() async throws {
        try await channel.setOption(.autoRead, value: false).get()
    }

    /// Takes out of what has been received whatever `parse` finds, waiting for more as long as it finds nothing.
    /// - Returns: nil where the peer has closed before anything was found.
    public func next<Value: Sendable>(
        within limit: Duration = .seconds(10), _ parse: @Sendable (inout ByteBuffer) throws -> Value?
    ) async throws -> Value? {
        let deadline = Task {
            try await Task.sleep(for: limit)
            self.giveUp()
        }
        defer { deadline.cancel() }
        let end = ContinuousClock.now + limit
        while true {
            var rest = received
            if let value = try parse(&rest) {
                received = rest
                return value
            }
            if hasEnded { return nil }
            guard ContinuousClock.now < end else { throw TookTooLong(received: String(buffer: received)) }
            await withCheckedContinuation { waiting = $0 }
        }
    }

    private func giveUp() {
        wake()
    }

    /// Waits until the peer has closed.
    /// - Returns: what it said before and nobody took.
    public func end(within limit: Duration = .seconds(10)) async throws -> String {
        _ = try await next(within: limit) { _ in nil as Bool? }
        return String(buffer: received)
    }

    /// Closes the connection.
    public func close() async {
        // Closing what is closed already is what was wanted.
        try? await channel.close().get()
    }
}

extension TLSConfiguration {
    fileprivate static func trusting(_ authority: String, _ version: TLSVersion?) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .file(authority)
        configuration.applicationProtocols = ["http/1.1"]
        if let version { (configuration.minimumTLSVersion, configuration.maximumTLSVersion) = (version, version) }
        return configuration
    }
}

/// What was waited for did not come.
public struct TookTooLong: Error {
    /// What had come until then.
    public let received: String
}

private final class Receiver: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let source: AsyncStream<[UInt8]>.Continuation

    init(_ source: AsyncStream<[UInt8]>.Continuation) {
        self.source = source
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // A copy: NIO uses the buffer again once nobody else holds it, and ThreadSanitizer cannot see how it knows.
        source.yield(Array(unwrapInboundIn(data).readableBytesView))
    }

    func channelInactive(context: ChannelHandlerContext) {
        source.finish()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
