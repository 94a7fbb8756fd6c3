import Testing

@testable import collab_server

@Suite struct ConnectionCountTests {
    @Test func `idleness begins when the last connection has gone`() {
        let connections = ConnectionCount()
        #expect(connections.idleSince != nil)
        connections.opened()
        connections.opened()
        connections.closed()
        #expect(connections.idleSince == nil)
        let before = ContinuousClock.now
        connections.closed()
        #expect(connections.idleSince.map { $0 >= before } == true)
    }

    @Test(.timeLimit(.minutes(1)))
    func `whoever waits for the last connection is told when it has gone`() async {
        let connections = ConnectionCount()
        connections.opened()
        async let waiting: Void = connections.none(within: .seconds(3600))
        connections.closed()
        await waiting
        await connections.none(within: .seconds(3600))
    }

    @Test(.timeLimit(.minutes(1)))
    func `patience has an end`() async {
        let connections = ConnectionCount()
        connections.opened()
        await connections.none(within: .milliseconds(1))
        #expect(connections.idleSince == nil)
    }

    @Test(.timeLimit(.minutes(1)))
    func `a server does not end as long as somebody is connected`() async throws {
        let connections = ConnectionCount()
        let patience = Duration.milliseconds(50)
        connections.opened()
        let ending = Task {
            try await IdleExit(connections: connections, patience: patience).run()
            return ContinuousClock.now
        }
        await connections.none(within: patience * 5)
        let left = ContinuousClock.now
        connections.closed()
        #expect(try await ending.value >= left + patience)
    }
}
