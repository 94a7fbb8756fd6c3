import CellGrid
import DraftCore

/// A segment in rows, those of a quote or of a list's item set in behind the first.
struct WrappedSegment {
    let text: String
    private(set) var rows: [Row] = []

    struct Row: Equatable {
        /// In UTF-8, of the text.
        let range: Range<Int>
        /// Columns before it.
        let indent: Int
    }

    init(_ source: ManuscriptText, columns: Int) {
        text = source.text
        for block in source.blocks {
            let start = block.range.lowerBound
            let marker = slice(start..<start + block.hang)
            let hang = CellWidth.columns(of: marker)
            // A marker that takes up most of the line hangs nothing.
            let hangs = hang > 0 && hang * 2 <= columns
            let first = hangs ? start + block.hang : start
            let wrap = TextWrap(String(slice(first..<block.range.upperBound)), columns: columns - (hangs ? hang : 0))
            for (index, line) in wrap.lines.enumerated() {
                let begins = index == 0 ? start : line.range.lowerBound + first
                rows.append(
                    Row(range: begins..<line.range.upperBound + first, indent: index > 0 && hangs ? hang : 0))
            }
        }
    }

    func slice(_ range: Range<Int>) -> Substring {
        let bytes = text.utf8
        let start = bytes.index(text.startIndex, offsetBy: range.lowerBound)
        return text[start..<bytes.index(start, offsetBy: range.count)]
    }

    /// The row in which an offset stands.
    func row(of offset: Int) -> Int {
        max(0, (rows.firstIndex { $0.range.lowerBound > offset } ?? rows.count) - 1)
    }
}

extension ManuscriptLayout.Line {
    /// The columns, from the left of the text, that a part of a segment's shown text takes in this line.
    func columns(of range: Range<Int>) -> Range<Int> {
        guard let source, range.overlaps(source.range) else { return 0..<0 }
        let part = range.clamped(to: source.range)
        let bytes = text.utf8
        let first = bytes.index(text.startIndex, offsetBy: part.lowerBound - source.range.lowerBound)
        let end = bytes.index(first, offsetBy: part.count)
        let before = CellWidth.columns(of: text[..<first])
        return indent + before..<indent + before + CellWidth.columns(of: text[first..<end], at: before)
    }
}
