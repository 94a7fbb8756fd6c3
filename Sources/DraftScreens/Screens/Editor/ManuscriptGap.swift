import CellGrid
import DraftCore

/// What is said between two segments: that the later one is new, of another day, or of another turn.
struct ManuscriptGap: Equatable {
    /// Whether what the reader has not seen begins behind it.
    let isNew: Bool
    /// The day that begins.
    let day: Day?
    /// Whose turn begins.
    let author: UserID?

    /// What is said behind the segment at `order`; nil where the text just goes on.
    /// - Parameter unseen: the first segment that the reader has not seen.
    init?(behind order: Int, in replica: Replica, unseen: Int?) {
        guard let earlier = replica.shownSegment(at: order), let later = replica.shownSegment(at: order + 1) else {
            return nil
        }
        isNew = unseen == order + 1
        let day = Day(later.createdAt)
        self.day = day == Day(earlier.createdAt) ? nil : day
        author = earlier.author == later.author && earlier.tenure == later.tenure ? nil : later.author
        if !isNew && self.day == nil && author == nil { return nil }
    }
}

extension Model {
    /// Draws a gap in the row between two segments; a turn has a small mark, what is more has a rule.
    func draw(
        _ gap: ManuscriptGap, _ editor: Editor, row: Int, columns: Int, in area: Rect, on grid: inout Grid
    ) {
        let name = gap.author.flatMap { showsAuthors ? editor.name(of: $0) : nil }
        let words = [gap.isNew ? Phrases.new : nil, gap.day?.written, name].compactMap { $0 }
        let style = gap.isNew ? theme.notice : theme.faint
        let left = area.origin.column + 1
        let isRule = gap.isNew || gap.day != nil
        let end = area.origin.column + ManuscriptLayout.leftMargin + columns
        let dashes = isRule ? end - left : words.isEmpty ? 3 : 1
        for column in left..<left + dashes {
            grid.write("─", at: Point(column: column, row: row), style: gap.isNew ? style : theme.rule, clip: area)
        }
        guard !words.isEmpty else { return }
        let room = columns - (isRule ? 1 : 0)
        let label = " " + CellWidth.truncated(words.joined(separator: " · "), columns: max(1, room)) + " "
        grid.write(label, at: Point(column: left + 1, row: row), style: style, clip: area)
    }
}

extension Day {
    /// `Tue 24 Nov 2026`.
    var written: String {
        // 1970-01-01 was a Thursday.
        let weekday = Int(((number + 4) % 7 + 7) % 7)
        let parts = date.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3, Phrases.months.indices.contains(parts[1] - 1) else { return date }
        return "\(Phrases.weekdays[weekday]) \(parts[2]) \(Phrases.months[parts[1] - 1]) \(date.prefix(4))"
    }
}
