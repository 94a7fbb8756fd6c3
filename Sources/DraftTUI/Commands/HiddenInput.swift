import Glibc

/// Reads a line from the terminal that nobody sees, for secrets.
enum HiddenInput {
    private static let limit = 16 << 10
    private static let interrupt: UInt8 = 0x03
    private static let endOfInput: UInt8 = 0x04
    private static let deletions: Set<UInt8> = [0x08, 0x7F]

    /// - Parameter prompt: goes to standard error.
    static func read(_ prompt: String) throws(CommandFailure) -> String {
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        var before = termios()
        guard terminal >= 0, tcgetattr(terminal, &before) == 0 else {
            if terminal >= 0 { close(terminal) }
            throw .input("There is no terminal to ask for the token: draft login --token-stdin reads it from a pipe.")
        }
        defer { close(terminal) }
        var hidden = before
        // Not by lines: the system's own end at 4,095 bytes, and a token may be longer. Without signals: an interrupt would
        // leave the terminal without an echo.
        hidden.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        guard tcsetattr(terminal, TCSAFLUSH, &hidden) == 0 else {
            throw .terminal("The terminal's echo cannot be hidden.")
        }
        defer { tcsetattr(terminal, TCSAFLUSH, &before) }
        let endings = [SIGTERM, SIGHUP].compactMap { signal in
            EndingSignal(signal) { [before] in
                var before = before
                tcsetattr(terminal, TCSAFLUSH, &before)
            }
        }
        defer { for ending in endings { ending.release() } }
        try Output.write(Array(prompt.utf8), to: STDERR_FILENO)
        defer { try? Output.write([0x0A], to: STDERR_FILENO) }
        return try line(from: terminal)
    }

    private static func line(from terminal: Int32) throws(CommandFailure) -> String {
        var bytes: [UInt8] = []
        while bytes.count < limit {
            var byte: UInt8 = 0
            let count = Glibc.read(terminal, &byte, 1)
            if count < 0 && errno == EINTR { continue }
            guard count == 1, byte != interrupt, byte != endOfInput else { throw .signIn("No token was given.") }
            if byte == 0x0A || byte == 0x0D { break }
            if deletions.contains(byte) { _ = bytes.popLast() } else { bytes.append(byte) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
