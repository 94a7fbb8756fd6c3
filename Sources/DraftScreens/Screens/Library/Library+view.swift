import CellGrid
import DraftCore

extension Model {
    /// Draws the list; returns where the cursor stands.
    func draw(_ library: Library, in area: Rect, on grid: inout Grid) -> Point? {
        let layout = LibraryLayout(area.size)
        drawLibraryHeader(library, columns: area.size.columns, on: &grid)
        let footer = layout.footer
        drawRuleWithNotice(at: footer.origin, columns: footer.size.columns, on: &grid)
        let place = library.rows.isEmpty ? "" : Phrases.place(library.selection + 1, of: library.rows.count)
        drawKeys(
            KeyLine.entries(of: library, keymap), trailing: place, at: footer.origin.moved(rows: 1),
            columns: footer.size.columns, on: &grid)
        if library.rows.isEmpty {
            drawAbsence(in: library, layout.list.inset(left: 3, right: 3), on: &grid)
        } else {
            drawRows(of: library, in: layout, on: &grid)
        }
        return drawFilter(of: library, in: layout.filter, on: &grid)
    }

    private func drawLibraryHeader(_ library: Library, columns: Int, on grid: inout Grid) {
        let order = Phrases.order(library.order)
        let heading = library.drafts == nil ? Phrases.libraryTitle : Phrases.libraryTitle + " · " + order
        let end = 1 + grid.write(Phrases.libraryTitle, at: Point(column: 1, row: 0), style: theme.title)
        let rest = heading.dropFirst(Phrases.libraryTitle.count)
        let used = end + grid.write(rest, at: Point(column: end, row: 0), style: theme.faint)
        let who = CellWidth.truncated(Phrases.you(me.description, serverName), columns: columns - used - 3)
        drawRight(who, upTo: columns - 1, row: 0, style: theme.faint, on: &grid)
        grid.drawHorizontalLine(from: Point(column: 0, row: 1), columns: columns, style: theme.rule)
    }

    private func drawFilter(of library: Library, in area: Rect, on grid: inout Grid) -> Point? {
        guard let filter = library.filter, !area.isEmpty else { return nil }
        let found = Phrases.draftsFound(library.rows.count, of: library.drafts?.count ?? 0)
        let text = area.inset(left: 3, right: CellWidth.columns(of: found) + 3)
        let layout = ComposerLayout(filter, columns: .max - 1)
        let hidden = max(0, layout.caret.column - text.size.columns + 1)
        grid.write("/", at: area.origin.moved(columns: 1), style: theme.key)
        grid.write(layout.line(0), at: text.origin.moved(columns: -hidden), style: theme.body, clip: text)
        drawRight(found, upTo: area.columns.upperBound - 2, row: area.origin.row, style: theme.faint, on: &grid)
        return overlay == nil ? text.origin.moved(columns: layout.caret.column - hidden) : nil
    }

    /// Says why there is no row.
    private func drawAbsence(in library: Library, _ area: Rect, on grid: inout Grid) {
        if library.drafts?.isEmpty == false {
            drawParagraph(Phrases.noDraftFound, style: theme.faint, in: area, on: &grid)
        } else if let failure = library.failure {
            let text = library.isWithheld ? failure : failure + " " + Phrases.lookAgain
            drawParagraph(text, style: theme.warning, in: area, on: &grid)
        } else {
            let text = library.drafts == nil ? Phrases.libraryLoading : Phrases.libraryEmpty
            drawParagraph(text, style: theme.faint, in: area, on: &grid)
        }
    }

    private func drawRows(of library: Library, in layout: LibraryLayout, on grid: inout Grid) {
        let list = layout.list
        let first = layout.top(of: library)
        for (offset, row) in library.rows.dropFirst(first).prefix(list.size.rows).enumerated() {
            let line = Rect(column: 0, row: list.origin.row + offset, columns: list.size.columns, rows: 1)
            draw(row, in: line, on: &grid)
            guard first + offset == library.selection else { continue }
            grid.write("▸", at: line.origin.moved(columns: 1), clip: line)
            grid.restyle(line) { $0.with(theme.selected.attributes) }
        }
    }

    private func draw(_ row: Library.Row, in line: Rect, on grid: inout Grid) {
        let draft = row.draft
        let columns = LibraryColumns(line.size.columns)
        let style = draft.isMine ? theme.mine : theme.faint
        let title = CellWidth.truncated(row.title, columns: columns.title.count)
        let start = line.origin.moved(columns: columns.title.lowerBound)
        grid.write(title, at: start, clip: line)
        mark(row.found, of: title, at: start, on: &grid)
        drawRight(
            marks(of: draft, isWide: columns.isWide), upTo: columns.marks.upperBound, row: line.origin.row,
            style: theme.notice, on: &grid)
        let turn = draft.isMine ? "◉ " + Phrases.yourTurn : "○ " + SafeText.escaped(draft.holderName, for: .line)
        grid.write(
            CellWidth.truncated(turn, columns: columns.turn.count),
            at: line.origin.moved(columns: columns.turn.lowerBound), style: style, clip: line)
        if let segments = columns.segments {
            let count = Phrases.segments(draft.segmentCount)
            drawRight(count, upTo: segments.upperBound, row: line.origin.row, style: theme.faint, on: &grid)
        }
        if let changed = columns.changed {
            let age = Phrases.age(of: draft.updatedAt, at: now)
            drawRight(age, upTo: changed.upperBound, row: line.origin.row, style: theme.faint, on: &grid)
        }
    }

    /// What the reader has not read of it, and what they have not sent; where there is little room, the latter.
    private func marks(of draft: DraftSummary, isWide: Bool) -> String {
        let unsent = draft.hasUnsentWords ? Phrases.unsentMark : nil
        let marks = [unsent, Phrases.unread(draft)].compactMap(\.self)
        return isWide ? marks.joined(separator: " · ") : marks.first ?? ""
    }

    private func mark(_ found: [Int], of title: String, at point: Point, on grid: inout Grid) {
        let characters = Array(title)
        for place in found where place < characters.count && characters[place] != "…" {
            let column = CellWidth.columns(of: String(characters[..<place]))
            let columns = CellWidth.columns(of: characters[place])
            let cell = Rect(column: point.column + column, row: point.row, columns: columns, rows: 1)
            grid.restyle(cell) { _ in theme.found }
        }
    }
}

/// Which columns of a row tell what.
private struct LibraryColumns {
    let title: Range<Int>
    let marks: Range<Int>
    let turn: Range<Int>
    let segments: Range<Int>?
    let changed: Range<Int>?
    let isWide: Bool

    init(_ columns: Int) {
        isWide = columns >= 80
        var end = columns - 2
        func take(_ count: Int, where isShown: Bool = true) -> Range<Int>? {
            guard isShown else { return nil }
            defer { end -= count + 2 }
            return end - count..<end
        }
        changed = take(12, where: columns >= 120)
        segments = take(14, where: columns >= 100)
        turn = take(columns >= 100 ? 20 : columns >= 60 ? 14 : 11) ?? 0..<0
        marks = take(isWide ? 17 : 8) ?? 0..<0
        title = 3..<max(3, end)
    }
}
