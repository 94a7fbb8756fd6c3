import ArgumentParser
import CollabAPI
import CollabClient
import DraftCore

/// `draft revise`
struct ReviseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revise", abstract: "Give a segment another wording, from standard input; you must hold the ring.",
        discussion: """
            White space around the text is left out. The log keeps the wording before. A segment that was revised or struck \
            since it was seen is left as it is.
            """)

    @OptionGroup var draft: DraftArgument
    @OptionGroup var segment: SegmentArgument

    @Option(
        help:
            "The wording that was seen, counted from 1: another one is left as it is. Needed where the segment is named by its id."
    )
    var revision: Int?

    @OptionGroup var options: GlobalOptions
    @ParentCommand var parent: DraftCommand

    func run() async throws {
        let id = try draft.id()
        let name = try segment.name()
        let (clean, dropped) = SafeText.cleaned(try InputText.read("-"), for: .segment)
        let text = SafeText.trimmed(clean)
        guard !text.isEmpty else { throw CommandFailure.input("There is no text on standard input.") }
        let place = try await Place.resolved(options.orElse(parent.options))
        let seen = try await SeenSegment(name, of: id, at: place)
        guard let wording = revision ?? seen.revision else {
            throw CommandFailure.input(
                "By its id a segment is revised only with --revision N, the wording that you saw: `draft show --json` has it."
            )
        }
        let receipt = try await insisting { key throws(ClientError) in
            try await place.client.revise(
                seen.id, of: id, to: text, revision: wording, tenure: seen.tenure, key: key)
        }
        if dropped > 0 { Output.complain("\(dropped) control characters that no draft may hold were left out.") }
        if place.isJSON { return try Output.json(DataBody(receipt)) }
        try Output.line("saved \(receipt.seq)")
    }
}
