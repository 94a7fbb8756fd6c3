import CellGrid

extension Theme {
    /// A style changed by what Markdown says of the text. Where a terminal has no italics, the marks still say it.
    func style(_ base: Style, _ look: MarkdownLook) -> Style {
        var style = base
        if look.contains(.emphasis) { style.attributes.insert(.italic) }
        if look.contains(.strong) { style.attributes.insert(.bold) }
        if look.contains(.code) { style.attributes.insert(.dim) }
        if look.contains(.mark) {
            style.attributes.remove(.bold)
            style.attributes.formUnion(faint.attributes)
            if faint.foreground != .terminal { style.foreground = faint.foreground }
        }
        return style
    }
}

extension Model {
    /// Draws the emphasis of a line whose text stands in `row`.
    func drawLooks(of line: ManuscriptLayout.Line, row: Int, in area: Rect, on grid: inout Grid) {
        let text = area.inset(left: ManuscriptLayout.leftMargin, right: ManuscriptLayout.rightMargin)
        for run in line.looks {
            let taken = line.columns(of: run.range)
            let cells = Rect(
                column: text.origin.column + taken.lowerBound, row: row, columns: taken.count, rows: 1)
            grid.restyle(cells.intersection(text)) { theme.style($0, run.look) }
        }
    }
}
