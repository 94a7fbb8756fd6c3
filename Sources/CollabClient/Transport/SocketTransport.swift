import FoundationEssentials

/// Opens WebSockets.
protocol SocketTransport: Sendable {
    /// Begins to open a socket. `onEvent` is called in order, on a thread of the transport's own, and for the last time
    /// with `.ended`.
    func open(_ request: HTTPRequest, onEvent: @escaping @Sendable (SocketEvent) -> Void) -> any Socket
}

/// An open or opening WebSocket.
protocol Socket: Sendable {
    /// Sends one text message; what is sent before the socket is open waits for it.
    func send(_ text: Data)
    /// Says goodbye and lets go; nothing is reported any more.
    func close()
}

/// What comes of a socket.
enum SocketEvent: Sendable, Equatable {
    /// The server agreed to the upgrade.
    case opened
    /// A text message, valid UTF-8.
    case text(Data)
    /// A frame that says only that the other side lives.
    case heard
    /// The last event.
    case ended(SocketEnd)
}

/// Why a socket is no more.
enum SocketEnd: Sendable, Hashable, Error {
    /// It could not be opened, or broke.
    case failed(TransportError)
    /// The server answered the upgrade with something else.
    case refused(HTTPResponse)
    /// The server closed it; 1005 where it named no code.
    case closed(code: UInt16, reason: String)
    /// The server broke RFC 6455; the code is what it was told.
    case violated(code: UInt16)
}

/// Opens WebSockets over curl's connections: proxies and certificates as for all other requests.
struct CurlSocketTransport: SocketTransport {
    let network: NetworkThread

    func open(_ request: HTTPRequest, onEvent: @escaping @Sendable (SocketEvent) -> Void) -> any Socket {
        let id = network.makeID()
        network.submit { loop in
            guard let loop, let easy = loop.makeHandle() else {
                return onEvent(.ended(.failed(NetworkThread.refusal)))
            }
            do throws(TransportError) {
                loop.add(try SocketActivity(request, id: id, easy: easy, onEvent: onEvent), as: id)
            } catch {
                onEvent(.ended(.failed(error)))
            }
        }
        return CurlSocket(network: network, id: id)
    }
}

private struct CurlSocket: Socket {
    let network: NetworkThread
    let id: ActivityID

    func send(_ text: Data) {
        network.submit { loop in
            guard let loop, let socket = loop[id] as? SocketActivity else { return }
            socket.send(text, in: loop)
        }
    }

    func close() {
        network.submit { loop in
            guard let loop, let socket = loop[id] as? SocketActivity else { return }
            socket.close(in: loop)
        }
    }
}
