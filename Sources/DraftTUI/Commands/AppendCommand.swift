import ArgumentParser
import CollabAPI
import CollabClient
import DraftCore

/// `draft append`
struct AppendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "append", abstract: "Add a segment from standard input; you must hold the ring.",
        discussion: "White space around the text is left out.")

    @OptionGroup var draft: DraftArgument
    @OptionGroup var options: GlobalOptions
    @ParentCommand var parent: DraftCommand

    func run() async throws {
        let id = try draft.id()
        let text = SafeText.trimmed(try InputText.read("-"))
        guard !text.isEmpty else { throw CommandFailure.input("There is no text on standard input.") }
        let place = try await Place.resolved(options.orElse(parent.options))
        let key = IdempotencyKey.random()
        let receipt = try await insisting { () throws(ClientError) in
            try await place.client.append(text, to: id, key: key)
        }
        if place.isJSON { return try Output.json(DataBody(receipt)) }
        try Output.line("saved \(receipt.seq)")
    }
}
