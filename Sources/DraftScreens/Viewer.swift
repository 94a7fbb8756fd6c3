public import CellGrid

/// Draws one model after another as `view` does, and anew only what can have changed.
///
/// What a key does to the text that is being written changes a few rows at the bottom. All the others, the backdrop, are
/// kept as they were drawn, as long as the model says that nothing else has happened; and so are those few, as long as they
/// show the same.
public struct Viewer {
    private var kept: Backdrop?

    private struct Backdrop {
        let version: Int
        let layout: EditorLayout
        let grid: Grid
        var front = KeptRows()
    }

    /// A viewer that has drawn nothing yet.
    public init() {}

    /// The screen that `model` means.
    public mutating func frame(of model: Model) -> Frame {
        // What is looked for is asked for in the backdrop.
        guard case .editor(let editor) = model.screen, model.overlay == nil, model.isLargeEnough, !model.isLinear,
            editor.search == nil, editor.find == nil
        else {
            kept = nil
            return view(model)
        }
        let layout = EditorLayout(model.size, editor, me: model.me)
        if kept?.version != model.backdropVersion || kept?.layout != layout {
            var grid = Grid(size: model.size)
            model.drawBackdrop(of: editor, in: layout, on: &grid)
            kept = Backdrop(version: model.backdropVersion, layout: layout, grid: grid)
        }
        guard var backdrop = kept else { return view(model) }
        // The only reference to the rows: a second one would have each key copy their table.
        kept = nil
        var grid = backdrop.grid
        let (cursor, _, echo) = model.drawFront(of: editor, in: layout, on: &grid, keeping: &backdrop.front)
        kept = backdrop
        return Frame(grid: grid, cursor: cursor, title: model.windowTitle, bells: model.bells, echo: echo)
    }
}
