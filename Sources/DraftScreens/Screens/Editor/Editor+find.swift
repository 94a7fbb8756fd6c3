import CellGrid
import DraftCore

// Looking for a text among the words of the composer, and putting another in its place.
extension Model {
    mutating func openFind(_ editor: inout Editor, replacing: Bool) {
        var find = ComposerFind(
            isInReplacement: false, origin: editor.composer.selection?.lowerBound ?? editor.composer.offset)
        if let selected = editor.composer.selectedText, !selected.contains("\n") {
            find.pattern.insert(selected)
            find.isInReplacement = replacing
        }
        editor.find = find
    }

    mutating func updateFind(_ find: ComposerFind, _ editor: inout Editor, _ meaning: KeyMeaning) -> [Effect] {
        var find = find
        killRing.interrupt()
        fit(&editor)
        let revision = editor.composer.revision
        switch meaning {
        case .action(.cancel):
            endFind(find, &editor)
            return []
        case .action(.accept) where keymap.isModal && !find.isInReplacement:
            endFind(find, &editor)
            return []
        case .action(.otherField): find.isInReplacement.toggle()
        case .action(.replaceAll): replaceAll(find, &editor)
        case .action(.accept) where find.isInReplacement: replaceOne(find, &editor)
        case .action(.accept), .action(.nextMatch), .action(.find):
            editor.composer.selectNext(of: find.matches(in: editor.composer), backward: false)
        case .action(.previousMatch):
            editor.composer.selectNext(of: find.matches(in: editor.composer), backward: true)
        case .action(.undo): _ = editor.composer.undo()
        case .action(.redo): _ = editor.composer.redo()
        default: edit(&find, &editor) { $0.takeInLine(meaning) }
        }
        editor.find = find
        reveal(&editor)
        return revision == editor.composer.revision ? [] : edited(&editor)
    }

    mutating func paste(_ text: String, into find: ComposerFind, _ editor: inout Editor) {
        var find = find
        edit(&find, &editor) { $0.insert(SafeText.cleaned(text, for: .line).text) }
        editor.find = find
        reveal(&editor)
    }

    private func edit(_ find: inout ComposerFind, _ editor: inout Editor, _ change: (inout Composer) -> Void) {
        change(&find.line)
        guard !find.isInReplacement else { return }
        editor.composer.select(firstOf: find.matches(in: editor.composer), from: find.origin)
    }

    /// Replaces the match that is selected, if one is, and goes to the next.
    private mutating func replaceOne(_ find: ComposerFind, _ editor: inout Editor) {
        let matches = find.matches(in: editor.composer)
        guard let selection = editor.composer.selection, matches.contains(selection) else {
            return editor.composer.select(firstOf: matches, from: editor.composer.offset)
        }
        editor.composer.replace(selection, with: find.replacement.text, at: now)
        editor.composer.select(firstOf: find.matches(in: editor.composer), from: editor.composer.offset)
    }

    private mutating func replaceAll(_ find: ComposerFind, _ editor: inout Editor) {
        let matches = find.matches(in: editor.composer)
        editor.composer.replace(all: matches, with: find.replacement.text, at: now)
        tell(Phrases.replaced(matches.count))
    }
}

extension Model {
    /// Draws what is looked for and what is to replace it, in the line above the composer; returns where the cursor stands.
    func draw(_ find: ComposerFind, _ editor: Editor, in divider: Rect, on grid: inout Grid) -> Point {
        let line = divider.inset(left: 2, right: 2)
        let result = resultText(find, editor)
        grid.fill(line, style: theme.body)
        let resultColumns = result.isEmpty ? 0 : CellWidth.columns(of: result) + 2
        drawRight(result, upTo: line.columns.upperBound - 1, row: line.origin.row, style: theme.notice, on: &grid)
        let (left, right) = line.inset(right: resultColumns + 1).split(left: (line.size.columns - resultColumns) / 2)
        let pattern = drawField(Phrases.find, find.pattern, in: left.inset(right: 1), on: &grid)
        let replacement = drawField(Phrases.replaceBy, find.replacement, in: right, on: &grid)
        return find.isInReplacement ? replacement : pattern
    }

    /// Returns where the field's caret stands.
    private func drawField(_ label: String, _ text: Composer, in area: Rect, on grid: inout Grid) -> Point {
        let label = " " + label + " "
        grid.write(label, at: area.origin, style: theme.title, clip: area)
        let field = area.inset(left: CellWidth.columns(of: label))
        let layout = ComposerLayout(text, columns: .max - 1)
        let hidden = max(0, layout.caret.column - field.size.columns + 1)
        grid.write(layout.line(0), at: field.origin.moved(columns: -hidden), style: theme.body, clip: field)
        return field.origin.moved(columns: layout.caret.column - hidden)
    }

    private func resultText(_ find: ComposerFind, _ editor: Editor) -> String {
        guard !find.pattern.isEmpty else { return "" }
        let matches = find.matches(in: editor.composer)
        guard !matches.isEmpty else { return Phrases.notFound }
        guard let current = editor.composer.selection.flatMap({ matches.firstIndex(of: $0) }) else {
            return Phrases.matches(matches.count)
        }
        return Phrases.found(current + 1, of: matches.count)
    }
}
