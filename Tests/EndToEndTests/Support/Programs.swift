import CollabTesting
import Foundation
import Glibc

/// The built programs, which stand beside the test bundle.
enum Programs {
    static var folder: URL {
        let bundle = ProcessInfo.processInfo.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
        return URL(fileURLWithPath: bundle).deletingLastPathComponent()
    }

    static var draft: String { folder.appendingPathComponent("draft").path }
}

/// Somebody's machine: folders of their own, so that no test meets the drafts of another, or of whoever runs the tests.
struct Home: Sendable {
    let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    var environment: [String: String] {
        [
            "XDG_DATA_HOME": directory.file("data"), "XDG_STATE_HOME": directory.file("state"),
            "XDG_CONFIG_HOME": directory.file("config"), "HOME": directory.path, "LC_ALL": "C.UTF-8",
        ]
    }

    /// Runs `draft` to its end.
    func draft(
        _ arguments: [String], input: String = "", environment variables: [String: String] = [:],
        within limit: Duration = .seconds(60)
    ) async throws -> Ended {
        let name = UUID().uuidString
        let files = ["in", "out", "err"].map { directory.file(name + "." + $0) }
        try Data(input.utf8).write(to: URL(fileURLWithPath: files[0]))
        let process = try ChildProcess(
            Programs.draft, arguments,
            environment: ProcessInfo.processInfo.environment.merging(environment) { $1 }.merging(variables) { $1 },
            input: files[0],
            output: files[1], errors: files[2])
        try await eventually(within: limit, "draft \(arguments.joined(separator: " ")) ends") { !process.isRunning }
        return Ended(
            code: process.exitCode ?? 0, output: try String(contentsOfFile: files[1], encoding: .utf8),
            complaints: try String(contentsOfFile: files[2], encoding: .utf8))
    }

    struct Ended {
        let code: Int32
        let output: String
        let complaints: String

        var line: String { output.trimmingCharacters(in: .newlines) }
    }
}
