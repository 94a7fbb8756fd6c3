import Dispatch
import Glibc

/// A signal that ends the program, while something has to be put back before it does.
struct EndingSignal {
    private let signal: Int32
    private let earlier: sigaction
    private let source: any DispatchSourceSignal

    /// Nil where the signal is ignored and so ends nothing.
    /// - Parameter putBack: done when the signal comes; then it has its way.
    init?(_ signal: Int32, putBack: @escaping @Sendable () -> Void) {
        var found = sigaction()
        guard sigaction(signal, nil, &found) == 0, !found.isIgnored else { return nil }
        self.signal = signal
        earlier = found
        // The default action would end the program before the source hears of it.
        Glibc.signal(signal, SIG_IGN)
        source = DispatchSource.makeSignalSource(signal: signal, queue: .global())
        source.setEventHandler { [found] in
            putBack()
            var earlier = found
            sigaction(signal, &earlier, nil)
            kill(getpid(), signal)
        }
        source.resume()
    }

    /// Gives the signal back to whoever had it before.
    func release() {
        source.cancel()
        var earlier = earlier
        sigaction(signal, &earlier, nil)
    }
}
