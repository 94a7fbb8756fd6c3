import ArgumentParser
import CollabAPI
import DraftCore

/// `draft login`
struct LoginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "login", abstract: "Sign in at a server.",
        discussion: """
            The server says how: by a code that you enter in any browser, by a browser on this machine, or by a token that \
            somebody gave you. The sign-in is kept on this machine for you alone, and refreshed while it can be.
            """)

    @Flag(help: "Read a token from standard input instead.")
    var tokenStdin = false

    @Flag(help: "Print the address to open; start no browser.")
    var noBrowser = false

    @Option(help: "The loopback port that the browser comes back to, where the provider wants to know it before.")
    var port: UInt16 = 0

    @OptionGroup var options: GlobalOptions
    @ParentCommand var parent: DraftCommand

    func run() async throws {
        let options = options.orElse(parent.options)
        let (server, settings) = try options.namedServer(for: "login")
        let dialogue = SignInDialogue(
            server: server, folders: Folders(environment: Environment.variables), settings: settings,
            opensBrowser: !noBrowser, port: port)
        let user = try await tokenStdin ? dialogue.take(InputText.read("-")) : dialogue.run()
        if options.json { return try Output.json(DataBody(user)) }
        try Output.line("signed in as \(user.described) at \(ServerAddress.name(of: server))")
    }
}

extension GlobalOptions {
    /// The server that must be named, as an address, and all settings.
    func namedServer(for command: String) throws(CommandFailure) -> (server: String, settings: Settings) {
        let settings = try Settings.loaded(flags: flags)
        settings.complain()
        guard let server = settings.server else {
            throw .input(
                "Name the server: draft \(command) --server URL. The server of this machine takes your word for who you are."
            )
        }
        return (server, settings)
    }
}

extension UserBody {
    /// The name that others see, and the id that no other has.
    var described: String { SafeText.escaped("\(name) (\(id))", for: .line) }
}
