import Foundation
import Glibc

/// The built program `collab-server` as a process of its own.
public final class ServerProcess: Sendable {
    private let process: ChildProcess
    private let output: URL
    private let errors: URL

    /// Starts `collab-server` with `arguments`.
    /// - Parameter directory: where what it prints is kept.
    public init(_ arguments: [String], environment: [String: String] = [:], in directory: TemporaryDirectory) throws {
        let name = UUID().uuidString
        output = URL(fileURLWithPath: directory.file(name + ".out"))
        errors = URL(fileURLWithPath: directory.file(name + ".err"))
        for file in [output, errors] { try Data().write(to: file) }
        process = try ChildProcess(
            Self.program.path, arguments,
            environment: ProcessInfo.processInfo.environment.merging(environment) { _, new in new },
            output: output.path,
            errors: errors.path)
    }

    /// The program stands beside the test bundle.
    private static var program: URL {
        let bundle = ProcessInfo.processInfo.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
        return URL(fileURLWithPath: bundle).deletingLastPathComponent().appendingPathComponent("collab-server")
    }

    /// What it has printed to standard output.
    public var printed: String { Self.text(of: output) }
    /// What it has printed to standard error.
    public var complained: String { Self.text(of: errors) }

    private static func text(of file: URL) -> String {
        // Before the first byte there is nothing to read, which is what an empty text says.
        (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    }

    /// Waits for the line that tells where it listens.
    /// - Returns: the port.
    public func port(within limit: Duration = .seconds(20)) async throws -> Int {
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline, process.isRunning {
            let words = printed.split(separator: "\n").first.map { $0.split(separator: ":") } ?? []
            if printed.hasSuffix("\n"), let port = words.last.flatMap({ Int($0) }) { return port }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw ServerDidNotStart()
    }

    /// Sends a signal.
    public func signal(_ number: Int32) {
        kill(process.processIdentifier, number)
    }

    /// The number that the system knows it by.
    public var processIdentifier: Int32 { process.processIdentifier }

    /// Waits until it has ended.
    /// - Returns: its exit code, or minus the signal that ended it.
    public func exitCode(within limit: Duration = .seconds(20)) async throws -> Int32 {
        let deadline = ContinuousClock.now + limit
        while true {
            if let code = process.exitCode { return code }
            guard ContinuousClock.now < deadline else { throw TookTooLong(received: printed + complained) }
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}
