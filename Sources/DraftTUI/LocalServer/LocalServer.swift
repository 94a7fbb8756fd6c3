import CollabAPI
import CollabClient
import DraftCore
import Glibc

/// The server of one user's own machine: found where it runs, started where it does not, stopped by nobody but itself
/// after ten idle minutes, or by `draft server stop`.
struct LocalServer: Sendable {
    static let port = 8000
    static let idleExitSeconds = 600
    /// How long another program may take to start it: longer than two launches, of which the first finds its port taken.
    private static let patience = Duration.seconds(60)

    let folders: Folders
    let user: UserID
    /// The program to start; nil is the one beside this very program.
    var program: String?

    /// Where it listens; starts it first if need be. Two programs that ask at once start one.
    func address() async throws(CommandFailure) -> String {
        if let running = await running() { return running.url }
        try Folders.make(folders.data)
        try Folders.make(folders.state)
        let lock = try await takeLock()
        defer { close(lock) }
        // Whoever held the lock before may have started it.
        if let running = await running() { return running.url }
        return try await start()
    }

    /// Where it listens if it has not ended since it was last found, without asking it; whoever goes there asks for its
    /// `address()` as well, in their own time.
    func likelyAddress() -> String? {
        guard let record = ServerRecord.read(in: folders.data), Self.isServer(record.pid) else { return nil }
        return record.url
    }

    /// Whether a process is a server still: after a while its number is another's.
    private static func isServer(_ pid: Int32) -> Bool {
        guard pid > 0, let path = Self.link("/proc/\(pid)/exe") else { return false }
        return path.split(separator: "/").last?.hasPrefix("collab-server") ?? false
    }

    /// The server that runs, if one does and is ours.
    func running() async -> ServerRecord? {
        guard let record = ServerRecord.read(in: folders.data), await answers(at: record.url) == record.instanceID
        else {
            return nil
        }
        return record
    }

    private func answers(at url: String) async -> String? {
        let client = CollabClient(baseURL: url, credential: .user(user))
        do throws(ClientError) {
            return try await client.health().instanceID
        } catch {
            return nil
        }
    }

    private func start() async throws(CommandFailure) -> String {
        let launch = ServerLaunch(
            program: try serverProgram(), database: folders.data + "/drafts.db",
            log: folders.state + "/server.log", idleExitSeconds: Self.idleExitSeconds)
        // Between its start and the record that leads to it, a server would be found by nobody if this program ended.
        let signals = HeldSignals()
        defer { signals.release() }
        var outcome = ServerLaunch.Outcome.portInUse
        for port in ports {
            outcome = try launch.start(port: port)
            guard case .portInUse = outcome else { break }
        }
        switch outcome {
        case .portInUse:
            throw .localServer("The local server found no free port.")
        case .failed(let words):
            throw .localServer("The local server did not start: \(words) (its log is \(launch.log))")
        case .listening(let url, let pid):
            do throws(CommandFailure) {
                try await record(url, pid, launch)
            } catch {
                launch.end(pid)
                throw error
            }
            if !url.hasSuffix(":\(Self.port)") {
                Output.complain("port \(Self.port) belongs to another program; the local server is at \(url).")
            }
            return url
        }
    }

    /// Where it is tried, in order: open editors look for it where it was last.
    private var ports: [Int] {
        let last = ServerRecord.read(in: folders.data)?.port
        return [last].compactMap(\.self) + [Self.port, 0]
    }

    private func record(_ url: String, _ pid: Int32, _ launch: ServerLaunch) async throws(CommandFailure) {
        guard let instance = await answers(at: url) else {
            throw .localServer("The local server at \(url) does not answer; its log is \(launch.log).")
        }
        try ServerRecord(url: url, pid: pid, instanceID: instance).write(in: folders.data)
    }

    private func takeLock() async throws(CommandFailure) -> Int32 {
        let path = folders.data + "/server.lock"
        let lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw .files("The file \(path) cannot be written: \(describe(errno)).") }
        let deadline = ContinuousClock.now + Self.patience
        while ContinuousClock.now < deadline {
            if flock(lock, LOCK_EX | LOCK_NB) == 0 { return lock }
            // Only a cancellation ends the sleep early, and then the next turn waits again.
            try? await Task.sleep(for: .milliseconds(50))
        }
        close(lock)
        throw .localServer("Another program has been starting the local server for too long; \(path) is locked.")
    }

    /// `collab-server` from beside this very program, unless another was named.
    private func serverProgram() throws(CommandFailure) -> String {
        if let program { return program }
        let own = Self.link("/proc/self/exe") ?? ""
        let folder = own.lastIndex(of: "/").map { String(own[..<$0]) } ?? "."
        let program = folder + "/collab-server"
        guard access(program, X_OK) == 0 else {
            throw .localServer("There is no \(program); name a server with --server.")
        }
        return program
    }

    /// Where a link leads.
    private static func link(_ path: String) -> String? {
        var target = [UInt8](repeating: 0, count: 4096)
        let count = target.withUnsafeMutableBytes { bytes in
            bytes.baseAddress.map { readlink(path, $0.assumingMemoryBound(to: CChar.self), bytes.count) } ?? -1
        }
        return count < 0 ? nil : String(decoding: target.prefix(count), as: UTF8.self)
    }
}
