import ArgumentParser
import CollabClient

/// `draft logout`
struct LogoutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logout", abstract: "Forget the sign-in at a server.",
        discussion: "The provider is told too, where it takes that; unsent words stay on this machine.")

    @OptionGroup var options: GlobalOptions
    @ParentCommand var parent: DraftCommand

    /// What `--json` prints.
    struct Report: Codable {
        let server: String
        let wasSignedIn: Bool

        enum CodingKeys: String, CodingKey {
            case server
            case wasSignedIn = "was_signed_in"
        }
    }

    func run() async throws {
        let options = options.orElse(parent.options)
        let (server, settings) = try options.namedServer(for: "logout")
        let folders = Folders(environment: Environment.variables)
        let credential = try await signingIn { () throws(SignInError) in
            try await folders.credentials.forget(server)
        }
        if let credential {
            do throws(SignInError) {
                try await credential.revoke(trust: settings.trust)
            } catch {
                Output.complain("It is forgotten here, but the provider may keep it until it expires: \(error.message)")
            }
        }
        if options.json { return try Output.json(Report(server: server, wasSignedIn: credential != nil)) }
        let name = ServerAddress.name(of: server)
        try Output.line(credential == nil ? "not signed in at \(name)" : "signed out at \(name)")
    }
}
