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
        let (clean, dropped) = SafeText.cleaned(try InputText.read("-"), for: .segment)
        let text = SafeText.trimmed(clean)
        guard !text.isEmpty else { throw CommandFailure.input("There is no text on standard input.") }
        let place = try await Place.resolved(options.orElse(parent.options))
        let receipt = try await Self.append(text, to: id, at: place)
        if dropped > 0 { Output.complain("\(dropped) control characters that no draft may hold were left out.") }
        if place.isJSON { return try Output.json(DataBody(receipt)) }
        try Output.line("saved \(receipt.seq)")
    }

    private static func append(
        _ text: String, to draft: DraftID, at place: Place
    ) async throws(CommandFailure) -> ReceiptBody {
        // The tenure that was seen, so that a late repeat says nothing in a turn that has come since.
        let seen = try await asking { () throws(ClientError) in
            try await place.client.draft(draft, DraftQuery(limit: 0))
        }
        do throws(CommandFailure) {
            return try await insisting { key throws(ClientError) in
                try await place.client.append(text, to: draft, tenure: seen.ringState.tenure, key: key)
            }
        } catch {
            guard case .client(let reason) = error, reason.leavesDoubt else { throw error }
            throw .inDoubt(reason)
        }
    }
}
