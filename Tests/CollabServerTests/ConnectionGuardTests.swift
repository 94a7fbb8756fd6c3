import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import collab_server

/// The deadlines of one HTTP connection, with the test as its clock and as its router.
@Suite struct ConnectionGuardTests {
    private func connect() throws -> EmbeddedChannel {
        let channel = EmbeddedChannel()
        try channel.pipeline.syncOperations.addHandlers([
            HTTPServerPipelineHandler(), ConnectionGuard(limits: Limits(), idle: IdleConnections()),
        ])
        try channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        return channel
    }

    private func begin(_ method: HTTPMethod, on channel: EmbeddedChannel, closing: Bool = false) throws {
        let headers: HTTPHeaders = closing ? ["connection": "close"] : [:]
        try channel.writeInbound(
            HTTPServerRequestPart.head(.init(version: .http1_1, method: method, uri: "/", headers: headers)))
    }

    private func end(on channel: EmbeddedChannel) throws {
        try channel.writeInbound(HTTPServerRequestPart.end(nil))
    }

    private func answer(on channel: EmbeddedChannel) throws {
        try channel.writeOutbound(HTTPServerResponsePart.head(.init(version: .http1_1, status: .ok)))
        try channel.writeOutbound(HTTPServerResponsePart.end(nil))
    }

    /// How many answers have gone out.
    private func answers(_ channel: EmbeddedChannel) throws -> Int {
        var count = 0
        while let part = try channel.readOutbound(as: HTTPServerResponsePart.self) {
            if case .end = part { count += 1 }
        }
        return count
    }

    @Test func `a request that waited for the one before it has its own time for its body`() throws {
        let channel = try connect()
        try begin(.GET, on: channel)
        try end(on: channel)
        try begin(.POST, on: channel)
        try answer(on: channel)
        channel.embeddedEventLoop.advanceTime(by: .seconds(29))
        #expect(channel.isActive)
        try end(on: channel)
        try answer(on: channel)
        #expect(try answers(channel) == 2)
        #expect(channel.isActive)
    }

    @Test func `a request that waited for the one before it may be answered late`() throws {
        let channel = try connect()
        try begin(.GET, on: channel)
        try end(on: channel)
        try begin(.GET, on: channel)
        try end(on: channel)
        try answer(on: channel)
        channel.embeddedEventLoop.advanceTime(by: .hours(1))
        #expect(channel.isActive)
        try answer(on: channel)
        #expect(try answers(channel) == 2)
    }

    @Test func `the last of two requests closes, and not before its answer`() throws {
        let channel = try connect()
        try begin(.GET, on: channel)
        try end(on: channel)
        try begin(.GET, on: channel, closing: true)
        try end(on: channel)
        try answer(on: channel)
        channel.embeddedEventLoop.run()
        #expect(channel.isActive)
        try answer(on: channel)
        channel.embeddedEventLoop.run()
        #expect(try answers(channel) == 2)
        #expect(!channel.isActive)
    }

    @Test func `a long answer reaches a slow reader before the connection closes`() throws {
        let channel = try connect()
        try begin(.GET, on: channel, closing: true)
        try end(on: channel)
        channel.isWritable = false
        channel.pipeline.fireChannelWritabilityChanged()
        try answer(on: channel)
        #expect(try answers(channel) == 1)
        channel.embeddedEventLoop.run()
        #expect(!channel.isActive)
    }

    @Test func `nothing is taken after a request that closes`() throws {
        let channel = try connect()
        try begin(.GET, on: channel, closing: true)
        try end(on: channel)
        try begin(.POST, on: channel)
        try answer(on: channel)
        channel.embeddedEventLoop.run()
        #expect(!channel.isActive)
        var heads = 0
        while let part = try channel.readInbound(as: HTTPServerRequestPart.self) {
            if case .head = part { heads += 1 }
        }
        #expect(heads == 1)
    }

    @Test func `an idle connection is closed after 75 seconds, an answer that is not read after 30`() throws {
        let idle = try connect()
        try begin(.GET, on: idle)
        try end(on: idle)
        try answer(on: idle)
        idle.embeddedEventLoop.advanceTime(by: .seconds(74))
        #expect(idle.isActive)
        idle.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(!idle.isActive)

        let stalled = try connect()
        try begin(.GET, on: stalled)
        try end(on: stalled)
        stalled.isWritable = false
        stalled.pipeline.fireChannelWritabilityChanged()
        stalled.embeddedEventLoop.advanceTime(by: .seconds(30))
        #expect(!stalled.isActive)
    }

    @Test func `a refused upload has two seconds to run out`() throws {
        let channel = try connect()
        try begin(.POST, on: channel)
        try answer(on: channel)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive)
    }
}
