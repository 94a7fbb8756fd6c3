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
        let left = place.journal.draftsWithUnsentWords(of: place.user)
        guard !drafts.isEmpty || !left.isEmpty else {
            return try Output.line("No drafts yet. `draft new TITLE` begins one.")
        }
        for draft in drafts {
            let holder = draft.ringState.currentHolderID
            let turn =
                holder == place.user ? "your turn" : "\(draft.names[holder] ?? holder.description) holds the ring"
            let count = draft.segmentCount == 1 ? "1 segment" : "\(draft.segmentCount) segments"
            let unsent = left.contains(draft.draftID) ? ", unsent words here" : ""
            try Output.line(
                SafeText.escaped("\(draft.draftID)  \(draft.title)  (\(count), \(turn)\(unsent))", for: .line))
        }
        // What the server does not list any more may still hold words of this user's on this machine.
        for id in left where !drafts.contains(where: { $0.draftID == id }) {
            let title = place.copies.copy(of: id, for: place.user)?.title ?? "a draft that is not listed any more"
            try Output.line(SafeText.escaped("\(id)  \(title)  (unsent words here)", for: .line))
        }
    }
}
