import DraftCore
import Foundation
import Glibc
import Testing

@testable import DraftTUI

/// Launches of shell scripts that stand in for the server. One after the other: signals are the process's own.
@Suite(.serialized, .timeLimit(.minutes(1))) struct ServerLaunchTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// A server that writes down its process id and does what `lines` say.
    private func program(_ lines: String) throws -> String {
        try folder.write("#!/bin/sh\necho $$ > \(folder.file("pid"))\n\(lines)\n", to: "server")
        chmod(folder.file("server"), 0o700)
        return folder.file("server")
    }

    private func launch(_ lines: String) throws -> ServerLaunch {
        ServerLaunch(
            program: try program(lines), database: folder.file("drafts.db"), log: folder.file("server.log"),
            idleExitSeconds: 600)
    }

    /// The process that the script ran as, once it has said so.
    private func pid() async throws -> pid_t {
        while true {
            let text = (try? folder.text(of: "pid")) ?? ""
            if text.hasSuffix("\n"), let pid = pid_t(text.dropLast()) { return pid }
            await Task.yield()
        }
    }

    private func isGone(_ pid: pid_t) -> Bool { kill(pid, 0) != 0 && errno == ESRCH }

    @Test func `the server is local, whatever the variables say that are meant for another`() throws {
        var launch = try launch("echo \"listening on $* HOME=$HOME $(env | grep -c COLLAB_)\"")
        launch.environment = [
            "PATH": "/usr/bin:/bin", "HOME": "/home/ada", "COLLAB_HOST": "0.0.0.0", "COLLAB_ENVIRONMENT": "production",
        ]
        guard case .listening(let words, let pid) = try launch.start(port: 8123) else {
            Issue.record("it does not listen")
            return
        }
        launch.end(pid)
        #expect(words.contains("--host 127.0.0.1 "))
        #expect(words.contains("--port 8123 "))
        #expect(words.contains("--environment local "))
        #expect(words.hasSuffix("HOME=/home/ada 0"))
    }

    @Test func `a server that ends before it listens leaves its last words`() throws {
        let launch = try launch("echo 'port 8123 is in use by another program' >&2; exit 1")
        guard case .portInUse = try launch.start(port: 8123) else {
            Issue.record("its last words were not heard")
            return
        }
    }

    @Test func `a server that was started and does not answer is ended`() async throws {
        let home = Folders(environment: ["HOME": folder.path])
        let script = try program("echo listening on http://127.0.0.1:1; exec sleep 600")
        let server = LocalServer(folders: home, user: UserID("ada")!, program: script)
        let failure = await #expect(throws: CommandFailure.self) { try await server.address() }
        #expect(failure?.message.contains("does not answer") == true)
        #expect(isGone(try await pid()))
        #expect(ServerRecord.read(in: home.data) == nil)
    }

    @Test func `a start that is interrupted leaves no server`() async throws {
        let previous = signal(SIGUSR2) { _ in interruptions += 1 }
        defer { signal(SIGUSR2, previous) }
        let signals = HeldSignals([SIGUSR2])
        let launch = try launch("exec sleep 600")
        async let outcome = Task.detached { try launch.start(port: 0) }.value
        let server = try await pid()
        let interrupted = ContinuousClock.now
        kill(getpid(), SIGUSR2)
        guard case .failed = try await outcome else {
            Issue.record("the start went on")
            return
        }
        #expect(.now - interrupted < .seconds(10), "at once, not when its patience is over")
        #expect(isGone(server))
        #expect(interruptions == 0, "held until all is in order")
        signals.release()
        while interruptions == 0 { await Task.yield() }
        #expect(!HeldSignals.haveCome)
    }
}

nonisolated(unsafe) private var interruptions = 0
