import ArgumentParser
import CollabClient
import DraftCore

/// `draft remove`
struct RemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "End somebody's membership of your draft, or your own of another's.",
        discussion: "What they have written stays. If they hold the ring, it goes to the draft's creator.")

    @OptionGroup var draft: DraftArgument

    @Argument(help: ArgumentHelp("Who leaves.", valueName: "user"))
    var member: String

    @OptionGroup var options: GlobalOptions
    @ParentCommand var parent: DraftCommand

    func run() async throws {
        let id = try draft.id()
        let user = try UserID(argument: member)
        let place = try await Place.resolved(options.orElse(parent.options))
        try await insisting { key throws(ClientError) in
            try await place.client.remove(user, from: id, key: key)
        }
        try Output.done("\(user) is a member no more", isJSON: place.isJSON)
    }
}
