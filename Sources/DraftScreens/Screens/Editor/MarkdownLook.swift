/// How parts of a segment's text look by their Markdown. The marks stay where they are: the text is the text.
struct MarkdownLook: OptionSet, Hashable {
    let rawValue: UInt8

    static let emphasis = MarkdownLook(rawValue: 1 << 0)
    static let strong = MarkdownLook(rawValue: 1 << 1)
    static let code = MarkdownLook(rawValue: 1 << 2)
    /// The signs that make the rest look so.
    static let mark = MarkdownLook(rawValue: 1 << 3)

    /// A part of a text that looks alike.
    struct Run: Equatable {
        /// In UTF-8.
        let range: Range<Int>
        let look: MarkdownLook
    }

    /// The runs of a text that do not look plain, in their order; none overlaps another.
    static func runs(of source: ManuscriptText) -> [Run] {
        var changes: [Change] = []
        let bytes = source.text.utf8
        for block in source.blocks {
            let start = block.range.lowerBound
            let behind = start + block.hang..<block.range.upperBound
            switch block.kind {
            case .heading:
                changes.mark(start..<behind.lowerBound, .mark)
                changes.mark(behind, .strong)
            case .quote:
                changes.mark(start..<behind.lowerBound, .mark)
                changes.mark(behind, .emphasis)
            case .item:
                changes.mark(start..<behind.lowerBound, .strong)
            case .code:
                changes.mark(block.range, .code)
            case .rule:
                changes.mark(block.range, .mark)
            case .prose, .verbatim:
                break
            }
            guard block.kind != .code, block.kind != .rule, bytes.mayHoldEmphasis(in: behind) else { continue }
            var spans = EmphasisSpans(source.text, in: behind)
            for span in spans.find() { changes.mark(span.range, span.look) }
        }
        return runs(between: changes)
    }

    /// What begins or ends at a place.
    fileprivate struct Change {
        let offset: Int
        let look: MarkdownLook
        let isBeginning: Bool
    }

    private static func runs(between changes: [Change]) -> [Run] {
        var runs: [Run] = []
        var depth = [Int](repeating: 0, count: 4)
        var last = 0
        for change in changes.sorted(by: { $0.offset < $1.offset }) {
            // Emphasis within what is emphasised, a quote for one, stands out by being upright.
            var look: MarkdownLook = depth[0].isMultiple(of: 2) ? [] : .emphasis
            for (bit, count) in depth.enumerated().dropFirst() where count > 0 {
                look.insert(MarkdownLook(rawValue: 1 << bit))
            }
            if change.offset > last, !look.isEmpty { runs.append(Run(range: last..<change.offset, look: look)) }
            last = change.offset
            depth[change.look.rawValue.trailingZeroBitCount] += change.isBeginning ? 1 : -1
        }
        return runs
    }
}

extension [MarkdownLook.Change] {
    fileprivate mutating func mark(_ range: Range<Int>, _ look: MarkdownLook) {
        guard !range.isEmpty else { return }
        append(MarkdownLook.Change(offset: range.lowerBound, look: look, isBeginning: true))
        append(MarkdownLook.Change(offset: range.upperBound, look: look, isBeginning: false))
    }
}

extension String.UTF8View {
    /// Most prose has no sign of emphasis, and is done with here.
    fileprivate func mayHoldEmphasis(in range: Range<Int>) -> Bool {
        let start = index(startIndex, offsetBy: range.lowerBound)
        let part = self[start..<index(start, offsetBy: range.count)]
        return part.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "`") }
    }
}
