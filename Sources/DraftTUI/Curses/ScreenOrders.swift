import CellGrid
import Dispatch
import Synchronization

/// What other threads want from the one that owns the screen. Only the newest frame counts.
final class ScreenOrders: Sendable {
    struct Orders {
        var frame: Frame?
        /// What goes into the clipboard; like frames, the newest counts.
        var copied: String?
        /// What calls the reader, and whether through a multiplexer; the newest counts.
        var call: (text: String, throughMultiplexer: Bool)?
        /// Whether all of the screen is to be sent again.
        var redraws = false
        /// Who wants the inputs from now on.
        var listener: (@Sendable ([Input]?) -> Void)?
        /// Whether the program is to be stopped as a shell's job.
        var suspends = false
        var closes = false
        /// One for each that waits until another program may have the terminal.
        var loans: [DispatchSemaphore] = []
        /// Whether that program has ended.
        var takesBack = false
    }

    private let orders = Mutex(Orders())
    private let jobs: ScreenExecutor

    /// - Parameter jobs: what runs on the thread that follows the orders; it looks for them after each round of jobs.
    init(_ jobs: ScreenExecutor) {
        self.jobs = jobs
    }

    /// Has the frame shown unless a newer one comes first.
    func show(_ frame: Frame) {
        let wasEmpty = orders.withLock { orders in
            defer { orders.frame = frame }
            return orders.frame == nil
        }
        if wasEmpty, !jobs.isCurrent { TerminalHold.ring() }
    }

    /// Has the inputs taken, those from before among them.
    func listen(_ take: @escaping @Sendable ([Input]?) -> Void) {
        orders.withLock { $0.listener = take }
        TerminalHold.ring()
    }

    /// Has a text put into the terminal's clipboard.
    func copy(_ text: String) {
        orders.withLock { $0.copied = text }
        TerminalHold.ring()
    }

    /// Has the reader called.
    func notify(_ text: String, throughMultiplexer: Bool) {
        orders.withLock { $0.call = (text, throughMultiplexer) }
        TerminalHold.ring()
    }

    /// Has all of the screen sent again.
    func redraw() {
        orders.withLock { $0.redraws = true }
        TerminalHold.ring()
    }

    /// Has the program stopped until it is continued.
    func suspend() {
        orders.withLock { $0.suspends = true }
        TerminalHold.ring()
    }

    /// Has the terminal given away, and returns when it is, or cannot be. Not for the thread that follows the orders.
    func lend() {
        let followed = DispatchSemaphore(value: 0)
        let isAccepted = orders.withLock { orders in
            if !orders.closes { orders.loans.append(followed) }
            return !orders.closes
        }
        guard isAccepted else { return }
        TerminalHold.ring()
        followed.wait()
    }

    /// Has the terminal taken again.
    func takeBack() {
        orders.withLock { $0.takesBack = true }
        TerminalHold.ring()
    }

    /// Has the screen closed; nothing is taken after that.
    func close() {
        orders.withLock { $0.closes = true }
        TerminalHold.ring()
    }

    /// All that was ordered since the last call.
    func take() -> Orders {
        orders.withLock { orders in
            let taken = orders
            orders = Orders(closes: taken.closes)
            return taken
        }
    }
}
