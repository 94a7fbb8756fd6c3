import ArgumentParser
import CollabAPI
import CollabClient
import DraftCore

/// `draft beginning`, which `make run` calls: the draft that two people on one machine can try together.
struct BeginningCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "beginning", abstract: "Open the draft that everybody on the local server shares.",
        discussion: "Begins \"A shared beginning\" where there is none yet, and adds whoever asks.",
        shouldDisplay: false)

    static let title = "A shared beginning"

    @OptionGroup var options: GlobalOptions
    @OptionGroup var editor: EditorOptions
    @ParentCommand var parent: DraftCommand

    func run() async throws {
        let place = try await Place.resolved(
            options.orElse(parent.options), with: editor.flags(after: parent.editor), warns: false)
        guard let owner = UserID(Place.loginName()) else { throw CommandFailure.input("You have no login name.") }
        let host = place.acting(as: owner)
        let drafts = try await asking { () throws(ClientError) in try await host.allDrafts() }
        let shared = drafts.first { $0.creatorID == owner && $0.title == Self.title }
        let draft = if let shared { shared } else { try await begin(on: host) }
        if draft.draft.role(of: place.user) == nil {
            _ = try await insisting { key throws(ClientError) in
                try await host.add(place.user, to: draft.draftID, key: key)
            }
        }
        try await Program(place).run(opening: draft.draftID)
    }

    private func begin(on host: CollabClient) async throws(CommandFailure) -> DraftBody {
        return try await insisting { key throws(ClientError) in
            try await host.createDraft(title: Self.title, key: key)
        }
    }
}
