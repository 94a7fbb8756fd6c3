import CellGrid
import DraftCore

// `F3`: how much was written.
extension Model {
    private static let mostGoal = 1_000_000
    private static let days = 14
    private static let labelColumns = 11

    mutating func openStatistics(_ editor: Editor) {
        guard editor.draft != nil else {
            tell(Phrases.opening)
            return
        }
        overlay = .statistics(scrolled: 0)
    }

    mutating func updateStatistics(_ scrolled: Int, _ meaning: KeyMeaning) {
        let box = StatisticsLayout(size, authors: editorShown?.statistics.authors.count ?? 0)
        switch meaning {
        case .action(.cancel), .action(.statistics): overlay = nil
        case .action(.chooseUp): overlay = .statistics(scrolled: max(0, scrolled - 1))
        case .action(.chooseDown): overlay = .statistics(scrolled: min(scrolled + 1, box.hiddenAuthors))
        case .action(.accept) where !isGuest:
            var prompt = Prompt(purpose: .goal)
            if let goal { prompt.line.insert(String(goal)) }
            overlay = .prompt(prompt)
        default: break
        }
    }

    /// Sets the goal that was typed; nothing and nought end it.
    mutating func setGoal(_ text: String) {
        let digits = SafeText.trimmed(text)
        guard let words = digits.isEmpty ? 0 : Int(digits), (0...Self.mostGoal).contains(words) else {
            tell(Phrases.badGoal(most: Self.mostGoal))
            return
        }
        goal = words == 0 ? nil : words
        isGoalOfSession = true
        overlay = .statistics(scrolled: 0)
    }

    private var editorShown: Editor? {
        if case .editor(let editor) = screen { editor } else { nil }
    }

    func drawStatistics(_ scrolled: Int, on grid: inout Grid) {
        guard let editor = editorShown, let draft = editor.draft else { return }
        let authors = editor.statistics.authors
        let layout = StatisticsLayout(size, authors: authors.count)
        let inner = drawBox(title: Phrases.statisticsTitle, rows: layout.rows, columns: layout.columns, on: &grid)
        drawSums(editor, draft, in: inner, on: &grid)
        drawDays(editor, isWide: layout.isWide, in: inner.inset(top: 4 + layout.gap), on: &grid)
        let list = inner.inset(top: layout.rowsAbove, bottom: 1 + layout.gap)
        if authors.isEmpty { grid.write(Phrases.nobodyWrote, at: list.origin, style: theme.faint, clip: list) }
        let first = min(scrolled, layout.hiddenAuthors)
        for (offset, entry) in authors.dropFirst(first).prefix(layout.shownAuthors).enumerated() {
            let line = Rect(
                column: list.origin.column, row: list.origin.row + offset, columns: list.size.columns, rows: 1)
            drawShare(entry.author, entry.words, editor, in: line, on: &grid)
        }
        let keys = keymap.worded(isGuest ? Phrases.statisticsKeysOfGuest : Phrases.statisticsKeys)
        grid.write(keys, at: inner.origin.moved(rows: layout.rows - 1), style: theme.faint, clip: inner)
    }

    private func drawSums(_ editor: Editor, _ draft: Draft, in area: Rect, on grid: inout Grid) {
        let (statistics, day) = (editor.statistics, Day(now))
        let segments = editor.replica.map(\.shownOrders.count) ?? 0
        var rows = [
            (Phrases.rowToday, Phrases.today(statistics.words(on: day), turns: statistics.turnCount(on: day))),
            (Phrases.rowTurn, Phrases.words(statistics.words(in: draft.ring.tenure))),
            (Phrases.rowAll, Phrases.allWords(statistics.words, segments: segments, of: draft.segmentCount)),
        ]
        if !isGuest { rows.append((Phrases.rowGoal, goal == nil ? keymap.worded(Phrases.noGoal) : "")) }
        for (offset, row) in rows.enumerated() {
            let point = area.origin.moved(rows: offset)
            grid.write(row.0, at: point, style: theme.title, clip: area)
            let text = CellWidth.truncated(row.1, columns: area.size.columns - Self.labelColumns)
            grid.write(text, at: point.moved(columns: Self.labelColumns), style: theme.body, clip: area)
        }
        let last = area.origin.moved(rows: rows.count - 1)
        if !isGuest, let goal { drawGoal(goal, editor, at: last, in: area, on: &grid) }
    }

    private func drawGoal(_ goal: Int, _ editor: Editor, at point: Point, in area: Rect, on grid: inout Grid) {
        let words = editor.statistics.words(on: Day(now), by: me)
        let text = Phrases.goal(words, of: goal, percent: Bars.percent(words, of: goal))
        let start = point.moved(columns: Self.labelColumns)
        grid.write(text, at: start, style: words >= goal ? theme.mine : theme.body, clip: area)
        let end = area.columns.upperBound
        let place = start.moved(columns: CellWidth.columns(of: text) + 1)
        let note = isGoalOfSession ? Phrases.untilYouLeave : ""
        let noteColumns = CellWidth.columns(of: note) + 1
        let isNoted = end - place.column >= noteColumns
        let room = end - place.column - (isNoted ? noteColumns : 0)
        grid.write(Bars.bar(words, of: goal, columns: min(20, room)), at: place, style: theme.author(me), clip: area)
        if isNoted { drawRight(note, upTo: end, row: point.row, style: theme.faint, on: &grid) }
    }

    /// The words of the last days: with the day of the month below each where there is room, else between two dates.
    private func drawDays(_ editor: Editor, isWide: Bool, in area: Rect, on grid: inout Grid) {
        let days = Day(now).last(Self.days)
        guard let first = days.first, let last = days.last else { return }
        let counts = days.map { editor.statistics.words(on: $0) }
        let line = Bars.sparkline(counts)
        guard isWide else {
            let text = first.date.suffix(5) + " " + line.joined() + " " + last.date.suffix(5)
            grid.write(String(text), at: area.origin, style: theme.body, clip: area)
            return
        }
        let heading = Phrases.lastDays(first.date, last.date, most: counts.max() ?? 0)
        grid.write(heading, at: area.origin, style: theme.faint, clip: area)
        let bars = line.map { $0 + $0 }.joined(separator: " ")
        grid.write(bars, at: area.origin.moved(rows: 1), style: theme.body, clip: area)
        let dates = days.map(\.dayOfMonth).joined(separator: " ")
        grid.write(dates, at: area.origin.moved(rows: 2), style: theme.faint, clip: area)
    }

    private func drawShare(_ author: UserID, _ words: Int, _ editor: Editor, in line: Rect, on grid: inout Grid) {
        let style = theme.author(author)
        let nameColumns = line.size.columns / 3
        let name = CellWidth.truncated(editor.name(of: author), columns: nameColumns)
        grid.write(name, at: line.origin, style: style, clip: line)
        let total = editor.statistics.words
        let percent = Phrases.percent(Bars.percent(words, of: total))
        let end = line.columns.upperBound
        drawRight(percent, upTo: end, row: line.origin.row, style: theme.body, on: &grid)
        drawRight(String(words), upTo: end - 5, row: line.origin.row, style: theme.body, on: &grid)
        let columns = line.size.columns - nameColumns - 1 - 5 - 8
        let bar = Bars.bar(words, of: total, columns: columns)
        grid.write(bar, at: line.origin.moved(columns: nameColumns + 1), style: style, clip: line)
    }
}

/// How the rows of the statistics stand in their box.
struct StatisticsLayout {
    /// The rows inside the border.
    let rows: Int
    let columns: Int
    /// Whether each of the last days has its date.
    let isWide: Bool
    /// The blank rows between the parts.
    let gap: Int
    /// How many rows stand above the authors.
    let rowsAbove: Int
    let shownAuthors: Int
    /// How many authors there is no room for.
    let hiddenAuthors: Int

    init(_ size: Size, authors: Int) {
        columns = min(64, size.columns - 4)
        isWide = columns >= 50 && size.rows >= 18
        gap = size.rows >= 18 ? 1 : 0
        rowsAbove = 4 + (isWide ? 3 : 1) + 2 * gap
        let room = max(1, size.rows - 2 - rowsAbove - 1 - gap)
        shownAuthors = min(authors, room)
        hiddenAuthors = authors - shownAuthors
        rows = rowsAbove + max(1, shownAuthors) + gap + 1
    }
}
