import ArgumentParser
import CollabAPI
import CollabClient
import DraftCore

/// `draft add`
struct AddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Make somebody a member of your draft, or change their role.")

    @OptionGroup var draft: DraftArgument

    @Argument(help: ArgumentHelp("Who joins.", valueName: "user"))
    var member: String

    @Option(help: "contributor, who may write, or viewer, who may read.")
    var role = "contributor"

    @OptionGroup var options: GlobalOptions
    @ParentCommand var parent: DraftCommand

    func run() async throws {
        let id = try draft.id()
        let user = try UserID(argument: member)
        let role = try Role(joining: role)
        let place = try await Place.resolved(options.orElse(parent.options))
        let body = try await insisting { key throws(ClientError) in
            try await place.client.add(user, to: id, as: role, key: key)
        }
        if place.isJSON { return try Output.json(DataBody(body)) }
        let title = SafeText.escaped(body.title, for: .line)
        try Output.line("\(user) may \(role == .viewer ? "read" : "write in") \(title)")
        guard Self.isNameless(user, in: body) else { return }
        Output.complain(
            "no name is known for \(user): perhaps nobody with this id has been at this server yet. If it is "
                + "misspelt, `draft remove \(id) \(user)` takes it back.")
    }

    /// Whether the server shows a short form in the place of a name, as it does for whoever it has never seen.
    static func isNameless(_ user: UserID, in body: DraftBody) -> Bool {
        let name = body.members.first { $0.userID == user }?.name
        return name != user.description && name?.hasPrefix("@u_") != false
    }
}
