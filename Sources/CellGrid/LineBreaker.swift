/// Finds the lines of a text one after the other; what a line pushes over its edge is looked at once more for the next.
///
/// A line depends on nothing before its beginning, so the breaker may set out at any line that is known to begin there.
struct LineBreaker {
    private typealias Index = Substring.Index

    private let text: Substring
    private let limit: Int
    private var clusters: Clusters
    private var start: Index
    private var column = 0
    /// The last place at which the line may be broken, and the columns up to it.
    private var softBreak: (index: Index, column: Int)?
    private var before = Kind.blank
    private var isAtEnd = false

    /// - Parameter offset: where the first line begins, as a UTF-8 offset.
    init(_ text: String, columns: Int, from offset: Int = 0) {
        self.text = Substring(text)
        self.limit = columns
        start = text.utf8.index(text.startIndex, offsetBy: offset)
        clusters = Clusters(self.text, from: start)
    }

    /// The next line; nil after the one that ends with the text.
    mutating func next() -> TextWrap.Line? {
        guard !isAtEnd else { return nil }
        var index = clusters.index
        while let cluster = clusters.next() {
            let kind = Kind(cluster, after: before)
            if kind == .newline {
                let line = line(to: index, columns: column, endsParagraph: true)
                begin(at: clusters.index)
                return line
            }
            let width = cluster.columns(at: column)
            if index > start, before.allowsBreak(before: kind) { softBreak = (index, column) }
            if kind != .blank, column + width > limit, index > start {
                let place = softBreak ?? (index, column)
                let line = line(to: place.index, columns: place.column, endsParagraph: false)
                begin(at: place.index)
                return line
            }
            column += width
            before = kind
            index = clusters.index
        }
        isAtEnd = true
        return line(to: text.endIndex, columns: column, endsParagraph: true)
    }

    private mutating func begin(at index: Index) {
        clusters = Clusters(text, from: index)
        start = index
        column = 0
        softBreak = nil
        before = .blank
    }

    private func line(to end: Index, columns: Int, endsParagraph: Bool) -> TextWrap.Line {
        let bytes = text.utf8
        let first = bytes.distance(from: text.startIndex, to: start)
        return TextWrap.Line(
            range: first..<first + bytes.distance(from: start, to: end), columns: min(columns, limit),
            endsParagraph: endsParagraph)
    }
}

extension LineBreaker {
    /// What a cluster means for breaking lines.
    private enum Kind {
        case newline, blank, letter, hyphen
        /// May stand at the beginning and at the end of any line.
        case wide
        /// Belongs to what stands before it, as a closing bracket or a full stop of wide scripts does.
        case closing

        init(_ cluster: Clusters.Cluster, after before: Kind) {
            switch cluster {
            case .ascii(UInt8(ascii: " ")), .other(" "), .other("\t"): self = .blank
            // A dash that opens a word, as in -5, is a part of it.
            case .ascii(UInt8(ascii: "-")), .other("-"): self = before == .letter ? .hyphen : .letter
            case .ascii: self = .letter
            case .other("\n"), .other("\r\n"): self = .newline
            case .other("–"), .other("—"): self = .hyphen
            case .other(let cluster) where Self.closingMarks.contains(cluster): self = .closing
            case .other(let cluster): self = CellWidth.columns(of: cluster) > 1 ? .wide : .letter
            }
        }

        private static let closingMarks = Set("、。，．！？：；」』】）〕》〉’”…ーぁぃぅぇぉっゃゅょァィゥェォッャュョ")

        func allowsBreak(before next: Kind) -> Bool {
            switch (self, next) {
            case (_, .blank), (_, .newline): false
            case (.blank, _): true
            case (_, .closing): false
            case (.wide, _), (_, .wide): true
            case (.closing, _), (.letter, _), (.newline, _): false
            case (.hyphen, _): next == .letter
            }
        }
    }
}
