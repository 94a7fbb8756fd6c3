import CellGrid
import Dispatch
import Glibc

/// The life of the thread that owns the screen: it sleeps until a key, a signal, a job or an order comes.
final class ScreenLoop {
    private let hold: TerminalHold
    private let screen: CursesScreen
    private let orders: ScreenOrders
    private var listener: (@Sendable ([Input]?) -> Void)?
    /// What came before anybody listened.
    private var backlog: [[Input]?] = []
    private let jobs: ScreenExecutor
    private var decoder = KeyDecoder()
    private var pasteEnds: ContinuousClock.Instant?
    /// Nothing follows the last input.
    private var hasEnded = false
    /// Whether the terminal is ours; it is not if the end came while the program was stopped.
    private var hasTerminal = true
    /// Whether another program has the terminal at the moment.
    private var isLent = false

    /// So long a paste may be silent before its end is taken for lost.
    private static let pasteSilence = Duration.milliseconds(500)
    /// So much is read before signals and orders get their turn.
    private static let keyLimit = 4_096

    init(hold: TerminalHold, screen: CursesScreen, orders: ScreenOrders, jobs: ScreenExecutor) {
        self.hold = hold
        self.screen = screen
        self.orders = orders
        self.jobs = jobs
    }

    /// Runs until the screen is closed.
    func run() {
        TerminalHold.enter()
        send([.resize(screen.size)])
        var isDrained = true
        repeat {
            let isBusy = !isDrained && !isLent || jobs.hasJobs
            let arrivals = hold.wait(
                keyboard: !hasEnded && !isLent, limit: isBusy ? .zero : pasteEnds.map { $0 - .now })
            if arrivals.isRung { follow(hold.takeNotes()) }
            if !isLent, arrivals.hasKeys || !isDrained { isDrained = readKeys(areReady: arrivals.hasKeys) }
            if arrivals.isHungUp, isDrained { end(.hangup) }
            endSilentPaste()
            // What a key has led to is shown before anything else is done.
            guard follow(orders.take()) else { break }
            jobs.runJobs()
        } while follow(orders.take())
        if hasTerminal { leave() }
        if !hasEnded { pass(nil) }
    }

    private func follow(_ notes: TerminalNotes) {
        if notes.contains(.hungUp) { end(.hangup) }
        if notes.contains(.terminated) { end(.terminate) }
        // Meant for the program that has the terminal.
        if notes.contains(.interrupted), !isLent { end(.interrupt) }
        // The job is stopped by that program, and only as a whole.
        if notes.contains(.stopped), isLent { raise(SIGSTOP) }
        guard hasTerminal else { return }
        if notes.contains(.stopped) {
            stop()
        } else if notes.contains(.continued) {
            // Stopped by a signal that nobody can catch: the shell has had the terminal meanwhile.
            leave()
            enter()
        } else if notes.contains(.resized), screen.adoptSize() {
            send([.resize(screen.size)])
        }
    }

    /// Returns whether to go on.
    private func follow(_ orders: ScreenOrders.Orders) -> Bool {
        if let listener = orders.listener {
            self.listener = listener
            for batch in backlog { listener(batch) }
            backlog = []
        }
        if let frame = orders.frame, hasTerminal { screen.show(frame) }
        if orders.redraws, hasTerminal { screen.redraw() }
        if let text = orders.copied, hasTerminal { screen.copy(text) }
        if let call = orders.call, hasTerminal { screen.notify(call.text, throughMultiplexer: call.throughMultiplexer) }
        if orders.suspends, hasTerminal, !orders.closes { stop() }
        follow(loans: orders.loans, takesBack: orders.takesBack)
        return !orders.closes
    }

    private func follow(loans: [DispatchSemaphore], takesBack: Bool) {
        if !loans.isEmpty, hasTerminal {
            leave()
            (hasTerminal, isLent) = (false, true)
        }
        for loan in loans { loan.signal() }
        guard takesBack, isLent else { return }
        (hasTerminal, isLent) = (true, false)
        enter()
    }

    /// Returns whether all there was has been read.
    private func readKeys(areReady: Bool) -> Bool {
        let count = screen.keys.read(into: &decoder, limit: Self.keyLimit)
        pasteEnds = decoder.isPasting ? .now + Self.pasteSilence : nil
        guard count < Self.keyLimit else { return false }
        let batch = decoder.flush()
        if batch.count == 1, case .key(let key)? = batch.first { screen.echo(key) }
        send(batch)
        // A terminal that is ready without having anything is at its end.
        if areReady, count == 0, hold.isKeyboardEmpty { end(.hangup) }
        return true
    }

    private func endSilentPaste() {
        guard let pasteEnds, pasteEnds <= .now else { return }
        self.pasteEnds = nil
        decoder.abandonPaste()
        send(decoder.flush())
    }

    private func stop() {
        leave()
        hasTerminal = hold.stopJob()
        if hasTerminal { enter() }
    }

    /// Gives the terminal back.
    func leave() {
        screen.leave()
        hold.release()
    }

    private func enter() {
        hold.take()
        screen.enter()
        send([.resize(screen.size)])
    }

    private func end(_ ending: Input.Ending) {
        guard !hasEnded else { return }
        send([.ended(ending)])
        hasEnded = true
        pass(nil)
    }

    private func send(_ batch: [Input]) {
        if !batch.isEmpty, !hasEnded { pass(batch) }
    }

    private func pass(_ batch: [Input]?) {
        if let listener { listener(batch) } else { backlog.append(batch) }
    }
}
