import CellGrid
import DraftCore

/// What can be done about a misspelt word.
struct SpellingMenu: Equatable, Sendable {
    static let limit = 7

    let word: String
    let place: Range<Int>
    /// nil while they have not come.
    var suggestions: [String]?
    var selection = 0

    enum Item: Equatable {
        case replace(String)
        case learn, ignore, off
    }

    var items: [Item] {
        (suggestions ?? []).map { .replace($0) } + [.learn, .ignore, .off]
    }
}

extension Model {
    mutating func updateSpelling(_ menu: SpellingMenu, _ meaning: KeyMeaning) -> [Effect] {
        var menu = menu
        let last = menu.items.count - 1
        switch meaning {
        case .action(.chooseUp): menu.selection = max(0, menu.selection - 1)
        case .action(.chooseDown), .action(.chooseNext): menu.selection = min(last, menu.selection + 1)
        case .action(.chooseFirst): menu.selection = 0
        case .action(.chooseLast): menu.selection = last
        case .action(.accept): return choose(menu)
        case .action(.cancel), .action(.spell):
            overlay = nil
            return []
        case .text(let digit):
            let number = digit.wholeNumberValue ?? 0
            guard menu.suggestions?.indices.contains(number - 1) == true else { return [] }
            menu.selection = number - 1
            return choose(menu)
        default: break
        }
        overlay = .spelling(menu)
        return []
    }

    mutating func choose(_ menu: SpellingMenu) -> [Effect] {
        overlay = nil
        guard case .editor(var editor) = screen, menu.items.indices.contains(menu.selection) else { return [] }
        switch menu.items[menu.selection] {
        case .learn:
            spelling.learn([menu.word: true])
            tell(Phrases.learnt(menu.word))
            return [.spell(.learn(menu.word))]
        case .ignore:
            spelling.ignored.insert(menu.word)
            return []
        case .off:
            spelling = Spelling()
            tell(Phrases.spellingIsOff)
            return []
        case .replace(let word):
            // Words may have come back above it meanwhile.
            guard menu.place.upperBound <= editor.composer.content.end, editor.composer.content[menu.place] == menu.word
            else { return [] }
            editor.composer.replace(menu.place, with: word, at: now)
            reveal(&editor)
            let effects = edited(&editor)
            screen = .editor(editor)
            return effects + spellVisible(editor)
        }
    }

    /// Draws the menu beside the caret; below it where there is room, else above.
    func drawSpelling(_ menu: SpellingMenu, at caret: Point, on grid: inout Grid) {
        let labels = menu.items.enumerated().map { number, item in label(of: item, number: number + 1) }
        let title = " " + CellWidth.truncated(menu.word, columns: 24) + " "
        let widest = (labels + [title + "  "]).map { CellWidth.columns(of: $0) }.max() ?? 0
        let columns = min(widest + 4, size.columns)
        let rows = min(labels.count + 2, size.rows - 1)
        let below = caret.row + 1 + rows <= size.rows
        let box = Rect(
            column: max(0, min(caret.column, size.columns - columns)),
            row: below ? caret.row + 1 : max(0, caret.row - rows), columns: columns, rows: rows)
        grid.fill(box, style: theme.body)
        grid.drawBox(box, style: theme.rule)
        grid.write(title, at: box.origin.moved(columns: 1), style: theme.title, clip: box)
        let inner = box.inset(left: 2, top: 1, right: 2, bottom: 1)
        let first = max(0, menu.selection - inner.size.rows + 1)
        for (offset, label) in labels.dropFirst(first).prefix(inner.size.rows).enumerated() {
            let line = Rect(
                column: inner.origin.column, row: inner.origin.row + offset, columns: inner.size.columns, rows: 1)
            grid.write(label, at: line.origin, style: theme.body, clip: line)
            if first + offset == menu.selection { grid.restyle(line) { $0.with(theme.selected.attributes) } }
        }
    }

    private func label(of item: SpellingMenu.Item, number: Int) -> String {
        switch item {
        case .replace(let word): "\(number) " + word
        case .learn: Phrases.learnWord
        case .ignore: Phrases.ignoreWord
        case .off: Phrases.switchSpellingOff
        }
    }
}
