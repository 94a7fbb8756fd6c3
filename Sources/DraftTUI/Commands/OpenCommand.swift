import ArgumentParser

/// `draft open`
struct OpenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open", abstract: "Open a draft in the editor; without an id, your drafts.")

    @Argument(help: ArgumentHelp("The draft's id, as `draft list` shows it.", valueName: "draft"))
    var draft: String?

    @OptionGroup var options: GlobalOptions
    @ParentCommand var parent: DraftCommand

    func run() async throws {
        let id = try draft.map { try DraftArgument.id(of: $0) }
        let place = try await Place.resolved(options.orElse(parent.options))
        try await Program(place).run(opening: id)
    }
}
