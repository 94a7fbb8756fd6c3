import CCurl
import Glibc
import Synchronization

/// The one thread that touches curl; others leave work in its inbox. It starts with the first piece of work and ends
/// when its last owner lets go. Curl itself is loaded then, beside whatever else the program has to do at its start.
final class NetworkThread: Sendable {
    /// Work for the thread; nil says that the network is closed and the work cannot be done.
    typealias Work = @Sendable (NetworkLoop?) -> Void

    private let inbox: NetworkInbox
    private let nextID = Atomic<UInt64>(1)

    /// - Parameter trust: whom all that goes over it believes to be the server.
    init(trust: ServerTrust = ServerTrust()) {
        inbox = NetworkInbox(trust: trust)
    }

    deinit {
        inbox.close()
    }

    /// Runs `work` on the thread, in the order of the calls.
    func submit(_ work: @escaping Work) {
        inbox.submit(work)
    }

    /// Why work is not done that was given no loop.
    static var refusal: TransportError {
        guard ccurl_load() else { return .lost(String(cString: ccurl_load_error())) }
        return NetworkInbox.isCurlReady ? .cancelled : .lost("libcurl cannot be set up")
    }

    /// A name for one activity that no other has.
    func makeID() -> ActivityID {
        ActivityID(rawValue: nextID.add(1, ordering: .relaxed).oldValue)
    }
}

/// What waits for the network thread, and how it is woken.
final class NetworkInbox: Sendable {
    private struct State {
        var work: [NetworkThread.Work] = []
        var phase = Phase.idle
    }

    private enum Phase {
        case idle
        case starting
        case running(MultiHandle)
        case closed
    }

    // Curl allows `curl_multi_wakeup`, and nothing else, from any thread while the handle exists; the handle is only
    // used under the lock that also guards its end.
    private struct MultiHandle: @unchecked Sendable {
        let pointer: UnsafeMutableRawPointer
    }

    private let state = Locked(State())
    private let trust: ServerTrust

    init(trust: ServerTrust = ServerTrust()) {
        self.trust = trust
    }

    func submit(_ work: @escaping NetworkThread.Work) {
        let (isRefused, mustStart) = state.withLock { state -> (Bool, Bool) in
            if case .closed = state.phase { return (true, false) }
            state.work.append(work)
            switch state.phase {
            case .running(let multi):
                if state.work.count == 1 { ccurl_multi_wakeup(multi.pointer) }
                return (false, false)
            case .idle:
                state.phase = .starting
                return (false, true)
            case .starting, .closed:
                return (false, false)
            }
        }
        if isRefused { work(nil) }
        if mustStart && !startThread() { drainClosed() }
    }

    func close() {
        state.withLock { state in
            if case .running(let multi) = state.phase { ccurl_multi_wakeup(multi.pointer) }
            state.phase = .closed
        }
    }

    private var isClosed: Bool {
        state.withLock { if case .closed = $0.phase { true } else { false } }
    }

    private func takeWork() -> [NetworkThread.Work] {
        state.withLock { state in
            defer { state.work.removeAll(keepingCapacity: true) }
            return state.work
        }
    }

    private func drainClosed() {
        state.withLock { $0.phase = .closed }
        for work in takeWork() { work(nil) }
    }

    private func startThread() -> Bool {
        // Signals belong to the program's own threads. With SIGPIPE blocked, a write to a closed connection is an
        // error code here and nothing more.
        var all = sigset_t()
        var previous = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, &previous)
        defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self)
        let result = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<NetworkInbox>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, context.toOpaque())
        guard result == 0 else {
            context.release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    fileprivate static let isCurlReady = ccurl_load() && ccurl_global_init() == CURLE_OK

    private func run() {
        guard Self.isCurlReady, let multi = ccurl_multi_init() else { return drainClosed() }
        let loop = NetworkLoop(multi: multi, trust: trust)
        state.withLock { state in
            if case .starting = state.phase { state.phase = .running(MultiHandle(pointer: multi)) }
        }
        while !isClosed {
            for work in takeWork() { work(loop) }
            loop.turn()
        }
        for work in takeWork() { work(nil) }
        loop.abandonAll()
        ccurl_multi_cleanup(multi)
    }
}
