import CellGrid

/// A composer's lines at a width, and where its caret stands among them.
struct ComposerLayout {
    private let wrap: TextWrap
    private let composer: Composer
    /// Where the caret stands; its row counts lines.
    let caret: Point

    init(_ composer: Composer, columns: Int) {
        self.composer = composer
        let kept = composer.content.wrap
        wrap = kept.columns == columns ? kept : TextWrap(kept.text, columns: columns)
        caret = wrap.point(of: composer.offset)
    }

    var lineCount: Int { wrap.lines.count }

    func line(_ row: Int) -> Substring {
        wrap.lines.indices.contains(row) ? wrap.text(of: wrap.lines[row]) : ""
    }

    /// The range of the text in so many rows.
    func text(ofRows rows: Int, from top: Int) -> Range<Int> {
        let lines = wrap.lines.dropFirst(top).prefix(rows)
        guard let first = lines.first, let last = lines.last else { return 0..<0 }
        return first.range.lowerBound..<last.range.upperBound
    }

    /// The line at the top of so many rows: where it was, unless the caret would be out of sight.
    func top(rows: Int) -> Int {
        let nearest = min(max(composer.top, caret.row - rows + 1), caret.row)
        return max(0, min(nearest, lineCount - rows))
    }

    /// The place of the text at a point; rows count lines.
    func offset(at point: Point) -> Int {
        guard point.row >= 0 else { return 0 }
        return point.row < lineCount ? wrap.offset(at: point) : composer.content.end
    }

    /// The columns of a line that a range of the text takes; a line feed in it takes one, so that it can be seen.
    func columns(of range: Range<Int>, row: Int) -> Range<Int> {
        guard wrap.lines.indices.contains(row) else { return 0..<0 }
        let line = wrap.lines[row]
        let start = max(range.lowerBound, line.range.lowerBound)
        guard start <= line.range.upperBound, range.upperBound > line.range.lowerBound, start < range.upperBound else {
            return 0..<0
        }
        let text = wrap.text(of: line)
        let first = Self.columns(of: text, bytes: start - line.range.lowerBound)
        let last = Self.columns(of: text, bytes: min(range.upperBound, line.range.upperBound) - line.range.lowerBound)
        let takesLineFeed = line.endsParagraph && range.upperBound > line.range.upperBound
        return first..<max(first, last) + (takesLineFeed ? 1 : 0)
    }

    private static func columns(of line: Substring, bytes: Int) -> Int {
        CellWidth.columns(of: line[..<line.utf8.index(line.startIndex, offsetBy: bytes)])
    }
}
