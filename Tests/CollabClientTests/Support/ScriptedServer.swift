import Glibc

/// A server on 127.0.0.1 that does to every connection what a test has written down, each on a thread of its own.
/// It ends with its last owner; a connection ends with its script.
final class ScriptedServer: Sendable {
    let port: Int
    private let listener: Int32

    init(_ script: @escaping @Sendable (Peer) -> Void) {
        let (listener, port) = Self.bind()
        precondition(listen(listener, 128) == 0)
        self.listener = listener
        self.port = port
        startThread {
            while case let connection = accept(listener, nil, nil), connection >= 0 {
                startThread { script(Peer(connection)) }
            }
            close(listener)
        }
    }

    deinit {
        // Wakes the thread that accepts, which closes the descriptor.
        shutdown(listener, Int32(SHUT_RDWR))
    }

    var url: String { "http://127.0.0.1:\(port)" }

    /// Calls `body` with a port that is taken and where nobody answers.
    static func withDeafPort<Result>(_ body: (Int) async throws -> Result) async rethrows -> Result {
        let (socket, port) = bind()
        defer { close(socket) }
        return try await body(port)
    }

    private static func bind() -> (descriptor: Int32, port: Int) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        precondition(listener >= 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                Glibc.bind(listener, address, size) == 0 && getsockname(listener, address, &size) == 0
            }
        }
        precondition(result)
        return (listener, Int(UInt16(bigEndian: address.sin_port)))
    }
}

/// The server's end of one connection. Belongs to the thread of its script; no call takes longer than ten seconds.
final class Peer {
    private let descriptor: Int32
    private var buffer: [UInt8] = []

    fileprivate init(_ descriptor: Int32) {
        self.descriptor = descriptor
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        var yes: Int32 = 1
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    }

    deinit {
        close(descriptor)
    }

    /// The next `count` bytes; nil where the client ends before.
    func read(_ count: Int) -> [UInt8]? {
        while buffer.count < count {
            guard fill() else { return nil }
        }
        defer { buffer.removeFirst(count) }
        return Array(buffer.prefix(count))
    }

    /// The next request's head, with the empty line; nil where the client ends before.
    func readHead() -> String? {
        while true {
            let text = String(decoding: buffer, as: UTF8.self)
            if let end = text.firstRange(of: "\r\n\r\n") {
                return read(text[..<end.upperBound].utf8.count).map(Self.text)
            }
            guard fill() else { return nil }
        }
    }

    /// Whatever comes until the client ends; nil where it goes on for too long, or breaks the connection.
    func readToEnd() -> [UInt8]? {
        while fill() {}
        return errno == 0 ? buffer : nil
    }

    /// False where the client takes no more.
    @discardableResult
    func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    @discardableResult
    func write(_ text: String) -> Bool {
        write(Array(text.utf8))
    }

    /// Says that nothing more will come, and goes on listening.
    func endWriting() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Makes the end of the script a reset of the connection.
    func breakOff() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
    }

    private func fill() -> Bool {
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        errno = 0
        let count = recv(descriptor, &chunk, chunk.count, 0)
        guard count > 0 else { return false }
        buffer += chunk.prefix(count)
        return true
    }

    private static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
    }
}

private final class ThreadBody {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
        self.run = run
    }
}

private func startThread(_ run: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let context = Unmanaged.passRetained(ThreadBody(run)).toOpaque()
    let result = pthread_create(
        &thread, nil,
        { context in
            Unmanaged<ThreadBody>.fromOpaque(context!).takeRetainedValue().run()
            return nil
        }, context)
    precondition(result == 0)
    pthread_detach(thread)
}
