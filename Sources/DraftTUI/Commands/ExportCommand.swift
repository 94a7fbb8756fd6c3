import ArgumentParser
import CollabAPI
import CollabClient
import DraftCore
import FoundationEssentials
import Glibc

/// `draft export`
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a draft's text to standard output or a file.",
        discussion: "txt is the segments joined by a blank line and nothing else; md has the title above them.")

    @OptionGroup var draft: DraftArgument

    @Option(help: "md or txt.")
    var format = "md"

    @Option(name: [.short, .long], help: ArgumentHelp("Where to write; - is standard output.", valueName: "file"))
    var output = "-"

    @Flag(help: "Take the place of a file that is there.")
    var force = false

    @OptionGroup var share: ShareOption
    @OptionGroup var options: GlobalOptions
    @ParentCommand var parent: DraftCommand

    func run() async throws {
        let id = try draft.id()
        guard output == "-" || force || access(output, F_OK) != 0 else {
            throw CommandFailure.input("The file \(output) is there already; --force takes its place.")
        }
        guard let format = ExportQuery.Format(rawValue: format), format != .json else {
            throw CommandFailure.input("\"\(format)\" is not a format: md or txt. The log itself is printed by --json.")
        }
        let place = try await Place.resolved(options.orElse(parent.options), reading: share.token())
        let wanted = place.isJSON ? ExportQuery.Format.json : format
        let data = try await asking { () throws(ClientError) in try await place.client.export(id, as: wanted) }
        guard output != "-" else { return try wanted == .json ? Output.json(data) : Output.bytes(data) }
        do {
            try data.write(to: URL(filePath: output), options: .atomic)
        } catch {
            throw CommandFailure.files("The file \(output) cannot be written.")
        }
    }
}
