import ArgumentParser
import CollabAPI
import CollabClient
import DraftCore

/// `draft list`
struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List your drafts, the most recently active first.")

    @OptionGroup var options: GlobalOptions
    @ParentCommand var parent: DraftCommand

    func run() async throws {
        let place = try await Place.resolved(options.orElse(parent.options))
        let drafts = try await asking { () throws(ClientError) in try await place.client.allDrafts() }
        if place.isJSON { return try Output.json(DataBody(drafts)) }
        guard !drafts.isEmpty else { return try Output.line("No drafts yet. `draft new TITLE` begins one.") }
        for draft in drafts {
            let holder = draft.ringState.currentHolderID
            let turn =
                holder == place.user ? "your turn" : "\(draft.names[holder] ?? holder.description) holds the ring"
            let count = draft.segmentCount == 1 ? "1 segment" : "\(draft.segmentCount) segments"
            try Output.line(
                SafeText.escaped("\(draft.draftID)  \(draft.title)  (\(count), \(turn))", for: .line))
        }
    }
}
