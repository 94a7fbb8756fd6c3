import ArgumentParser
import CollabAPI
import CollabClient
import DraftCore

/// `draft strike`
struct StrikeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "strike", abstract: "Take a segment out of the text; you must hold the ring.",
        discussion: "The log keeps it.")

    @OptionGroup var draft: DraftArgument
    @OptionGroup var segment: SegmentArgument
    @OptionGroup var options: GlobalOptions
    @ParentCommand var parent: DraftCommand

    func run() async throws {
        let id = try draft.id()
        let name = try segment.name()
        let place = try await Place.resolved(options.orElse(parent.options))
        let seen = try await SeenSegment(name, of: id, at: place)
        let receipt = try await insisting { key throws(ClientError) in
            try await place.client.strike(seen.id, of: id, tenure: seen.tenure, key: key)
        }
        if place.isJSON { return try Output.json(DataBody(receipt)) }
        try Output.line("saved \(receipt.seq)")
    }
}
