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
        /// One for each that waits until the program is continued.
        var suspensions: [DispatchSemaphore] = []
        var closes = false
        /// One for each that waits until another program may have the terminal.
        var loans: [DispatchSemaphore] = []
        /// Whether that program has ended.
        var takesBack = false
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

    /// Has the program stopped, and returns when it goes on.
    func suspend() {
        order { $0.suspensions.append($1) }
    }

    /// Has the terminal given away, and returns when it is.
    func lend() {
        order { $0.loans.append($1) }
    }

    /// Has the terminal taken again.
    func takeBack() {
        orders.withLock { $0.takesBack = true }
        TerminalHold.ring()
    }

    /// Returns when the order was followed, or cannot be.
    private func order(_ place: (inout Orders, DispatchSemaphore) -> Void) {
        let followed = DispatchSemaphore(value: 0)
        let isAccepted = orders.withLock { orders in
            if !orders.closes { place(&orders, followed) }
            return !orders.closes
        }
        guard isAccepted else { return }
        TerminalHold.ring()
        followed.wait()
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
