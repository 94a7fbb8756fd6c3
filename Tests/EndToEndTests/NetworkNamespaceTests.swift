import CollabTesting
import Foundation
import Testing

/// Peers that are not on this machine, as far as a socket can tell: in a network of the test's own.
@Suite struct NetworkNamespaceTests {
    /// Starts a server, asks it from each address as `ada`, and prints the address and the status.
    private static let script = """
        set -e
        ip link set lo up
        ip address add 10.77.0.1/32 dev lo
        "$SERVER" serve --host 0.0.0.0 --port 0 --database "sqlite:$FOLDER/drafts.db" "$@" > "$FOLDER/out" &
        server=$!
        trap 'kill $server; wait $server' EXIT
        for attempt in $(seq 1000); do
            grep -q listening "$FOLDER/out" && break
            kill -0 $server
            sleep 0.02
        done
        port=$(sed 's/.*://' "$FOLDER/out")
        for address in 127.0.0.1 10.77.0.1; do
            status=$(curl -s -m 10 -o /dev/null -w '%{http_code}' -H 'X-User-Id: ada' \\
                "http://$address:$port/v1/collab/drafts")
            echo "$address $status"
        done
        """

    @Test(
        arguments: [
            ([], 200, 401), (["--header-identity", "on"], 200, 401), (["--header-identity", "off"], 401, 401),
            (["--environment", "staging"], 401, 401),
            (["--environment", "staging", "--header-identity", "loopback"], 200, 401),
            (["--environment", "staging", "--header-identity", "on"], 200, 200),
        ] as [([String], Int, Int)])
    func `X-User-Id from another address is believed only where that was switched on by name`(
        options: [String], fromLoopback: Int, fromElsewhere: Int
    ) async throws {
        let directory = try TemporaryDirectory()
        guard let ended = try await Self.run(options, in: directory) else { return }
        #expect(ended == "127.0.0.1 \(fromLoopback)\n10.77.0.1 \(fromElsewhere)\n")
    }

    /// - Returns: nil where this machine does not let us have a network of our own; the reason is printed.
    private static func run(_ options: [String], in directory: TemporaryDirectory) async throws -> String? {
        let output = directory.file("statuses")
        let errors = directory.file("errors")
        for file in [output, errors] { try Data().write(to: URL(fileURLWithPath: file)) }
        let probe = try ChildProcess(
            "/usr/bin/unshare", ["--net", "true"], environment: ProcessInfo.processInfo.environment, output: output,
            errors: errors)
        guard probe.wait() == 0 else {
            print("skipped: a network namespace needs root: \(try String(contentsOfFile: errors, encoding: .utf8))")
            return nil
        }
        let process = try ChildProcess(
            "/usr/bin/unshare", ["--net", "bash", "-c", script, "bash"] + options,
            environment: ProcessInfo.processInfo.environment.merging([
                "SERVER": Programs.folder.appendingPathComponent("collab-server").path, "FOLDER": directory.path,
            ]) { $1 }, output: output, errors: errors)
        try await eventually(within: .seconds(60), "the script ends") { !process.isRunning }
        let complaints = try String(contentsOfFile: errors, encoding: .utf8)
        #expect(process.exitCode == 0, "\(complaints)")
        return try String(contentsOfFile: output, encoding: .utf8)
    }
}
