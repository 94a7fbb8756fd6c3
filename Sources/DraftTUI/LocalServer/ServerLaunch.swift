import Glibc

/// Starts `collab-server` as a process of its own session, which outlives the editor that started it.
struct ServerLaunch {
    /// How long a server may take until it listens.
    private static let patience = Duration.seconds(20)
    /// `POSIX_SPAWN_SETSID` of glibc's <spawn.h>, a macro that is not visible here.
    private static let setsid: Int16 = 0x80

    let program: String
    let database: String
    let log: String
    let idleExitSeconds: Int
    var environment = Environment.variables

    /// What came of a start.
    enum Outcome {
        case listening(url: String, pid: Int32)
        /// The port belongs to another program.
        case portInUse
        /// It ended with these last words.
        case failed(String)
    }

    /// Starts it and waits until it listens.
    func start(port: Int) throws(CommandFailure) -> Outcome {
        let logStart = Self.size(of: log)
        let (reader, pid) = try spawn(port: port)
        defer { close(reader) }
        guard let line = firstLine(from: reader) else {
            end(pid)
            return .failed("it did not listen in time")
        }
        let marker = "listening on "
        if line.hasPrefix(marker) {
            return .listening(url: String(line.dropFirst(marker.count)), pid: pid)
        }
        var status: Int32 = 0
        waitpid(pid, &status, 0)
        let words = lastWords(since: logStart)
        return words.contains("is in use by another program") ? .portInUse : .failed(words)
    }

    /// Ends a server that is of no use.
    func end(_ pid: Int32) {
        kill(pid, SIGKILL)
        var status: Int32 = 0
        waitpid(pid, &status, 0)
    }

    private func words(port: Int) -> [String] {
        [
            program, "serve", "--host", "127.0.0.1", "--port", String(port), "--environment", "local", "--database",
            "sqlite:" + database, "--idle-exit", String(idleExitSeconds),
        ]
    }

    /// The server is this user's alone, whatever variables say that are meant for another.
    private var variables: [String] {
        environment.filter { !$0.key.hasPrefix("COLLAB_") }.map { $0.key + "=" + $0.value }
    }

    private func spawn(port: Int) throws(CommandFailure) -> (reader: Int32, pid: Int32) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw .localServer("No pipe could be made: \(describe(errno)).") }
        // The server inherits what the actions below give it and nothing else: whoever waits for the end of this program by
        // a descriptor must not wait for the server's. The reader is looked at now and then, never waited for.
        for descriptor in STDERR_FILENO + 1..<1024 { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        defer { close(ends[1]) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // A session of its own: neither the terminal's signals nor its end reach the server.
        posix_spawnattr_setflags(&attributes, Self.setsid)
        let arguments: [UnsafeMutablePointer<CChar>?] = words(port: port).map { strdup($0) } + [nil]
        let settings: [UnsafeMutablePointer<CChar>?] = variables.map { strdup($0) } + [nil]
        defer { for text in arguments + settings { free(text) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, program, &actions, &attributes, arguments, settings)
        guard code == 0 else {
            close(ends[0])
            throw .localServer("The local server \(program) cannot be started: \(describe(code)).")
        }
        return (ends[0], pid)
    }

    /// The first line that the server prints; empty where it ended without one, nil where none came in time or this program
    /// is to end.
    private func firstLine(from descriptor: Int32) -> String? {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        let deadline = ContinuousClock.now + Self.patience
        while ContinuousClock.now < deadline, !HeldSignals.haveCome {
            let count = read(descriptor, &byte, 1)
            if count < 0 && (errno == EAGAIN || errno == EINTR) {
                usleep(2000)
                continue
            }
            guard count == 1 else { return "" }
            if byte == UInt8(ascii: "\n") { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(byte)
        }
        return nil
    }

    private func lastWords(since start: Int) -> String {
        let descriptor = open(log, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = pread(descriptor, &bytes, bytes.count, off_t(max(start, Self.size(of: log) - bytes.count)))
        let lines = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).split(separator: "\n")
        return lines.suffix(3).joined(separator: " ")
    }

    private static func size(of path: String) -> Int {
        var facts = stat()
        return stat(path, &facts) == 0 ? Int(facts.st_size) : 0
    }
}
