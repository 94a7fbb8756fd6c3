import ArgumentParser
import DraftScreens
import Glibc

/// The program `draft`. Without a subcommand it opens the library.
@main
struct DraftCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "draft",
        abstract: "Write one text together, in the terminal.",
        discussion: """
            A draft is a list of segments that only grows. Whoever holds the ring writes the next one and passes the ring \
            on. Without --server the drafts are kept on this machine, by a server that is started where none runs.
            """,
        version: "0.1.0",
        subcommands: [
            ListCommand.self, NewCommand.self, ShowCommand.self, OpenCommand.self, AppendCommand.self,
            PassCommand.self, ReviseCommand.self, StrikeCommand.self, AddCommand.self, RemoveCommand.self,
            InviteCommand.self, InvitesCommand.self,
            JoinCommand.self, ShareCommand.self, SharesCommand.self, WatchCommand.self, ImportCommand.self,
            ExportCommand.self, LoginCommand.self, LogoutCommand.self, WhoamiCommand.self, DemoCommand.self,
            ConfigCommand.self,
            ServerCommand.self, BeginningCommand.self,
        ])

    @OptionGroup var options: GlobalOptions
    @OptionGroup var editor: EditorOptions

    static func main() async {
        // A reader of the output that is gone is an error of one write, not the end of the process without a word.
        _ = signal(SIGPIPE, SIG_IGN)
        // Every screen needs its keys, whatever the arguments are that this thread is about to take apart.
        Task.detached { _ = Keymap.plain }
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let failure as CommandFailure {
            Output.complain(failure.message)
            Glibc.exit(failure.exitCode)
        } catch {
            Self.exit(withError: error)
        }
    }

    func run() async throws {
        let place = try await Place.resolved(options, with: editor.flags(), warns: false, waits: false)
        try await Program(place).run(opening: nil)
    }
}
