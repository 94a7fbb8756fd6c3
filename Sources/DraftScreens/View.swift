public import CellGrid
import DraftCore

/// The smallest screen that can be worked on.
private let smallest = Size(columns: 40, rows: 12)

/// The screen that `model` means.
public func view(_ model: Model) -> Frame {
    guard !model.isLinear else { return Frame(grid: Grid(size: .zero), bells: model.bells) }
    var grid = Grid(size: model.size)
    guard model.isLargeEnough else {
        let text =
            Phrases.tooSmall(smallest.columns, smallest.rows) + "\n"
            + Phrases.isSmall(model.size.columns, model.size.rows)
        model.drawParagraph(text, style: .plain, in: grid.bounds, on: &grid)
        return Frame(grid: grid, title: model.windowTitle, bells: model.bells)
    }
    var cursor: Point?
    var caret: Point?
    var echo: Style?
    switch model.screen {
    case .library(let library): cursor = model.draw(library, in: grid.bounds, on: &grid)
    case .editor(let editor): (cursor, caret, echo) = model.draw(editor, on: &grid)
    }
    switch model.overlay {
    case .help(let page)?: model.drawHelp(page, on: &grid)
    case .picker(let picker)?: model.draw(picker, on: &grid)
    case .prompt(let prompt)?: cursor = model.draw(prompt, on: &grid)
    case .palette(let palette)?: cursor = model.draw(palette, on: &grid)
    case .spelling(let menu)?: if let caret { model.drawSpelling(menu, at: caret, on: &grid) }
    case .paste(let text)?: model.drawPaste(text, on: &grid)
    case .statistics(let scrolled)?: model.drawStatistics(scrolled, on: &grid)
    case .servers(let selection)?: model.drawServers(selection, on: &grid)
    case .details(let details)?: model.drawDetails(details, on: &grid)
    case nil: break
    }
    return Frame(grid: grid, cursor: cursor, title: model.windowTitle, bells: model.bells, echo: echo)
}

extension Model {
    var isLargeEnough: Bool { size.columns >= smallest.columns && size.rows >= smallest.rows }

    /// Whether the reader is at a text that is there, or at the list of drafts.
    public var hasText: Bool {
        guard case .editor(let editor) = screen else { return true }
        return editor.replica != nil || readingOnly(editor) != nil
    }

    var windowTitle: String {
        guard case .editor(let editor) = screen, let draft = editor.draft else { return "draft" }
        return SafeText.escaped(draft.title, for: .line) + " — draft"
    }
}
