import ArgumentParser
import CollabAPI
import CollabClient
import DraftCore
import Glibc

/// `draft import`
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Begin a draft from a text file: every paragraph becomes a segment.",
        discussion: "Paragraphs are set apart by blank lines. Prints the new draft's id.")

    @Argument(help: ArgumentHelp("The file; - is standard input.", valueName: "file"))
    var file: String

    @Option(help: "The title. (default: the file's name)")
    var title: String?

    @OptionGroup var options: GlobalOptions
    @ParentCommand var parent: DraftCommand

    /// What `--json` prints.
    struct Report: Codable {
        let draftID: String
        let segments: Int
        let droppedCharacters: Int

        enum CodingKeys: String, CodingKey {
            case draftID = "draft_id"
            case segments
            case droppedCharacters = "dropped_characters"
        }
    }

    func run() async throws {
        let text = try InputText.read(file)
        let (paragraphs, dropped) = Paragraphs.split(text, limit: Platform.defaultSegmentLimit)
        guard !paragraphs.isEmpty else { throw CommandFailure.input("There is no text in \(file).") }
        let place = try await Place.resolved(options.orElse(parent.options))
        let draft = try await insisting { key throws(ClientError) in
            try await place.client.createDraft(title: title ?? Self.title(of: file), key: key)
        }
        try await append(paragraphs, to: draft.draftID, place)
        if dropped > 0 { Output.complain("\(dropped) control characters that no draft may hold were left out.") }
        if place.isJSON {
            let id = draft.draftID.description
            try Output.json(Report(draftID: id, segments: paragraphs.count, droppedCharacters: dropped))
        } else {
            try Output.line(draft.draftID.description)
        }
    }

    private func append(_ paragraphs: [String], to draft: DraftID, _ place: Place) async throws {
        var progress = ProgressBar(total: paragraphs.count)
        defer { progress.end() }
        for (index, paragraph) in paragraphs.enumerated() {
            do {
                _ = try await insisting { key throws(ClientError) in
                    try await place.client.append(paragraph, to: draft, key: key)
                }
            } catch CommandFailure.client(let error) {
                progress.end()
                Output.complain("The import ended after \(index) of \(paragraphs.count) paragraphs, in draft \(draft).")
                throw CommandFailure.client(error)
            }
            progress.advance(to: index + 1)
        }
    }

    private static func title(of file: String) -> String {
        guard file != "-", let name = file.split(separator: "/").last else { return "Imported" }
        let stem = name.split(separator: ".").dropLast().joined(separator: ".")
        let title = SafeText.cleaned(stem.isEmpty ? String(name) : stem, for: .line).text
        return String(title.prefix(DraftLimits.titleLength))
    }
}

/// A bar on standard error, while a person looks at it.
struct ProgressBar {
    private static let columns = 40

    let total: Int
    private var shown = -1
    private let isVisible = isatty(STDERR_FILENO) == 1

    init(total: Int) {
        self.total = max(1, total)
    }

    mutating func advance(to count: Int) {
        let filled = count * Self.columns / total
        guard isVisible, filled != shown || count == total else { return }
        shown = filled
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.columns - filled)
        show("\r\(bar) \(count) of \(total)")
    }

    mutating func end() {
        if shown >= 0 { show("\r\u{1B}[K") }
        shown = -1
    }

    private func show(_ text: String) {
        // A bar that cannot be drawn is missed by nobody.
        try? Output.write(Array(text.utf8), to: STDERR_FILENO)
    }
}
