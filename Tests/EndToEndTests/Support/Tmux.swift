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
        var variables = ProcessInfo.processInfo.environment.merging(["LC_ALL": "C.UTF-8"]) { $1 }
        variables["TMUX"] = nil
        let status = try ChildProcess(
            "tmux", ["-S", directory.file("tmux")] + arguments, environment: variables, output: output
        ).wait()
        guard status == 0 else { throw Failed(arguments: arguments, status: status) }
        return try String(contentsOfFile: output, encoding: .utf8)
    }
}
