import Foundation
import Glibc

/// A program that was started and is waited for by its process id alone.
///
/// Foundation's `Process` learns of an end by a descriptor, which children started at the same moment inherit: it would wait
/// for the end of those too.
public final class ChildProcess: @unchecked Sendable {
    /// `POSIX_SPAWN_SETSIGDEF` of glibc's <spawn.h>, a macro that is not visible here.
    private static let setSignalDefaults: Int16 = 0x04
    /// `POSIX_SPAWN_SETSID`, the same.
    private static let newSession: Int16 = 0x80

    // Unchecked: what changes is guarded by the lock.
    private let lock = NSLock()
    private var status: Int32?
    /// The number that the system knows it by.
    public let processIdentifier: Int32

    /// The program could not be started.
    public struct NotStarted: Error {
        /// The system's number for the reason.
        public let code: Int32
    }

    /// Starts `program`, looked for in `PATH` where it has no slash.
    /// - Parameters:
    ///   - environment: all of it.
    ///   - input, output, errors: paths of files.
    public convenience init(
        _ program: String, _ arguments: [String], environment: [String: String], input: String = "/dev/null",
        output: String = "/dev/null", errors: String = "/dev/null"
    ) throws {
        try self.init(program, arguments, environment: environment) { actions in
            posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input, O_RDONLY, 0)
            posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
            posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        }
    }

    /// Starts `program` as a login would, at the head of a session whose terminal is the device at the path `terminal`.
    public convenience init(
        _ program: String, _ arguments: [String], environment: [String: String], terminal: String
    ) throws {
        try self.init(program, arguments, environment: environment, flags: Self.newSession) { actions in
            // The first terminal that the head of a session opens becomes the session's.
            posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, terminal, O_RDWR, 0)
            posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDOUT_FILENO)
            posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDERR_FILENO)
        }
    }

    private init(
        _ program: String, _ arguments: [String], environment: [String: String], flags: Int16 = 0,
        files: (inout posix_spawn_file_actions_t) -> Void
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        files(&actions)
        // What a library of the tests has done to the signals is no business of the child's.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var usual = sigset_t()
        sigemptyset(&usual)
        for number in [SIGTERM, SIGINT, SIGHUP, SIGPIPE] { sigaddset(&usual, number) }
        posix_spawnattr_setsigdefault(&attributes, &usual)
        posix_spawnattr_setflags(&attributes, Self.setSignalDefaults | flags)
        var pid: pid_t = 0
        let code = Self.withVector([program] + arguments) { arguments in
            Self.withVector(environment.map { "\($0.key)=\($0.value)" }) { variables in
                posix_spawnp(&pid, program, &actions, &attributes, arguments, variables)
            }
        }
        guard code == 0 else { throw NotStarted(code: code) }
        processIdentifier = pid
    }

    deinit {
        guard isRunning else { return }
        kill(processIdentifier, SIGKILL)
        waitpid(processIdentifier, nil, 0)
    }

    /// Whether it has not ended yet.
    public var isRunning: Bool { exitCode == nil }

    /// Its exit code, or minus the signal that ended it; nil while it runs.
    public var exitCode: Int32? {
        lock.withLock {
            if status == nil {
                var word: Int32 = 0
                if waitpid(processIdentifier, &word, WNOHANG) == processIdentifier { status = word }
            }
            return status.map { $0 & 0x7F == 0 ? $0 >> 8 & 0xFF : -($0 & 0x7F) }
        }
    }

    /// Blocks the thread until it has ended; for programs that end at once.
    public func wait() -> Int32 {
        while true {
            if let code = exitCode { return code }
            usleep(500)
        }
    }

    private static func withVector<Result>(
        _ words: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let vector = words.map { strdup($0) } + [nil]
        defer { for word in vector { free(word) } }
        return body(vector)
    }
}
