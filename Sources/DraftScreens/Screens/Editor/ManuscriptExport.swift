import DraftCore

/// The text of a draft as a file holds it: what is shown at one moment and, where words can no longer be sent, these too.
struct ManuscriptExport: Equatable, Sendable {
    /// The draft's title, if the draft has come.
    let title: String?
    /// The segments, as they are shown.
    let contents: [String]
    /// How many segments the draft has, where those before the first of `contents` have not been loaded.
    let total: Int?
    /// Words that are not in the manuscript and have nowhere else to go.
    let unsent: [String]

    init(_ editor: Editor) {
        let replica = editor.replica
        let orders = replica?.shownOrders ?? 0..<0
        // A draft that is closed takes nothing any more, so what was on its way is unsent too.
        let tail = editor.closedBecause == nil ? 0 : replica?.visible.tail.count ?? 0
        func shown(_ orders: Range<Int>) -> [String] {
            orders.compactMap { replica?.shownSegment(at: $0)?.content }.map { SafeText.escaped($0, for: .segment) }
        }
        title = (replica?.visible.draft.title).map { SafeText.escaped($0, for: .line) }
        contents = shown(orders.dropLast(tail))
        total = replica.flatMap { $0.manuscript.isComplete ? nil : $0.visible.draft.segmentCount }
        let words = editor.ownWords
        let keepsComposer = (replica == nil || editor.closedBecause != nil) && !words.isBlank
        unsent = shown(orders.suffix(tail)) + (keepsComposer ? [SafeText.trimmed(words.text)] : [])
    }

    /// The file: plain text where its name says so, else Markdown.
    func text(for path: String) -> String {
        let isPlain = path.lowercased().hasSuffix(".txt")
        let heading = isPlain ? [] : title.map { ["# " + $0] } ?? []
        let ending = unsent.isEmpty ? [] : ["---", Phrases.unsentWords] + unsent
        let text = (heading + contents + ending).joined(separator: "\n\n")
        return isPlain && unsent.isEmpty ? text : text + "\n"
    }

    /// A name for the file: the title without what a path or a shell would take for something else.
    static func fileName(for title: String?) -> String {
        let unsafe: Set<Character> = ["/", "\\", ":", "*", "?", "\"", "<", ">", "|", "\0"]
        let name = SafeText.escaped(title ?? "", for: .line).map { unsafe.contains($0) ? "-" : String($0) }.joined()
        let start = name.drop { $0.isWhitespace || [".", "~", "-"].contains($0) }
        var kept = ""
        // File systems allow 255 bytes a name.
        for character in start where kept.utf8.count + character.utf8.count <= 200 { kept.append(character) }
        let trimmed = SafeText.trimmed(kept)
        return (trimmed.isEmpty ? "draft" : trimmed) + ".md"
    }
}

extension Model {
    /// `^X`: asks where to write the text.
    mutating func openExport(_ editor: Editor) {
        guard editor.replica != nil || !editor.composer.isBlank else {
            tell(Phrases.notOpenYet)
            return
        }
        var prompt = Prompt(purpose: .export)
        prompt.line.insert(ManuscriptExport.fileName(for: editor.draft?.title))
        overlay = .prompt(prompt)
    }

    /// Has the file written; the prompt stays until it is, because its name may be taken.
    mutating func export(to name: String) -> [Effect] {
        // A second Enter would find the first one's file in its way.
        guard case .editor(var editor) = screen, editor.export == nil else { return [] }
        let path = SafeText.trimmed(name)
        guard !path.isEmpty else {
            tell(Phrases.emptyFileName)
            return []
        }
        let export = ManuscriptExport(editor)
        editor.export = export
        screen = .editor(editor)
        return [.export(text: export.text(for: path), path: path)]
    }

    /// The file is written.
    mutating func exported(_ path: String) {
        let export = endExport()
        if case .prompt(let prompt)? = overlay, prompt.purpose == .export { overlay = nil }
        let shown = SafeText.escaped(path, for: .line)
        if let export, let total = export.total {
            warn(Phrases.exportedPart(export.contents.count, of: total, to: shown))
        } else {
            tell(Phrases.exported(export?.contents.count, to: shown))
        }
    }

    /// The file is not written; where the prompt is still open, another name can be tried.
    mutating func exportFailed(_ reason: String) {
        _ = endExport()
        warn(reason)
    }

    private mutating func endExport() -> ManuscriptExport? {
        guard case .editor(var editor) = screen else { return nil }
        defer { screen = .editor(editor) }
        let export = editor.export
        editor.export = nil
        return export
    }
}
