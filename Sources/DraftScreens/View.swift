public import CellGrid
import DraftCore

/// The smallest screen that can be worked on.
private let smallest = Size(columns: 40, rows: 12)

/// The screen that `model` means.
public func view(_ model: Model) -> Frame {
    var grid = Grid(size: model.size)
    guard model.isLargeEnough else {
        let text =
            Phrases.tooSmall(smallest.columns, smallest.rows) + "\n"
            + Phrases.isSmall(model.size.columns, model.size.rows)
        model.drawParagraph(text, style: .plain, in: grid.bounds, on: &grid)
        return Frame(grid: grid, title: model.windowTitle, bells: model.bells)
    }
    var cursor: Point?
    switch model.screen {
    case .library(let library): model.draw(library, in: grid.bounds, on: &grid)
    case .editor(let editor): cursor = model.draw(editor, on: &grid)
    }
    switch model.overlay {
    case .help(let page)?: model.drawHelp(page, on: &grid)
    case .picker(let picker)?: model.draw(picker, on: &grid)
    case .prompt(let prompt)?: cursor = model.draw(prompt, on: &grid)
    case .palette(let palette)?: cursor = model.draw(palette, on: &grid)
    case .paste(let text)?: model.drawPaste(text, on: &grid)
    case .statistics(let scrolled)?: model.drawStatistics(scrolled, on: &grid)
    case .details(let details)?: model.drawDetails(details, on: &grid)
    case nil: break
    }
    return Frame(grid: grid, cursor: cursor, title: model.windowTitle, bells: model.bells)
}

extension Model {
    var isLargeEnough: Bool { size.columns >= smallest.columns && size.rows >= smallest.rows }

    var windowTitle: String {
        guard case .editor(let editor) = screen, let draft = editor.draft else { return "draft" }
        return SafeText.escaped(draft.title, for: .line) + " — draft"
    }
}
