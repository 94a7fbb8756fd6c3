import CNcurses
import Glibc

/// Where ncurses sends what it draws.
///
/// ncurses writes at every move of the cursor: a whole screen leaves it in a hundred pieces, each of which wakes whoever
/// shows it. What is collected here leaves in one.
final class ScreenOutput {
    /// What ncurses is given for a terminal.
    let stream: UnsafeMutablePointer<FILE>
    private let descriptor: Int32
    private let memory: Int32

    init() throws(TerminalError) {
        descriptor = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
        guard descriptor >= 0 else { throw .system(call: "fcntl", errno: errno) }
        guard let stream = fdopen(descriptor, "w") else {
            let error = errno
            close(descriptor)
            throw .system(call: "fdopen", errno: error)
        }
        self.stream = stream
        // Without it nothing is collected, and all is drawn as well.
        memory = draft_memory()
    }

    deinit {
        fclose(stream)
        if memory >= 0 { close(memory) }
    }

    /// Sends what `draw` makes ncurses send, between `opening` and `closing`, in as few pieces as the system allows.
    func sendAtOnce(opening: String, closing: String, _ draw: () -> Void) {
        var bytes = Array(opening.utf8)
        if memory >= 0, draft_redirect(descriptor, memory) {
            draw()
            takeMemory(into: &bytes)
            _ = draft_redirect(descriptor, STDOUT_FILENO)
        } else {
            TerminalHold.write(bytes)
            bytes = []
            draw()
        }
        bytes += closing.utf8
        TerminalHold.write(bytes)
    }

    private func takeMemory(into bytes: inout [UInt8]) {
        let start = bytes.count
        let count = Int(max(lseek(memory, 0, SEEK_CUR), 0))
        bytes.append(contentsOf: repeatElement(0, count: count))
        let found = bytes.withUnsafeMutableBytes { pread(memory, $0.baseAddress?.advanced(by: start), count, 0) }
        bytes.removeLast(count - max(found, 0))
        lseek(memory, 0, SEEK_SET)
    }
}
