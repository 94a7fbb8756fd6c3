import Foundation
import Glibc
import Synchronization

@testable import DraftStorage

/// A PostgreSQL server of the tests' own: made for them, on a free port of 127.0.0.1, gone with the process that uses
/// it, also where that is killed.
public final class PostgresCluster: Sendable {
    /// The port on 127.0.0.1.
    public let port: Int
    private let directory: String
    private let supervisor: ChildProcess
    /// While this is open, the supervisor lets the server live.
    private let lifeline: Mutex<Int32>

    /// The cluster did not come up.
    public struct DidNotStart: Error {
        /// What it has said.
        public let words: String
    }

    /// The cluster did not go down.
    public struct DidNotStop: Error {
        /// What it has said.
        public let words: String
    }

    /// Makes a cluster and waits until it can be used.
    /// - Parameter source: the port of the cluster that this one is to follow; nil makes an empty one.
    public static func start(following source: Int? = nil) async throws -> PostgresCluster {
        var words = ""
        // Another program may take the port between the choice and its use.
        for _ in 0..<3 {
            let cluster = try PostgresCluster(port: try freePort(), following: source)
            do {
                try await cluster.untilReady()
                return cluster
            } catch let error as DidNotStart {
                words = error.words
                try await cluster.stop()
            }
        }
        throw DidNotStart(words: words)
    }

    private init(port: Int, following source: Int?) throws {
        var template = Array("/tmp/collab-postgres-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw TemporaryDirectoryError(code: errno) }
        directory = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        self.port = port
        let pipe = directory + "/lifeline"
        guard mkfifo(pipe, 0o600) == 0 else { throw TemporaryDirectoryError(code: errno) }
        // Both ends, or opening it would wait for the supervisor.
        let descriptor = open(pipe, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw TemporaryDirectoryError(code: errno) }
        lifeline = Mutex(descriptor)
        supervisor = try ChildProcess(
            "bash", ["-c", Self.script, "supervisor", directory, String(port), source.map(String.init) ?? ""],
            environment: ProcessInfo.processInfo.environment, output: directory + "/supervisor.log",
            errors: directory + "/supervisor.log")
    }

    deinit {
        cut()
        // Let go of, the supervisor would be killed, and the server would outlive it; but nobody waits for ever.
        for _ in 0..<1500 where supervisor.isRunning { usleep(20_000) }
    }

    private func cut() {
        lifeline.withLock { descriptor in
            if descriptor >= 0 { close(descriptor) }
            descriptor = -1
        }
    }

    /// PostgreSQL does not run as root; then it runs as the user that its package has made.
    private static let script = """
        set -u
        dir=$1 port=$2 source=$3
        # Before anything is begun that would outlive its user.
        # Opened for both first, which waits for nobody: whoever holds the other end may be gone already.
        exec 4<>"$dir/lifeline" 3<"$dir/lifeline" 4>&-
        bin=$(pg_config --bindir)
        as=
        if [ "$(id -u)" = 0 ]; then
            as="setpriv --reuid=postgres --regid=postgres --init-groups --"
            chown postgres "$dir"
        fi
        server=
        finish() { [ -n "$server" ] && kill -QUIT "$server" 2>/dev/null && wait "$server"; rm -rf "$dir"; }
        trap finish EXIT
        trap 'exit 0' TERM INT HUP
        cd "$dir"
        if [ -n "$source" ]; then
            $as "$bin/pg_basebackup" -D "$dir/data" -R -X stream -c fast \\
                -d "postgres://draft@127.0.0.1:$source/" || exit 1
        else
            $as "$bin/initdb" -D "$dir/data" -U draft -A trust -E UTF8 --locale=C --no-sync >/dev/null || exit 1
        fi
        $as "$bin/postgres" -D "$dir/data" -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories="$dir" \\
            -c max_connections=400 -c shared_buffers=64MB -c max_wal_senders=4 -c hot_standby=on \\
            -c logging_collector=off 3<&- &
        server=$!
        echo "$server" > "$dir/server.pid"
        # Ends with the last process that holds the other end.
        cat <&3 >/dev/null &
        wait -n "$!" "$server"
        """

    /// What was said so far.
    private var words: String { (try? String(contentsOfFile: directory + "/supervisor.log", encoding: .utf8)) ?? "" }

    private func untilReady() async throws {
        let settings = try PostgresSettings(url: url(of: "postgres") + "?target_session_attrs=any")
        let deadline = ContinuousClock.now + .seconds(60)
        while supervisor.isRunning, ContinuousClock.now < deadline {
            if (try? PostgresConnection(settings)) != nil { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw DidNotStart(words: words)
    }

    /// Where a database of the cluster is.
    public func url(of database: String) -> String { "postgres://draft@127.0.0.1:\(port)/\(database)" }

    /// Sends a signal to the server: `SIGKILL` ends it as a power cut would.
    public func signal(_ number: Int32) throws {
        let pid = try String(contentsOfFile: directory + "/server.pid", encoding: .utf8)
        guard let pid = Int32(pid.trimmingCharacters(in: .whitespacesAndNewlines)) else { return }
        kill(pid, number)
    }

    /// Makes a replica take writes.
    public func promote() async throws {
        let promoting = try ChildProcess(
            "bash",
            [
                "-c",
                "as=; [ \"$(id -u)\" = 0 ] && as='setpriv --reuid=postgres --regid=postgres --init-groups --';"
                    + " cd \"$1\"; $as \"$(pg_config --bindir)/pg_ctl\" -D \"$1/data\" promote", "promote", directory,
            ],
            environment: ProcessInfo.processInfo.environment)
        guard promoting.wait() == 0 else { throw DidNotStart(words: words) }
    }

    /// Ends the server and removes what it has stored.
    public func stop() async throws {
        cut()
        let deadline = ContinuousClock.now + .seconds(30)
        while supervisor.isRunning {
            guard ContinuousClock.now < deadline else { throw DidNotStop(words: words) }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}

/// A port of 127.0.0.1 that nobody listens on.
public func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
            let bound = bind(descriptor, address, length)
            return bound == 0 ? getsockname(descriptor, address, &length) : bound
        }
    }
    guard code == 0 else { throw TemporaryDirectoryError(code: errno) }
    return Int(UInt16(bigEndian: address.sin_port))
}
