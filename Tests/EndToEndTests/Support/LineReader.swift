import CollabTesting
import Foundation
import Glibc

/// `draft open --linear` at the ends of two pipes.
final class LineReader: Sendable {
    let process: ChildProcess
    private let pipe: Int32
    private let output: String

    init(of user: String, draft: String, at server: String, in home: Home) throws {
        let name = home.directory.file(UUID().uuidString)
        output = name + ".out"
        guard mkfifo(name, 0o600) == 0 else { throw ProcessDidNotStart(code: errno) }
        // Open for both, so that the program finds its input open and the end comes when this is closed.
        pipe = open(name, O_RDWR | O_CLOEXEC)
        process = try ChildProcess(
            Programs.draft, ["open", draft, "--linear", "--server", server, "--user", user],
            environment: ProcessInfo.processInfo.environment.merging(home.environment) { $1 }, input: name,
            output: output, errors: name + ".err")
    }

    func say(_ lines: String...) {
        let bytes = Array(lines.map { $0 + "\n" }.joined().utf8)
        _ = write(pipe, bytes, bytes.count)
    }

    /// Nothing more is said.
    func end() {
        close(pipe)
    }

    /// All that was told so far.
    var told: Data {
        // Before the first byte there is nothing to read, which is what an empty text says.
        (try? Data(contentsOf: URL(fileURLWithPath: output))) ?? Data()
    }

    var lines: [String] {
        String(decoding: told, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    func tells(_ line: String) async throws {
        try await eventually("\(line) is told in \(lines)") { lines.contains(line) }
    }

    func ended() async throws -> Int32? {
        try await eventually("the program ends") { !process.isRunning }
        return process.exitCode
    }
}
