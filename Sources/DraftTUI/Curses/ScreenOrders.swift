import CellGrid
import Dispatch
import Synchronization

/// What other threads want from the one that owns the screen. Only the newest frame counts.
final class ScreenOrders: Sendable {
    struct Orders {
        var frame: Frame?
        /// What goes into the clipboard; like frames, the newest counts.
        var copied: String?
        /// Whether all of the screen is to be sent again.
        var redraws = false
        /// One for each that waits until the program is continued.
        var suspensions: [DispatchSemaphore] = []
        var closes = false
    }

    private let orders = Mutex(Orders())

    /// Has the frame shown unless a newer one comes first.
    func show(_ frame: Frame) {
        let wasEmpty = orders.withLock { orders in
            defer { orders.frame = frame }
            return orders.frame == nil
        }
        if wasEmpty { TerminalHold.ring() }
    }

    /// Has a text put into the terminal's clipboard.
    func copy(_ text: String) {
        orders.withLock { $0.copied = text }
        TerminalHold.ring()
    }

    /// Has all of the screen sent again.
    func redraw() {
        orders.withLock { $0.redraws = true }
        TerminalHold.ring()
    }

    /// Has the program stopped, and returns when it goes on.
    func suspend() {
        let continuation = DispatchSemaphore(value: 0)
        let isAccepted = orders.withLock { orders in
            if !orders.closes { orders.suspensions.append(continuation) }
            return !orders.closes
        }
        guard isAccepted else { return }
        TerminalHold.ring()
        continuation.wait()
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
