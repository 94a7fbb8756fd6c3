import ArgumentParser
import CollabAPI
import CollabClient
import DraftCore

/// `draft pass`
struct PassCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pass", abstract: "Pass the ring on; you must hold it.",
        discussion: "Without a user it goes to the next writer in the order of user ids, as ^R does in the editor.")

    @OptionGroup var draft: DraftArgument

    @Argument(help: ArgumentHelp("Who gets the ring.", valueName: "user"))
    var recipient: String?

    @OptionGroup var options: GlobalOptions
    @ParentCommand var parent: DraftCommand

    func run() async throws {
        let id = try draft.id()
        let named = try recipient.map { try UserID(argument: $0) }
        let place = try await Place.resolved(options.orElse(parent.options))
        let body = try await asking { () throws(ClientError) in
            try await place.client.draft(id, DraftQuery(limit: 0))
        }
        guard let next = named ?? body.draft.nextHolder(by: .roundRobin)?.userID else {
            throw CommandFailure.input("There is nobody to pass the ring to: `draft add` adds a writer.")
        }
        // The tenure that was seen, so that a late repeat cannot pass a ring that has come back since.
        let receipt = try await insisting { key throws(ClientError) in
            try await place.client.passRing(of: id, to: next, tenure: body.ringState.tenure, key: key)
        }
        if place.isJSON { return try Output.json(DataBody(receipt)) }
        try Output.line("the ring is with \(SafeText.escaped(body.names[next] ?? next.description, for: .line))")
    }
}
