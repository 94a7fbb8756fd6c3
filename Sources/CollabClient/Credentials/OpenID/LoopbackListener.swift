import Dispatch
import Glibc

/// A port on this machine where a browser brings the provider's answer. It listens for a bounded time, however often others
/// call it, and says nothing that it was told.
final class LoopbackListener: Sendable {
    private static let openLimit = 16
    private static let headLimit = 16 << 10

    let port: UInt16
    private let descriptor: Int32

    /// - Parameter port: 0 for a free one.
    init(port: UInt16) throws(SignInError) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { throw .noPort }
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let (socket, length) = (descriptor, size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(socket, address, length) == 0 && listen(socket, 16) == 0
                    && getsockname(socket, address, &size) == 0
            }
        }
        self.port = UInt16(bigEndian: address.sin_port)
        guard isBound else {
            close(descriptor)
            throw .noPort
        }
    }

    deinit {
        close(descriptor)
    }

    /// Where a browser is sent that asks for a path, the first time only: whoever asks again is another.
    struct Start: Sendable {
        let path: String
        let target: String
    }

    /// The query of the first request for `path` that `isWanted`; all others are told that there is nothing here.
    func query(
        at path: String, from start: Start? = nil, within limit: Duration,
        where isWanted: @escaping @Sendable (String) -> Bool
    ) async throws(SignInError) -> String {
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // A thread that may wait: those of the tasks are few.
                DispatchQueue.global().async {
                    continuation.resume(returning: self.serve(path, from: start, until: .now + limit, isWanted))
                }
            }
        } onCancel: {
            // Wakes whoever waits for a connection.
            shutdown(descriptor, Int32(SHUT_RDWR))
        }
        return try result.get()
    }

    private func serve(
        _ path: String, from start: Start?, until deadline: ContinuousClock.Instant, _ isWanted: (String) -> Bool
    ) -> Result<String, SignInError> {
        var peers: [LoopbackPeer] = []
        var start = start
        while true {
            let rest = deadline - .now
            guard rest > .zero else { return .failure(.tookTooLong) }
            var watched = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
            watched += peers.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
            let wait = min(rest, .seconds(1)) / .milliseconds(1)
            guard poll(&watched, nfds_t(watched.count), Int32(wait.rounded(.up))) >= 0 || errno == EINTR else {
                return .failure(.noPort)
            }
            for (peer, news) in zip(peers, watched.dropFirst()) where news.revents != 0 {
                peer.fill(atMost: Self.headLimit)
                guard let target = peer.target else { continue }
                let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
                let query = parts.dropFirst().first.map(String.init) ?? ""
                let asked = peer.isFor(port: port) ? parts.first.map(String.init) : nil
                if let next = start, asked == next.path {
                    peer.answer(.elsewhere(next.target))
                    start = nil
                    continue
                }
                let isAnswer = asked == path && isWanted(query)
                peer.answer(isAnswer ? .thanks : .nothing)
                if isAnswer { return .success(query) }
            }
            peers.removeAll { $0.isDone || .now - $0.since > .seconds(10) }
            guard let news = watched.first?.revents, news != 0 else { continue }
            guard news & Int16(POLLHUP | POLLERR) == 0 else { return .failure(.cancelled) }
            let peer = accept(descriptor, nil, nil)
            guard peer >= 0 else { continue }
            _ = fcntl(peer, F_SETFD, FD_CLOEXEC)
            _ = fcntl(peer, F_SETFL, O_NONBLOCK)
            if peers.count == Self.openLimit { peers.removeFirst() }
            peers.append(LoopbackPeer(peer))
        }
    }
}

/// One connection to the port; a browser may open some that it does not use.
private final class LoopbackPeer {
    let descriptor: Int32
    let since = ContinuousClock.now
    private(set) var isDone = false
    private var head: [UInt8] = []

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    func fill(atMost limit: Int) {
        var chunk = [UInt8](repeating: 0, count: 4 << 10)
        let count = recv(descriptor, &chunk, chunk.count, 0)
        if count < 0 && (errno == EAGAIN || errno == EINTR) { return }
        guard count > 0, head.count + count <= limit else {
            isDone = true
            return
        }
        head += chunk.prefix(count)
    }

    private var lines: [Substring]? {
        guard !isDone, let text = String(validating: head, as: UTF8.self), text.hasSuffix("\r\n\r\n") else {
            return nil
        }
        return text.split(separator: "\r\n")
    }

    /// What is asked for, once the whole head is there.
    var target: String? {
        guard let first = lines?.first?.split(separator: " "), first.count == 3 else { return nil }
        return first[0] == "GET" ? String(first[1]) : ""
    }

    /// Whether the browser meant this address: another name may have been given the address of this machine.
    func isFor(port: UInt16) -> Bool {
        lines?.contains { $0.lowercased() == "host: 127.0.0.1:\(port)" } ?? false
    }

    enum Answer {
        case thanks
        case nothing
        case elsewhere(String)

        var status: String {
            switch self {
            case .thanks: "200 OK"
            case .nothing: "404 Not Found"
            case .elsewhere(let address): "302 Found\r\nLocation: \(address)"
            }
        }

        var text: String {
            switch self {
            case .thanks: "You can close this window; the terminal tells how the sign-in went."
            case .nothing: "Nothing is here."
            case .elsewhere: "The sign-in is elsewhere."
            }
        }
    }

    func answer(_ answer: Answer) {
        let page = "<!doctype html><meta charset=utf-8><title>draft</title><p>\(answer.text)</p>\n"
        let message =
            "HTTP/1.1 \(answer.status)\r\nContent-Type: text/html; charset=utf-8\r\n"
            + "Content-Length: \(page.utf8.count)\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n"
            + "Content-Security-Policy: default-src 'none'\r\nConnection: close\r\n\r\n" + page
        let bytes = Array(message.utf8)
        // A page that fits into every socket's buffer; a browser that is gone does not miss it.
        _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        shutdown(descriptor, Int32(SHUT_WR))
        isDone = true
    }
}

extension SignInError {
    fileprivate static let noPort = SignInError(.files, "The port that the browser comes back to cannot be opened.")
    fileprivate static let tookTooLong = SignInError(.expired, "The browser did not come back in time.")
}
