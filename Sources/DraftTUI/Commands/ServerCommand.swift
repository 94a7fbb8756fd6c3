import ArgumentParser
import DraftCore
import Glibc

/// `draft server`
struct ServerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "server", abstract: "See or stop the local server.", subcommands: [Status.self, Stop.self],
        defaultSubcommand: Status.self)

    @OptionGroup var options: GlobalOptions
    @ParentCommand var parent: DraftCommand

    /// What `--json` prints of the local server.
    struct Report: Codable {
        let running: Bool
        let url: String?
        let pid: Int32?
    }

    /// `draft server status`
    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "status", abstract: "Say where the local server listens, if it runs; exits with 1 if not.")

        @OptionGroup var options: GlobalOptions
        @ParentCommand var parent: ServerCommand

        func run() async throws {
            let record = try await LocalServer.ofThisUser().running()
            if options.orElse(parent.options).orElse(parent.parent.options).json {
                try Output.json(Report(running: record != nil, url: record?.url, pid: record?.pid))
            } else if let record {
                try Output.line("running at \(record.url), process \(record.pid)")
            } else {
                try Output.line("not running")
            }
            if record == nil { throw ExitCode.failure }
        }
    }

    /// `draft server stop`
    struct Stop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "stop", abstract: "Stop the local server; editors that are open go on by themselves.")

        @OptionGroup var options: GlobalOptions
        @ParentCommand var parent: ServerCommand

        func run() async throws {
            let server = try LocalServer.ofThisUser()
            let isJSON = options.orElse(parent.options).orElse(parent.parent.options).json
            let record = await server.running()
            if let record {
                kill(record.pid, SIGTERM)
                for _ in 0..<240 where await server.running() != nil {
                    try await Task.sleep(for: .milliseconds(50))
                }
                guard await server.running() == nil else {
                    throw CommandFailure.localServer("Process \(record.pid) does not stop.")
                }
            }
            if isJSON {
                try Output.json(Report(running: false, url: nil, pid: nil))
            } else {
                try Output.line(record == nil ? "not running" : "stopped")
            }
        }
    }
}

extension LocalServer {
    fileprivate static func ofThisUser() throws(CommandFailure) -> LocalServer {
        LocalServer(
            folders: Folders(environment: Environment.variables), user: try UserID(argument: Place.loginName()))
    }
}
