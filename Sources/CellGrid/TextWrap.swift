/// A text broken into lines of at most so many columns, at words where it can be.
///
/// The blanks at a soft break belong to the line they end; they may hang over its edge, where a caret stands at the edge.
/// A position in the text is a UTF-8 offset, which stays a plain number in a model.
public struct TextWrap: Equatable, Sendable {
    public struct Line: Equatable, Sendable {
        /// What stands on the line, as UTF-8 offsets; without the line break that may end it.
        public let range: Range<Int>
        /// The columns it takes, without blanks that hang over the edge.
        public let columns: Int
        /// Whether it ends with a line break or the text, not with a soft break.
        public let endsParagraph: Bool

        fileprivate func moved(by bytes: Int) -> Line {
            Line(
                range: range.lowerBound + bytes..<range.upperBound + bytes, columns: columns,
                endsParagraph: endsParagraph)
        }
    }

    public private(set) var text: String
    public let columns: Int
    /// At least one, and one more after a line break that ends the text.
    public private(set) var lines: [Line] = []

    /// Leave a column free beside the lines for a caret behind the last character of a full one.
    public init(_ text: String, columns: Int) {
        self.text = text
        self.columns = max(1, columns)
        var breaker = LineBreaker(text, columns: self.columns)
        while let line = breaker.next() { lines.append(line) }
    }

    /// Puts another text in the place of a range, and breaks only those lines anew that this can change.
    public mutating func replace(_ range: Range<Int>, with replacement: String) {
        let shift = replacement.utf8.count - range.count
        // What stands at a line's beginning may move up now; never further than over a line that is one word.
        let first = max(0, row(of: range.lowerBound) - 2)
        var next = row(of: range.upperBound)
        text.replaceSubrange(index(range.lowerBound)..<index(range.upperBound), with: replacement)
        var breaker = LineBreaker(text, columns: columns, from: lines[first].range.lowerBound)
        var broken: [Line] = []
        var goesOnAsBefore = false
        while !goesOnAsBefore, let line = breaker.next() {
            let old = line.range.lowerBound - shift
            while next < lines.count, lines[next].range.lowerBound < max(old, range.upperBound) { next += 1 }
            // With the same text behind the same beginning, all lines are those of before.
            goesOnAsBefore = next < lines.count && lines[next].range.lowerBound == old
            if !goesOnAsBefore { broken.append(line) }
        }
        if !goesOnAsBefore { next = lines.count }
        if shift != 0 { for row in next..<lines.count { lines[row] = lines[row].moved(by: shift) } }
        lines.replaceSubrange(first..<next, with: broken)
    }

    /// What stands on a line.
    public func text(of line: Line) -> Substring {
        text[index(line.range.lowerBound)..<index(line.range.upperBound)]
    }

    /// Where a caret before this offset stands: `row` counts lines, `column` is at most `columns`. At a soft break, that is the
    /// beginning of the next line. An offset inside a cluster counts as its beginning, one outside of the text as its end.
    public func point(of offset: Int) -> Point {
        let row = row(of: offset)
        let line = lines[row]
        var column = 0
        var clusters = Clusters(text(of: line))
        while let next = clusters.next(), self.offset(clusters.index) <= offset {
            column += next.columns(at: column)
        }
        return Point(column: min(column, columns), row: row)
    }

    /// The offset of the cluster at a point, or of its line's end; rows outside are those nearest to them.
    public func offset(at point: Point) -> Int {
        let row = min(max(0, point.row), lines.count - 1)
        let line = lines[row]
        var column = 0
        var start = line.range.lowerBound
        var clusters = Clusters(text(of: line))
        while let next = clusters.next() {
            column = min(column + next.columns(at: column), columns)
            if column > point.column { return start }
            // Behind its last cluster a softly broken line has no place: that offset begins the next line.
            if !line.endsParagraph, offset(clusters.index) == line.range.upperBound { return start }
            start = offset(clusters.index)
        }
        return start
    }

    private func row(of offset: Int) -> Int {
        var low = 0
        var high = lines.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lines[middle].range.lowerBound <= offset { low = middle } else { high = middle }
        }
        return low
    }

    private func index(_ offset: Int) -> String.Index {
        text.utf8.index(text.startIndex, offsetBy: offset)
    }

    private func offset(_ index: String.Index) -> Int {
        text.utf8.distance(from: text.startIndex, to: index)
    }
}
