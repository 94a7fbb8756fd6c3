import NIOCore
import NIOEmbedded
import Testing

@testable import collab_server

/// Who has to go where there are too many connections.
@Suite struct ConnectionRoomTests {
    private func channel(from address: String) throws -> EmbeddedChannel {
        let channel = EmbeddedChannel()
        try channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        channel.remoteAddress = try SocketAddress(ipAddress: address, port: 4711)
        return channel
    }

    private func close(_ channel: EmbeddedChannel) throws {
        _ = try channel.finish(acceptAlreadyClosed: true)
    }

    private func room(connections: Int = 100, perAddress: Int = 100, isBehindProxy: Bool = false) -> ConnectionRoom {
        var limits = Limits()
        (limits.connections, limits.connectionsPerAddress) = (connections, perAddress)
        return ConnectionRoom(limits: limits, isBehindProxy: isBehindProxy)
    }

    @Test func `an address has only so many, this machine and proxies as many as they like`() throws {
        let room = room(perAddress: 2)
        let mine = try (0..<3).map { _ in try channel(from: "192.0.2.1") }
        #expect(mine.map(room.take) == [true, true, false])
        #expect(try room.take(channel(from: "192.0.2.2")))
        // One that is refused was never counted, so its end frees nothing.
        try close(mine[2])
        #expect(try !room.take(channel(from: "::ffff:192.0.2.1")))
        try close(mine[0])
        #expect(try room.take(channel(from: "192.0.2.1")))
        for _ in 0..<5 { #expect(try room.take(channel(from: "127.0.0.1"))) }
        let behindProxy = self.room(perAddress: 2, isBehindProxy: true)
        for _ in 0..<5 { #expect(try behindProxy.take(channel(from: "192.0.2.1"))) }
    }

    @Test func `where it is nearly full, the connection that has waited longest is closed`() throws {
        let room = room(connections: 8)
        let channels = try (0..<6).map { _ in try channel(from: "127.0.0.1") }
        for channel in channels { #expect(room.take(channel)) }
        for channel in channels[1...] { room.idle.enter(channel) }
        // The second serves somebody at the moment, the third has begun to wait anew.
        room.idle.leave(channels[1])
        room.idle.enter(channels[2])
        #expect(channels.map(\.isActive) == Array(repeating: true, count: 6))
        #expect(try room.take(channel(from: "127.0.0.1")))
        #expect(channels.map(\.isActive) == [true, true, true, false, true, true])
        #expect(try room.take(channel(from: "127.0.0.1")))
        #expect(channels.map(\.isActive) == [true, true, true, false, false, true])
    }

    @Test func `those who come and go leave nothing behind`() throws {
        let idle = IdleConnections()
        let staying = try channel(from: "127.0.0.1")
        idle.enter(staying)
        for _ in 0..<1_000 {
            let passing = try channel(from: "127.0.0.1")
            idle.enter(passing)
            idle.leave(passing)
        }
        #expect(idle.count == 1)
        idle.closeOldest()
        #expect(!staying.isActive)
        #expect(idle.count == 0)
        idle.closeOldest()
    }
}
