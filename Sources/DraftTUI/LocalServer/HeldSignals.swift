import Glibc
import Synchronization

/// Signals that would end this program, held back while it has something half done that must not be left so.
///
/// They are noted by a handler instead of being blocked: a mask is one thread's alone, and the system gives a signal to
/// whichever thread does not block it.
struct HeldSignals {
    private static let noted = Atomic<Int32>(0)

    private var previous: [Int32: sigaction] = [:]

    /// Holds them from now on; one hold at a time.
    init(_ signals: [Int32] = [SIGINT, SIGTERM, SIGHUP]) {
        Self.noted.store(0, ordering: .sequentiallyConsistent)
        for signal in signals {
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { HeldSignals.noted.store($0, ordering: .sequentiallyConsistent) }
            var found = sigaction()
            // One that is ignored ends nothing.
            guard sigaction(signal, nil, &found) == 0, !found.isIgnored else { continue }
            if sigaction(signal, &action, nil) == 0 { previous[signal] = found }
        }
    }

    /// Whether one has come.
    static var haveCome: Bool { noted.load(ordering: .sequentiallyConsistent) != 0 }

    /// Lets them through again, first the one that has come.
    func release() {
        for (signal, action) in previous {
            var action = action
            sigaction(signal, &action, nil)
        }
        let signal = Self.noted.exchange(0, ordering: .sequentiallyConsistent)
        if signal != 0 { kill(getpid(), signal) }
    }
}

extension sigaction {
    /// `SIG_IGN` is the number 1 where a function's address would stand.
    var isIgnored: Bool { unsafeBitCast(__sigaction_handler.sa_handler, to: Int.self) == 1 }
}
