import ArgumentParser

/// `draft open`
struct OpenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open", abstract: "Open a draft in the editor; without an id, your drafts.")

    @Argument(help: ArgumentHelp("The draft's id, as `draft list` shows it.", valueName: "draft"))
    var draft: String?

    @Flag(help: "Plain lines, for screen readers, simple terminals and pipes; /help tells what can be typed.")
    var linear = false

    @OptionGroup var share: ShareOption
    @OptionGroup var options: GlobalOptions
    @OptionGroup var editor: EditorOptions
    @ParentCommand var parent: DraftCommand

    func run() async throws {
        let id = try draft.map { try DraftArgument.id(of: $0) }
        guard id != nil || share.share == nil else {
            throw CommandFailure.input("A link opens one draft: say its id as well.")
        }
        let token = try id.flatMap { _ in try share.token() }
        let place = try await Place.resolved(
            options.orElse(parent.options), with: editor.flags(after: parent.editor), reading: token, warns: false,
            waits: false)
        try await Program(place).run(opening: id, inLines: linear)
    }
}
