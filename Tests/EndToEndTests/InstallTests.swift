import CollabTesting
import Foundation
import Testing

/// What an installation puts on a machine.
@Suite(.serialized) struct InstallTests {
    static let repository = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized

    static func run(_ program: String, _ arguments: [String], in folder: TemporaryDirectory) async throws -> String {
        let output = folder.file(UUID().uuidString)
        let process = try ChildProcess(
            program, arguments, environment: ProcessInfo.processInfo.environment, output: output, errors: output)
        try await eventually(within: .seconds(60), "\(program) ends") { !process.isRunning }
        let text = try String(contentsOfFile: output, encoding: .utf8)
        try #require(process.exitCode == 0, "\(program) \(arguments): \(text)")
        return text
    }

    @Test func `programs, manual pages and completions are where a system looks for them`() async throws {
        let folder = try TemporaryDirectory()
        let root = folder.file("root")
        let script = Self.repository.appending(path: "scripts/install.sh").path
        _ = try await Self.run(script, [Programs.folder.path, "/opt/draft", root], in: folder)
        let place = root + "/opt/draft"
        for page in ["man1/draft.1", "man5/draft-config.5", "man8/collab-server.8"] {
            #expect(FileManager.default.fileExists(atPath: "\(place)/share/man/\(page)"), "\(page)")
        }
        for program in ["draft", "collab-server"] {
            #expect(try await Self.run("\(place)/bin/\(program)", ["--version"], in: folder).contains("."))
            let bash = "\(place)/share/bash-completion/completions/\(program)"
            _ = try await Self.run("bash", ["-n", bash], in: folder)
            let complete = "source \(bash); complete -p \(program)"
            #expect(try await Self.run("bash", ["-c", complete], in: folder).contains("-F"))
            for (file, order) in [
                ("zsh/site-functions/_\(program)", "#compdef \(program)"),
                ("fish/vendor_completions.d/\(program).fish", "complete -c '\(program)'"),
            ] {
                let text = try String(contentsOfFile: "\(place)/share/\(file)", encoding: .utf8)
                #expect(text.contains(order), "\(file)")
            }
        }
    }

    @Test(arguments: ["draft.1", "draft-config.5", "collab-server.8"])
    func `a manual page says what its program says of itself`(_ page: String) async throws {
        let folder = try TemporaryDirectory()
        let script = Self.repository.appending(path: "scripts/write-man-pages.sh").path
        _ = try await Self.run(script, [Programs.folder.path, folder.path], in: folder)
        let fresh = try String(contentsOfFile: folder.file(page), encoding: .utf8)
        let kept = try String(
            contentsOf: Self.repository.appending(path: "docs/man/\(page)"), encoding: .utf8)
        #expect(fresh == kept, "`make man` writes docs/man/\(page) anew")
    }
}
