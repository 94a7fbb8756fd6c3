/// Finds what is emphasised, strong or code in one block, by the rules of CommonMark 0.31 (6.1, 6.2).
///
/// Every sign is looked at a bounded number of times, so that no text makes a frame slow.
struct EmphasisSpans {
    struct Span: Equatable {
        let range: Range<Int>
        let look: MarkdownLook
    }

    /// A run of stars or underscores.
    private struct Delimiter {
        let sign: UInt8
        /// What is left of it.
        var range: Range<Int>
        let length: Int
        let opens: Bool
        let closes: Bool
    }

    private let text: String
    private let bytes: [UInt8]
    /// Where `bytes` begin in the text.
    private let start: Int
    private var spans: [Span] = []
    private var openers: [Delimiter] = []
    /// How many openers were looked through in vain for a closer of a kind.
    private var hopeless: [Int: Int] = [:]

    init(_ text: String, in range: Range<Int>) {
        self.text = text
        start = range.lowerBound
        let first = text.utf8.index(text.startIndex, offsetBy: start)
        bytes = Array(text.utf8[first..<text.utf8.index(first, offsetBy: range.count)])
    }

    mutating func find() -> [Span] {
        var ticks: [Range<Int>]?
        var place = 0
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "\\"):
                place += 2
            case UInt8(ascii: "`"):
                let run = run(at: place)
                let runs = ticks ?? tickRuns(from: place)
                ticks = runs
                place = code(opened: run, runs) ?? run.upperBound
            case UInt8(ascii: "*"), UInt8(ascii: "_"):
                let run = run(at: place)
                take(delimiter(run))
                place = run.upperBound
            default:
                place += 1
            }
        }
        return spans
    }

    private func run(at place: Int) -> Range<Int> {
        place..<(bytes[place...].firstIndex { $0 != bytes[place] } ?? bytes.count)
    }

    private func tickRuns(from place: Int) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var place = place
        while let next = bytes[place...].firstIndex(of: UInt8(ascii: "`")) {
            let run = run(at: next)
            runs.append(run)
            place = run.upperBound
        }
        return runs
    }

    /// - Returns: what is behind the code; nil where nothing closes it, which no length of ticks can be told twice.
    private mutating func code(opened run: Range<Int>, _ runs: [Range<Int>]) -> Int? {
        var low = 0
        var high = runs.count
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].lowerBound <= run.lowerBound { low = middle + 1 } else { high = middle }
        }
        guard let close = runs[low...].first(where: { $0.count == run.count }) else { return nil }
        add(run, .mark)
        add(run.upperBound..<close.lowerBound, .code)
        add(close, .mark)
        return close.upperBound
    }

    private func delimiter(_ run: Range<Int>) -> Delimiter {
        let before = neighbour(before: run.lowerBound)
        let after = neighbour(at: run.upperBound)
        let isLeft = after != .blank && (after != .punctuation || before != .letter)
        let isRight = before != .blank && (before != .punctuation || after != .letter)
        let sign = bytes[run.lowerBound]
        let isStar = sign == UInt8(ascii: "*")
        return Delimiter(
            sign: sign, range: run, length: run.count,
            opens: isStar ? isLeft : isLeft && (!isRight || before == .punctuation),
            closes: isStar ? isRight : isRight && (!isLeft || after == .punctuation))
    }

    private mutating func take(_ delimiter: Delimiter) {
        var delimiter = delimiter
        while delimiter.closes, !delimiter.range.isEmpty, let index = opener(for: delimiter) {
            openers.removeSubrange((index + 1)...)
            let count = min(2, openers[index].range.count, delimiter.range.count)
            let open = openers[index].range.suffix(count)
            let close = delimiter.range.prefix(count)
            add(open, .mark)
            add(open.upperBound..<close.lowerBound, count == 2 ? .strong : .emphasis)
            add(close, .mark)
            openers[index].range.removeLast(count)
            delimiter.range.removeFirst(count)
            if openers[index].range.isEmpty { openers.removeLast() }
            for (kind, bottom) in hopeless where bottom > openers.count { hopeless[kind] = openers.count }
        }
        if delimiter.opens, !delimiter.range.isEmpty { openers.append(delimiter) }
    }

    private mutating func opener(for closer: Delimiter) -> Int? {
        let kind = Int(closer.sign) << 3 | closer.length % 3 << 1 | (closer.opens ? 1 : 0)
        let bottom = hopeless[kind] ?? 0
        let found = openers.indices.dropFirst(bottom).last { index in
            let opener = openers[index]
            guard opener.sign == closer.sign else { return false }
            let isEitherBoth = opener.closes || closer.opens
            let sum = opener.length + closer.length
            return !isEitherBoth || sum % 3 != 0 || (opener.length % 3 == 0 && closer.length % 3 == 0)
        }
        if found == nil { hopeless[kind] = openers.count }
        return found
    }

    private mutating func add(_ range: Range<Int>, _ look: MarkdownLook) {
        spans.append(Span(range: start + range.lowerBound..<start + range.upperBound, look: look))
    }

    private enum Neighbour {
        case blank, punctuation, letter

        init(_ scalar: Unicode.Scalar) {
            if scalar.properties.isWhitespace {
                self = .blank
                return
            }
            switch scalar.properties.generalCategory {
            case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
                .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol:
                self = .punctuation
            default:
                self = .letter
            }
        }
    }

    private func neighbour(before place: Int) -> Neighbour {
        guard place > 0 else { return .blank }
        let scalars = text.unicodeScalars
        let index = text.utf8.index(text.startIndex, offsetBy: start + place)
        return Neighbour(scalars[scalars.index(before: index)])
    }

    private func neighbour(at place: Int) -> Neighbour {
        guard place < bytes.count else { return .blank }
        return Neighbour(text.unicodeScalars[text.utf8.index(text.startIndex, offsetBy: start + place)])
    }
}
