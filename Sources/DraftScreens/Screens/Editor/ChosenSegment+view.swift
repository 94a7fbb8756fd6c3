import CellGrid
import DraftCore

// How a segment that is chosen shows, without a colour: a bar before it, its place in the rule, its keys.
extension Model {
    private static let bar = "▌"

    /// Marks the rows of the segment that is chosen or revised.
    func drawChosen(_ editor: Editor, _ layout: ManuscriptLayout, in area: Rect, on grid: inout Grid) {
        guard let order = markedOrder(editor) else { return }
        var anchor = editor.scroll.top ?? layout.anchorOfEnd(rows: area.size.rows)
        if anchor.order < layout.orders.lowerBound { anchor = LineAnchor(order: layout.orders.lowerBound, line: 0) }
        guard anchor.order <= order else { return }
        var row = area.origin.row - anchor.line
        for above in anchor.order..<order where row < area.rows.upperBound { row += layout.lines(of: above).count }
        guard row < area.rows.upperBound else { return }
        for (offset, line) in layout.lines(of: order).enumerated() where area.rows.contains(row + offset) {
            guard line.source != nil || !line.text.isEmpty else { continue }
            grid.write(Self.bar, at: Point(column: 0, row: row + offset), style: theme.mine, clip: area)
        }
    }

    /// What stands in the rule below the manuscript about the segment that is chosen or revised.
    func drawChosenPlace(_ editor: Editor, at point: Point, columns: Int, on grid: inout Grid) {
        guard let order = markedOrder(editor), shownNotice == nil, let replica = editor.replica,
            let segment = replica.shownSegment(at: order)
        else { return }
        var text = Phrases.revising(order + 1)
        if editor.chosen != nil {
            let when = replica.isPending(at: order) ? Phrases.notSavedYet : Phrases.moment(segment.createdAt)
            let place = Phrases.place(order + 1, of: replica.shownOrders.upperBound)
            text = [place, shortName(editor, segment.author), when].joined(separator: " · ")
        }
        let shown = " " + CellWidth.truncated(text, columns: max(0, columns - 6)) + " "
        grid.write(shown, at: point.moved(columns: 2), style: theme.title)
    }

    /// The keys of the moment where a segment is chosen or revised; nil where none is.
    func segmentKeys(_ editor: Editor) -> [KeyLine.Entry]? {
        if let (order, segment) = editor.chosenSegment {
            let mayAmend = editor.revising == nil && refusalToAmend(segment, at: order, editor) == nil
            return KeyLine.segments(mayAmend: mayAmend, isStriking: editor.chosen?.isStriking == true)
        }
        return editor.revising == nil || readingOnly(editor) != nil ? nil : KeyLine.revising
    }

    private func markedOrder(_ editor: Editor) -> Int? {
        if let order = editor.chosenSegment?.order { return order }
        return editor.revising.flatMap { editor.replica?.manuscript[$0.id]?.order }
    }
}
