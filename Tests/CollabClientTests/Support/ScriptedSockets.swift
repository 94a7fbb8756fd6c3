import FoundationEssentials

@testable import CollabClient

/// Hands the sockets that are opened to the test, which plays the server.
struct ScriptedSockets: SocketTransport {
    private let opened = Report<ScriptedSocket>()
    private let count = Locked(0)

    /// How many were opened so far.
    var openings: Int { count.withLock { $0 } }

    func open(_ request: HTTPRequest, onEvent: @escaping @Sendable (SocketEvent) -> Void) -> any Socket {
        let socket = ScriptedSocket(request: request, bring: onEvent)
        count.withLock { $0 += 1 }
        opened.add(socket)
        return socket
    }

    /// The next socket that is opened; waits for it.
    func next() async -> ScriptedSocket {
        await opened.next()!
    }
}

struct ScriptedSocket: Socket {
    let request: HTTPRequest
    /// Reports an event as a network would.
    let bring: @Sendable (SocketEvent) -> Void
    private let said = Report<String>()

    func send(_ text: Data) {
        said.add(String(decoding: text, as: UTF8.self))
    }

    func close() {
        said.add("closed")
    }

    /// What the client says next, or "closed"; waits for it.
    func hear() async -> String? {
        await said.next()
    }

    func bring(text: String) {
        bring(.text(Data(text.utf8)))
    }
}
