import CollabTesting
import Foundation
import Glibc
import Synchronization

/// A Python program of a test, with the packages that `scripts/install-python-packages.sh` puts beside the build.
final class Python: @unchecked Sendable {
    // Foundation's Process is no Sendable; this one is started in `init` and afterwards only asked and signalled.
    private let process = Process()
    // What the program prints is kept as long as this is.
    private let directory: TemporaryDirectory
    private let output: URL
    private let errors: URL
    private let life = Pipe()

    /// Whatever stands between this process and the interpreter, the program ends with its standard input.
    private static let mortality = """
        import os, sys, threading
        threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()

        """

    /// Whether there is a Python at all.
    static let isThere = ["/usr/bin", "/usr/local/bin", "/bin"].contains {
        FileManager.default.isExecutableFile(atPath: $0 + "/python3")
    }

    init(_ program: String, _ arguments: [String] = []) throws {
        directory = try TemporaryDirectory()
        output = URL(fileURLWithPath: directory.file("python.out"))
        errors = URL(fileURLWithPath: directory.file("python.err"))
        for file in [output, errors] { try Data().write(to: file) }
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-u", "-c", Self.mortality + program] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(["PYTHONPATH": Self.packages]) { $1 }
        process.standardInput = life
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
    }

    private static var packages: String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(".build-python").path
    }

    /// Waits for so many lines of what it prints.
    func lines(_ count: Int) async throws -> [String] {
        try await eventually("\(count) lines of Python\n\(text(errors))") {
            printed.count >= count || !process.isRunning && !text(errors).isEmpty
        }
        guard printed.count >= count else { throw InVain(what: "Python goes on: \(text(errors))") }
        return printed
    }

    private var printed: [String] {
        let text = text(output)
        return text.split(separator: "\n").dropLast(text.hasSuffix("\n") ? 0 : 1).map(String.init)
    }

    private func text(_ file: URL) -> String {
        // Before the first byte there is nothing to read, which is what an empty text says.
        (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    }

    /// Ends the program at once, whatever it is doing, and waits until it has.
    func end() async throws {
        kill(process.processIdentifier, SIGKILL)
        try await eventually("the Python program has ended") { !process.isRunning }
    }

    deinit {
        // An end that cannot be closed is closed already.
        try? life.fileHandleForWriting.close()
    }
}
