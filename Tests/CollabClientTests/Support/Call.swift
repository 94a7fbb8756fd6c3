import CollabAPI
import FoundationEssentials

@testable import CollabClient

/// One socket on a network of its own, and all that it reports.
struct Call {
    let socket: any Socket
    private let stream: AsyncStream<SocketEvent>

    init(_ server: ScriptedServer, path: String = "/", headers: HTTPHeaders = [:]) {
        self.init(url: server.url + path, headers: headers)
    }

    init(url: String, headers: HTTPHeaders = [:], trusting trust: ServerTrust = ServerTrust()) {
        let (stream, continuation) = AsyncStream.makeStream(of: SocketEvent.self)
        let listener = Listener(continuation)
        let transport = CurlSocketTransport(network: NetworkThread(trust: trust))
        self.stream = stream
        socket = transport.open(HTTPRequest(method: .get, url: url, headers: headers)) { listener.hear($0) }
    }

    /// Everything until the network has let go of the socket, so that nothing can follow.
    func events() async -> [SocketEvent] {
        await stream.reduce(into: []) { $0.append($1) }
    }

    /// The next event; waits for it.
    func next() async -> SocketEvent? {
        var iterator = stream.makeAsyncIterator()
        return await iterator.next()
    }
}

/// Ends the stream when nobody is left who could report.
private final class Listener: Sendable {
    private let continuation: AsyncStream<SocketEvent>.Continuation

    init(_ continuation: AsyncStream<SocketEvent>.Continuation) {
        self.continuation = continuation
    }

    deinit {
        continuation.finish()
    }

    func hear(_ event: SocketEvent) {
        continuation.yield(event)
    }
}
