import ServiceLifecycle

/// How the server goes away without cutting anybody off in the middle of a word.
struct Departure: Sendable {
    let service: DraftService
    let connections: ConnectionCount
    /// How long the last connections may take.
    let patience: Duration

    /// Ends what would wait for something that will not happen any more.
    var endingWaits: some Service {
        AtShutdown { service.goAway() }
    }

    /// Gives the connections that are left the time to end: their answers and close frames are on the way.
    var waitingForConnections: some Service {
        AtShutdown { await connections.none(within: patience) }
    }
}

/// Does one thing when the server is told to stop.
private struct AtShutdown: Service {
    let action: @Sendable () async -> Void

    func run() async throws {
        try await gracefulShutdown()
        await action()
    }
}

/// Ends the server once nobody has been connected for a while.
struct IdleExit: Service {
    let connections: ConnectionCount
    let patience: Duration

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await waitForSilence() }
        } catch is CancellationError {
            // The server stops for another reason; that is no failure of this one.
            return
        }
    }

    private func waitForSilence() async throws {
        var deadline = ContinuousClock.now + patience
        while deadline > .now {
            try await Task.sleep(until: deadline)
            deadline = (connections.idleSince ?? .now) + patience
        }
    }
}
