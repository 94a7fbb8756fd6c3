import ArgumentParser
import CollabAPI
import CollabClient

/// `draft whoami`
struct WhoamiCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "whoami", abstract: "Say who you are to the server; exits with 77 if it does not know you.")

    @OptionGroup var options: GlobalOptions
    @ParentCommand var parent: DraftCommand

    func run() async throws {
        let place = try await Place.resolved(options.orElse(parent.options))
        let user = try await asking { () throws(ClientError) in try await place.client.me() }
        if place.isJSON { return try Output.json(DataBody(user)) }
        try Output.line("\(user.described) at \(place.serverName)")
    }
}
