import DraftCore
import NIOCore
import NIOEmbedded
import NIOPosix
import NIOWebSocket
import Testing

@testable import collab_server

/// The deadlines of one live connection, with the test as its clock.
@Suite struct SocketHandlerTests {
    private let feed = DraftFeed(
        .random(), on: MultiThreadedEventLoopGroup.singleton.next(), clock: .system, names: ServerNames(),
        versions: FeedVersions(startingAt: Timestamp(milliseconds: 0)), onQuiet: { _ in })

    private func connect() throws -> EmbeddedChannel {
        let ana = UserID.named("ana")
        let admission = SocketAdmission(
            stay: Stay(.user(Caller(userID: ana))), requestID: .echoing([]), connectionID: .random(), feed: feed,
            greeting: [EncodedFrame(text: "greeting".utf8)],
            subscription: Subscription(user: ana, after: 0, admittedAt: 0, presenceVersion: 0, typingVersion: 0),
            page: { _ in [] }, renew: { _ in false }, leave: {})
        let channel = EmbeddedChannel()
        try channel.pipeline.syncOperations.addHandler(SocketHandler(admission, limits: Limits(), clock: .system))
        try channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        return channel
    }

    /// What has been written: the opcodes, and the codes of close frames.
    private func written(_ channel: EmbeddedChannel) throws -> [String] {
        var frames: [String] = []
        while var bytes = try channel.readOutbound(as: ByteBuffer.self) {
            guard let first = bytes.readInteger(as: UInt8.self) else { continue }
            _ = bytes.readInteger(as: UInt8.self)
            switch first & 0xF {
            case 8: frames.append("close \(bytes.readInteger(as: UInt16.self) ?? 0)")
            case 9: frames.append("ping")
            default: frames.append("text")
            }
        }
        return frames
    }

    private func hearPong(_ channel: EmbeddedChannel) throws {
        let key = try #require(WebSocketMaskingKey([1, 2, 3, 4]))
        try channel.writeInbound(WebSocketFrame(fin: true, opcode: .pong, maskKey: key, data: ByteBuffer()))
    }

    @Test func `a peer is pinged every 20 seconds as long as it answers`() throws {
        let channel = try connect()
        #expect(try written(channel) == ["text"])
        for _ in 0..<5 {
            channel.embeddedEventLoop.advanceTime(by: .seconds(20))
            #expect(try written(channel) == ["ping"])
            try hearPong(channel)
        }
        #expect(channel.isActive)
    }

    @Test func `a peer silent for 60 seconds is closed`() throws {
        let channel = try connect()
        channel.embeddedEventLoop.advanceTime(by: .seconds(59))
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive)
    }

    @Test func `a reader that takes nothing for 30 seconds is told to come back`() throws {
        let channel = try connect()
        _ = try written(channel)
        channel.isWritable = false
        channel.pipeline.fireChannelWritabilityChanged()
        feed.publish([])
        feed.end(.goingAway)
        channel.embeddedEventLoop.run()
        channel.embeddedEventLoop.advanceTime(by: .seconds(19))
        #expect(try written(channel).isEmpty)
        channel.embeddedEventLoop.advanceTime(by: .seconds(11))
        #expect(try written(channel) == ["ping", "close 1013"])
        channel.embeddedEventLoop.advanceTime(by: .seconds(2))
        #expect(!channel.isActive)
    }

    @Test func `a reader that takes again in time goes on`() throws {
        let channel = try connect()
        channel.isWritable = false
        feed.see(.named("ben"), .here, at: .announcement(.named("ben")))
        channel.embeddedEventLoop.run()
        channel.embeddedEventLoop.advanceTime(by: .seconds(19))
        channel.isWritable = true
        channel.pipeline.fireChannelWritabilityChanged()
        #expect(try written(channel) == ["text", "text"])
        channel.embeddedEventLoop.advanceTime(by: .seconds(15))
        #expect(try written(channel) == ["ping"])
    }

    @Test func `a server that goes away says so and waits two seconds for the answer`() throws {
        let channel = try connect()
        _ = try written(channel)
        channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        #expect(try written(channel) == ["close 1001"])
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .seconds(2))
        #expect(!channel.isActive)
    }

    /// Whether the channel was last told to read by itself, as every channel does at first.
    private func isReading(_ channel: EmbeddedChannel) -> Bool {
        channel.options.last { $0.option is ChannelOptions.Types.AutoReadOption }?.value as? Bool ?? true
    }

    @Test func `one who takes no pongs is not read from either, and told to come back`() throws {
        let channel = try connect()
        #expect(isReading(channel))
        channel.isWritable = false
        channel.pipeline.fireChannelWritabilityChanged()
        #expect(!isReading(channel))
        _ = try written(channel)
        channel.embeddedEventLoop.advanceTime(by: .seconds(30))
        #expect(try written(channel) == ["ping", "close 1013"])
        channel.embeddedEventLoop.advanceTime(by: .seconds(2))
        #expect(!channel.isActive)
    }

    @Test func `one who takes again is read from again, and has 30 seconds anew`() throws {
        let channel = try connect()
        for _ in 0..<3 {
            channel.isWritable = false
            channel.pipeline.fireChannelWritabilityChanged()
            channel.embeddedEventLoop.advanceTime(by: .seconds(19))
            channel.isWritable = true
            channel.pipeline.fireChannelWritabilityChanged()
            #expect(isReading(channel))
            try hearPong(channel)
        }
        #expect(try !written(channel).contains("close 1013"))
        #expect(channel.isActive)
    }
}
