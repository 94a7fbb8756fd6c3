import NIOCore
import NIOPosix
import Synchronization

/// A TCP proxy on 127.0.0.1 that does to connections what networks do to them. It is told when, so a seeded plan gives the
/// same faults again.
public final class FaultyProxy: Sendable {
    /// Where clients find it.
    public let port: Int

    private let listener: any Channel
    private let book: NIOLoopBound<ConnectionBook>
    private let forecast: Forecast

    /// Opens a proxy before the server at `upstream` on 127.0.0.1.
    /// - Parameter speaksHTTP: whether the first thing that a client says is the head of a request, by which connections
    ///   are told apart.
    public static func open(to upstream: Int, speaksHTTP: Bool = true) async throws -> FaultyProxy {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let forecast = Forecast(upstream: upstream, speaksHTTP: speaksHTTP)
        let book = try await loop.submit { NIOLoopBound(ConnectionBook(forecast, on: loop), eventLoop: loop) }.get()
        let listener = try await ServerBootstrap(group: loop)
            .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(ChannelOptions.backlog, value: 1024)
            .childChannelOption(ChannelOptions.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try book.value.take(channel) }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        guard let port = listener.localAddress?.port else { throw ServerDidNotStart() }
        return FaultyProxy(port, listener, book, forecast)
    }

    private init(
        _ port: Int, _ listener: any Channel, _ book: NIOLoopBound<ConnectionBook>, _ forecast: Forecast
    ) {
        self.port = port
        self.listener = listener
        self.book = book
        self.forecast = forecast
    }

    /// Where clients find it, as an address.
    public var url: String { "http://127.0.0.1:\(port)" }

    /// What is done to all connections, the open ones too, from now on.
    public func set(_ weather: Weather) {
        set { _ in weather }
    }

    /// What is done to each connection from now on, by its number.
    public func set(_ choose: @escaping @Sendable (Int) -> Weather) {
        forecast.choose.withLock { $0 = choose }
    }

    /// When connections came, those that were turned away too.
    public var arrivals: [ContinuousClock.Instant] { forecast.arrivals.withLock { $0 } }

    /// Cuts all connections.
    /// - Parameter resets: whether the two ends see a reset, or an orderly end.
    public func cut(resets: Bool = true) {
        book.execute { $0.cut(resets: resets) }
    }

    /// Ends one direction of all connections: an end is told to this side, while the other may go on talking.
    public func halfClose(toServer: Bool) {
        book.execute { $0.halfClose(toServer: toServer) }
    }

    /// Closes everything.
    public func close() {
        listener.close(promise: nil)
        cut()
    }

    deinit { close() }
}

extension NIOLoopBound {
    fileprivate func execute(_ work: @escaping @Sendable (Value) -> Void) {
        eventLoop.execute { work(value) }
    }
}

/// What lies ahead for connections, and what has come.
final class Forecast: Sendable {
    let upstream: Int
    let speaksHTTP: Bool
    let choose = Mutex<@Sendable (Int) -> Weather>({ _ in .clear })
    let arrivals = Mutex<[ContinuousClock.Instant]>([])

    init(upstream: Int, speaksHTTP: Bool) {
        self.upstream = upstream
        self.speaksHTTP = speaksHTTP
    }

    func weather(for number: Int) -> Weather {
        choose.withLock { $0 }(number)
    }
}

/// The connections of one proxy; it lives on the proxy's event loop.
final class ConnectionBook {
    private let forecast: Forecast
    private let loop: any EventLoop
    private var open: [Int: ProxiedConnection] = [:]
    private var count = 0

    init(_ forecast: Forecast, on loop: any EventLoop) {
        self.forecast = forecast
        self.loop = loop
    }

    func take(_ channel: any Channel) throws {
        count += 1
        let number = count
        forecast.arrivals.withLock { $0.append(.now) }
        let connection = ProxiedConnection(from: channel, number, forecast) { [weak self] in self?.open[number] = nil }
        open[number] = connection
        try connection.begin()
    }

    func cut(resets: Bool) {
        for connection in open.values { connection.cut(resets: resets) }
    }

    func halfClose(toServer: Bool) {
        for connection in open.values { connection.endFlow(toServer ? .toServer : .toClient) }
    }
}
