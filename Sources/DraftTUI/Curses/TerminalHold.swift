import CNcurses
import CellGrid
import Glibc
import Synchronization

/// What signals have reported since it was last asked.
struct TerminalNotes: OptionSet {
    let rawValue: UInt32

    static let resized = TerminalNotes(rawValue: DRAFT_NOTE_RESIZED.rawValue)
    static let continued = TerminalNotes(rawValue: DRAFT_NOTE_CONTINUED.rawValue)
    static let stopped = TerminalNotes(rawValue: DRAFT_NOTE_STOPPED.rawValue)
    static let interrupted = TerminalNotes(rawValue: DRAFT_NOTE_INTERRUPTED.rawValue)
    static let terminated = TerminalNotes(rawValue: DRAFT_NOTE_TERMINATED.rawValue)
    static let hungUp = TerminalNotes(rawValue: DRAFT_NOTE_HUNG_UP.rawValue)
}

/// The process's hold on its terminal: whatever ends the process from now on gives the terminal back as it was found.
///
/// All calls to signals.h are here: its functions share state, which belongs to the one that holds the terminal.
final class TerminalHold {
    private var modes: termios
    private var farewell = ""
    private var errorLog: ErrorLog?

    private static let isHeld = Atomic(false)
    // Never closed: a signal handler or another thread may be about to ring it.
    private static let doorbell = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))

    /// Only one can be there. It does nothing yet.
    init() throws(TerminalError) {
        var found = termios()
        guard tcgetattr(STDIN_FILENO, &found) == 0 else { throw .system(call: "tcgetattr", errno: errno) }
        guard Self.doorbell >= 0 else { throw .system(call: "eventfd", errno: errno) }
        guard Self.isHeld.compareExchange(expected: false, desired: true, ordering: .sequentiallyConsistent).exchanged
        else { throw .alreadyOpen }
        modes = found
    }

    deinit {
        release()
        draft_remove_signals()
        draft_keep_standard_error(-1, "", 0)
        Self.isHeld.store(false, ordering: .sequentiallyConsistent)
    }

    /// Takes the terminal and the signals. `farewell` is what the terminal must be told where there is no time for ncurses
    /// to do it. If standard error goes to a terminal, it goes to the file `errorLog` meanwhile.
    func begin(farewell: String, errorLog path: String?) {
        self.farewell = farewell
        if let path, let log = ErrorLog(path: path) {
            errorLog = log
            draft_keep_standard_error(log.screen, log.crashNotice, log.crashNotice.utf8.count)
        }
        take()
        draft_install_signals(Self.doorbell)
    }

    /// Takes the terminal again after `release`.
    func take() {
        var found = termios()
        if tcgetattr(STDIN_FILENO, &found) == 0 { modes = found }
        errorLog?.begin()
        draft_hold_terminal(&modes, farewell, farewell.utf8.count)
    }

    /// Gives the terminal back, which ncurses has left in good order.
    func release() {
        draft_release_terminal(false)
    }

    /// Stops the job; the terminal must be released. Returns whether it may be taken again, else the process is to end.
    func stopJob() -> Bool {
        draft_stop_job()
    }

    /// What a wait has found.
    struct Arrivals {
        var isRung = false
        var hasKeys = false
        /// Whether the terminal has gone; what it sent before can still be read.
        var isHungUp = false
    }

    /// Waits for the doorbell, and for the keyboard unless nobody reads it any more; for ever without a limit.
    func wait(keyboard: Bool, limit: Duration?) -> Arrivals {
        var descriptors = [
            // poll passes over a negative descriptor.
            pollfd(fd: keyboard ? STDIN_FILENO : -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: Self.doorbell, events: Int16(POLLIN), revents: 0),
        ]
        // Rounded up: a wait that ends too early would only be begun again.
        let milliseconds = limit.map { Int32(clamping: Int64(max($0, .zero) / .milliseconds(1)) + 1) } ?? -1
        guard poll(&descriptors, 2, milliseconds) > 0 else { return Arrivals() }
        let keys = Int32(descriptors[0].revents)
        return Arrivals(
            isRung: descriptors[1].revents != 0, hasKeys: keys & POLLIN != 0, isHungUp: keys & ~POLLIN != 0)
    }

    /// Whether the keyboard has nothing to read.
    var isKeyboardEmpty: Bool {
        var count: Int32 = 0
        return ioctl(STDIN_FILENO, UInt(FIONREAD), &count) != 0 || count == 0
    }

    /// Silences the doorbell.
    func takeNotes() -> TerminalNotes {
        TerminalNotes(rawValue: draft_take_notes())
    }

    /// Ends the present or the next `wait`. For any thread.
    static func ring() {
        draft_note(0)
    }

    /// Sends a sequence to the terminal as it is.
    static func write(_ sequence: String) {
        draft_write_all(STDOUT_FILENO, sequence, sequence.utf8.count)
    }

    /// Sends bytes to the terminal as they are.
    static func write(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { draft_write_all(STDOUT_FILENO, $0.baseAddress, $0.count) }
    }

    /// Lets the calling thread take signals and survive its own stack's overflow long enough to give the terminal back.
    static func enter() {
        draft_unblock_signals()
        draft_arm_alternate_stack()
    }

    /// The size the terminal says it has, nil if it does not know.
    static var size: Size? {
        var size = winsize()
        guard draft_window_size(&size) == 0, size.ws_col > 0, size.ws_row > 0 else { return nil }
        return Size(columns: Int(size.ws_col), rows: Int(size.ws_row))
    }
}

/// The file that stands in for standard error while the screen is up, so that the last words of a crash are kept.
private final class ErrorLog {
    /// Standard error as it was found.
    let screen: Int32
    let crashNotice: String
    private let file: Int32

    /// nil if standard error is none of the screen's concern.
    init?(path: String) {
        guard isatty(STDERR_FILENO) == 1 else { return nil }
        let flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC
        let log = open(path, flags, 0o600)
        // Words nobody could read on the screen must not destroy it.
        let file = log >= 0 ? log : open("/dev/null", flags)
        let screen = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)
        guard file >= 0, screen >= 0 else {
            close(file)
            close(screen)
            return nil
        }
        self.file = file
        self.screen = screen
        crashNotice = "draft: ended by an error of its own" + (log >= 0 ? "; what is known of it: \(path)\n" : "\n")
    }

    deinit {
        close(file)
        close(screen)
    }

    /// Until standard error is given back with the terminal.
    func begin() {
        dup2(file, STDERR_FILENO)
    }
}
