import ArgumentParser
import CollabAPI
import CollabClient
import DraftCore

/// `draft new`
struct NewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Begin a draft and print its id; you hold its ring.")

    @Argument(help: "The title: one line of up to 200 characters.")
    var title: String

    @OptionGroup var options: GlobalOptions
    @ParentCommand var parent: DraftCommand

    func run() async throws {
        let place = try await Place.resolved(options.orElse(parent.options))
        let draft = try await insisting { key throws(ClientError) in
            try await place.client.createDraft(title: title, key: key)
        }
        if place.isJSON { return try Output.json(DataBody(draft)) }
        try Output.line(draft.draftID.description)
    }
}
