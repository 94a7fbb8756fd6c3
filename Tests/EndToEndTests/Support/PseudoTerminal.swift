import Foundation
import Glibc
import Synchronization

/// The outer end of a pseudo-terminal: a keyboard, and all that was sent to be shown.
///
/// The tests hold it themselves. `script` does not outlive the stop of what it runs: it stops itself a moment later, so that
/// where everything is stopped and continued as one, as a debugger or a frozen machine does it, nobody continues it.
final class PseudoTerminal: Sendable {
    private struct Recording {
        var bytes = Data()
        var hasEnded = false
    }

    /// `TIOCSPTLCK` and `TIOCGPTN` of ioctl_tty(2), macros that are not visible here; nor is what glibc builds on them, but for
    /// `openpty`, whose descriptors every program inherits that is started at the same moment.
    private static let setLock: UInt = 0x4004_5431
    private static let getNumber: UInt = 0x8004_5430

    /// The device that a program opens.
    let path: String
    private let keyboard: Int32
    private let recording = Mutex(Recording())

    /// A terminal of `rows` lines of `columns` cells.
    init(rows: Int, columns: Int) throws {
        keyboard = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard keyboard >= 0 else { throw ProcessDidNotStart(code: errno) }
        var size = winsize()
        size.ws_row = UInt16(rows)
        size.ws_col = UInt16(columns)
        var (lock, number) = (0 as Int32, 0 as Int32)
        guard ioctl(keyboard, Self.setLock, &lock) == 0, ioctl(keyboard, Self.getNumber, &number) == 0,
            ioctl(keyboard, UInt(TIOCSWINSZ), &size) == 0
        else {
            let code = errno
            close(keyboard)
            throw ProcessDidNotStart(code: code)
        }
        path = "/dev/pts/\(number)"
    }

    deinit { close(keyboard) }

    /// Keeps what is sent, from when a program has opened the device until none has it open.
    func listen() throws {
        // The thread may outlive this object, and closes only what is its own.
        let screen = fcntl(keyboard, F_DUPFD_CLOEXEC, 0)
        guard screen >= 0 else { throw ProcessDidNotStart(code: errno) }
        Thread.detachNewThread { [weak self] in
            defer { close(screen) }
            var chunk = [UInt8](repeating: 0, count: 16 << 10)
            while true {
                let count = read(screen, &chunk, chunk.count)
                if count < 0 && errno == EINTR { continue }
                guard let self else { return }
                guard count > 0 else { return self.recording.withLock { $0.hasEnded = true } }
                self.recording.withLock { $0.bytes.append(contentsOf: chunk[..<count]) }
            }
        }
    }

    /// Presses the keys that give `text`.
    func type(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(keyboard, bytes, bytes.count)
    }

    /// Everything that was sent so far.
    var shown: Data { recording.withLock { $0.bytes } }

    /// Whether nothing more can be sent.
    var hasEnded: Bool { recording.withLock { $0.hasEnded } }
}
