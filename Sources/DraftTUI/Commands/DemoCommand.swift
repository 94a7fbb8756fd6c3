import ArgumentParser
import CollabAPI
import CollabClient
import DraftCore

/// `draft demo`
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Write with a companion who takes turns with you.",
        discussion: "With --plain two clients write with each other, without a terminal, and tell what they see.")

    @Flag(help: "No terminal: print what two clients see of each other.")
    var plain = false

    @OptionGroup var options: GlobalOptions
    @OptionGroup var editor: EditorOptions
    @ParentCommand var parent: DraftCommand

    func run() async throws {
        let place = try await Place.resolved(
            options.orElse(parent.options), with: editor.flags(after: parent.editor), warns: plain)
        let rabbit = try UserID(argument: "rabbit")
        if plain {
            return try await PlainDemo(place: place, alice: try UserID(argument: "alice"), rabbit: rabbit).run()
        }
        let draft = try await insisting { key throws(ClientError) in
            try await place.client.createDraft(
                title: SampleText.title,
                initialSegment:
                    "This is a draft for two. Write a sentence below, send it with ^S, and pass the ring with ^R.",
                key: key)
        }
        _ = try await insisting { key throws(ClientError) in
            try await place.client.add(rabbit, to: draft.draftID, key: key)
        }
        let companion = Companion(
            session: place.acting(as: rabbit).session(for: draft.draftID, as: rabbit), sentences: SampleText.sentences,
            partner: place.user, pace: .milliseconds(180))
        let failure = await withTaskGroup(of: Void.self) { group -> CommandFailure? in
            group.addTask { await companion.run() }
            defer { group.cancelAll() }
            do throws(CommandFailure) {
                try await Program(place).run(opening: draft.draftID)
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw failure }
    }
}
