import CellGrid
import DraftCore

/// The manuscript in lines. Only segments that are asked for are wrapped, so a frame costs what it shows.
struct ManuscriptLayout {
    /// Columns to the left of the text.
    static let leftMargin = 3
    /// Columns to the right of the text, for the author's name or the state of a segment.
    static let rightMargin = 14

    let replica: Replica
    /// How wide a line of text is at most.
    let columns: Int

    /// One line as it is drawn.
    struct Line {
        let text: String
        let style: Kind
        /// Columns before the text.
        var indent = 0
        /// Stands to the right of a segment's last line, or of the last one that is in sight.
        var margin: Margin?
        /// Which part of a segment's shown text it is, in UTF-8; nil between segments.
        let source: (order: Int, range: Range<Int>)?
        /// Parts of that text that do not look plain.
        var looks: ArraySlice<MarkdownLook.Run> = []
        /// The segment that it stands behind; nil in a segment.
        var gapBehind: Int?

        enum Kind {
            case body, pending, faint
        }

        enum Margin {
            case author(UserID)
            case state(VisibleDraft.PendingSegment.State)
        }

        static func gap(behind order: Int) -> Line {
            Line(text: "", style: .body, margin: nil, source: nil, gapBehind: order)
        }
    }

    /// - Parameter measure: how wide a line of text is at most.
    init(_ replica: Replica, columns: Int, measure: Int) {
        self.replica = replica
        self.columns = max(8, min(measure, columns - Self.leftMargin - Self.rightMargin))
    }

    var orders: Range<Int> { replica.shownOrders }

    /// The lines of one segment, with a gap behind.
    ///
    /// The gap belongs to the segment before it, and is one line whatever is said in it; so neither older text that comes
    /// nor newer moves anything.
    func lines(of order: Int) -> [Line] {
        guard let segment = replica.shownSegment(at: order) else { return [] }
        let source = source(of: segment)
        let wrap = WrappedSegment(source, columns: columns)
        let last = wrap.rows.count - 1
        let (kind, margin) = appearance(of: segment, at: order)
        var looks = segment.isStruck ? [] : MarkdownLook.runs(of: source)[...]
        return wrap.rows.enumerated().map { index, row in
            looks = looks.drop { $0.range.upperBound <= row.range.lowerBound }
            return Line(
                text: String(wrap.slice(row.range)), style: kind, indent: row.indent,
                margin: index == last ? margin : nil, source: segment.isStruck ? nil : (order, row.range),
                looks: looks.prefix { $0.range.lowerBound < row.range.upperBound })
        } + [.gap(behind: order)]
    }

    /// How many lines that are.
    private func lineCount(of order: Int) -> Int {
        replica.shownSegment(at: order).map { wrap($0).rows.count + 1 } ?? 0
    }

    private func source(of segment: Segment) -> ManuscriptText {
        ManuscriptText(SafeText.escaped(segment.content ?? Phrases.struck, for: .segment))
    }

    private func wrap(_ segment: Segment) -> WrappedSegment {
        WrappedSegment(source(of: segment), columns: columns)
    }

    private func appearance(of segment: Segment, at order: Int) -> (Line.Kind, Line.Margin) {
        let tail = order - replica.manuscript.firstOrder - replica.manuscript.segments.count
        if replica.visible.tail.indices.contains(tail) { return (.pending, .state(replica.visible.tail[tail].state)) }
        let isChanged = replica.visible.amended[segment.id] != nil
        return (
            segment.isStruck ? .faint : isChanged ? .pending : .body,
            isChanged ? .state(.sending) : .author(segment.author)
        )
    }
}

/// The top line of what is read: a segment, and how many of its lines stand above the window.
struct LineAnchor: Equatable, Comparable, Sendable {
    var order: Int
    var line: Int

    static func < (one: LineAnchor, other: LineAnchor) -> Bool {
        (one.order, one.line) < (other.order, other.line)
    }
}

/// Where the manuscript is read: at its end, following new text, or at a place of its own.
struct ManuscriptScroll: Equatable, Sendable {
    /// The top line; nil follows the end.
    private(set) var top: LineAnchor?
    /// How many segments came while reading above.
    private(set) var newBelow = 0

    var isFollowing: Bool { top == nil }

    mutating func follow() {
        top = nil
        newBelow = 0
    }

    mutating func noteNewBelow() {
        if !isFollowing { newBelow += 1 }
    }

    mutating func toBeginning(_ layout: ManuscriptLayout, rows: Int) {
        top = LineAnchor(order: layout.orders.lowerBound, line: 0)
        settle(layout, rows: rows)
    }

    mutating func move(by lines: Int, _ layout: ManuscriptLayout, rows: Int) {
        var anchor = top ?? layout.anchorOfEnd(rows: rows)
        if lines < 0 { layout.step(&anchor, back: -lines) } else { layout.step(&anchor, forward: lines) }
        top = anchor
        settle(layout, rows: rows)
    }

    /// Brings a line into sight; one that is in sight already moves nothing.
    mutating func reveal(_ line: LineAnchor, _ layout: ManuscriptLayout, rows: Int) {
        let first = top ?? layout.anchorOfEnd(rows: rows)
        var end = first
        layout.step(&end, forward: rows)
        guard line < first || line >= end else { return }
        var anchor = line
        layout.step(&anchor, back: rows / 3)
        top = anchor
        settle(layout, rows: rows)
    }

    /// Follows again where the end is in sight.
    private mutating func settle(_ layout: ManuscriptLayout, rows: Int) {
        guard let anchor = top else { return }
        let end = layout.anchorOfEnd(rows: rows)
        if anchor >= end { follow() }
    }
}

extension ManuscriptLayout {
    /// The lines that a window shows.
    func window(_ scroll: ManuscriptScroll, rows: Int) -> [Line] {
        let anchor = scroll.top ?? anchorOfEnd(rows: rows)
        var shown: [Line] = []
        var order = max(anchor.order, orders.lowerBound)
        var skipped = anchor.order < orders.lowerBound ? 0 : anchor.line
        while shown.count < rows, orders.contains(order) {
            shown += lines(of: order).dropFirst(skipped)
            skipped = 0
            order += 1
        }
        return nameLast(of: Array(shown.prefix(rows)))
    }

    /// A segment whose end is out of sight says all the same whose it is.
    private func nameLast(of lines: [Line]) -> [Line] {
        guard var last = lines.last, last.margin == nil, let order = last.source?.order,
            let segment = replica.shownSegment(at: order)
        else { return lines }
        last.margin = appearance(of: segment, at: order).1
        return lines.dropLast() + [last]
    }

    /// The top line when the last line stands at the bottom of the window; the beginning where everything fits in.
    func anchorOfEnd(rows: Int) -> LineAnchor {
        var anchor = LineAnchor(order: orders.upperBound, line: 0)
        // The blank line behind the last segment may leave the window.
        step(&anchor, back: rows + 1)
        return anchor
    }

    /// The line in which a place of a segment's shown text stands.
    func line(of place: ManuscriptSearch.Place) -> LineAnchor {
        let row = replica.shownSegment(at: place.order).map { wrap($0).row(of: place.offset) }
        return LineAnchor(order: place.order, line: row ?? 0)
    }

    /// Where a line begins in its segment's shown text.
    func place(of line: LineAnchor) -> ManuscriptSearch.Place {
        let ranges = lines(of: line.order).compactMap(\.source?.range)
        let offset = ranges.indices.contains(line.line) ? ranges[line.line].lowerBound : ranges.last?.upperBound
        return ManuscriptSearch.Place(order: line.order, offset: offset ?? 0)
    }

    func step(_ anchor: inout LineAnchor, back count: Int) {
        var left = count
        while left > 0 {
            if anchor.line >= left {
                anchor.line -= left
                return
            }
            left -= anchor.line
            guard anchor.order > orders.lowerBound else {
                anchor.line = 0
                return
            }
            anchor.order -= 1
            anchor.line = lineCount(of: anchor.order)
        }
    }

    func step(_ anchor: inout LineAnchor, forward count: Int) {
        var left = count
        while left > 0, orders.contains(anchor.order) {
            let available = lineCount(of: anchor.order) - anchor.line
            if left < available {
                anchor.line += left
                return
            }
            left -= available
            anchor = LineAnchor(order: anchor.order + 1, line: 0)
        }
    }
}
