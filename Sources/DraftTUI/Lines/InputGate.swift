import CNcurses
import Dispatch
import Glibc
import Synchronization

/// Lets standard input be read, except while another program has the terminal.
final class InputGate: Sendable {
    private struct State {
        var isClosed = false
        var hasEnded = false
    }

    private let state = Mutex(State())
    /// Wakes whoever waits for input; -1 where there is none, and then the gate is never closed.
    private let bell = eventfd(0, Int32(EFD_CLOEXEC))
    private let stopped = DispatchSemaphore(value: 0)
    private let opened = DispatchSemaphore(value: 0)

    var isClosed: Bool { state.withLock(\.isClosed) }

    /// Returns when there is something to read, or the end of it, and the gate is open.
    /// - Returns: true, for a loop to ask.
    func waitForInput() -> Bool {
        while true {
            var waited = [STDIN_FILENO, bell].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            let count = poll(&waited, 2, -1)
            guard count > 0 || errno == EINTR else { return true }
            guard count > 0 else { continue }
            guard waited[1].revents != 0 else { return true }
            var rings: UInt64 = 0
            _ = read(bell, &rings, MemoryLayout.size(ofValue: rings))
            stopped.signal()
            opened.wait()
        }
    }

    /// Nobody reads any more; the gate is as good as closed.
    func end() {
        state.withLock { $0.hasEnded = true }
        stopped.signal()
    }

    /// Returns when nobody reads until `open`.
    func close() {
        let isRead = state.withLock { state in
            state.isClosed = true
            return !state.hasEnded
        }
        guard bell >= 0, isRead else { return }
        var ring: UInt64 = 1
        _ = write(bell, &ring, MemoryLayout.size(ofValue: ring))
        stopped.wait()
    }

    /// Lets reading go on.
    func open() {
        state.withLock { $0.isClosed = false }
        opened.signal()
    }

    deinit {
        // What cannot be closed is closed already.
        if bell >= 0 { _ = Glibc.close(bell) }
    }
}
