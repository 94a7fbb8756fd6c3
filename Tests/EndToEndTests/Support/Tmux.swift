import CollabTesting
import Foundation
import Glibc

/// Runs tmux' client for the server behind one socket. What it prints goes to a file: its server outlives the call and would
/// keep a pipe open.
struct Tmux: Sendable {
    let directory: TemporaryDirectory

    struct Failed: Error {
        let arguments: [String]
        let status: Int32
    }

    @discardableResult
    func run(_ arguments: [String]) throws -> String {
        let output = directory.file(UUID().uuidString)
        defer { unlink(output) }
        let words = ["tmux", "-S", directory.file("tmux")] + arguments
        let variables = ProcessInfo.processInfo.environment.merging(["LC_ALL": "C.UTF-8"]) { $1 }
            .filter { $0.key != "TMUX" }.map { "\($0.key)=\($0.value)" }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        var pid: pid_t = 0
        let code = Self.withVector(words) { arguments in
            Self.withVector(variables) { posix_spawnp(&pid, "tmux", &actions, nil, arguments, $0) }
        }
        guard code == 0 else { throw Failed(arguments: arguments, status: code) }
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
        guard status == 0 else { throw Failed(arguments: arguments, status: status) }
        return try String(contentsOfFile: output, encoding: .utf8)
    }

    private static func withVector<Result>(
        _ words: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let vector = words.map { strdup($0) } + [nil]
        defer { for word in vector { free(word) } }
        return body(vector)
    }
}
