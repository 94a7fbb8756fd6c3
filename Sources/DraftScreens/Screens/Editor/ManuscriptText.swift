import CellGrid
import DraftCore

/// A segment's text as it is read: prose that was wrapped by hand flows again, and blocks are told apart as Markdown does.
///
/// Invariant: a line end that flows is a blank of one byte, so a place means the same in this text and in the stored one.
struct ManuscriptText {
    let text: String
    /// In their order; line ends stand between them.
    let blocks: [Block]

    /// What stands between two line ends that are kept.
    struct Block: Equatable {
        let kind: Kind
        /// In UTF-8.
        let range: Range<Int>
        /// How many bytes stand before the text to which further lines are indented.
        let hang: Int

        enum Kind: Equatable {
            case prose, heading, quote, item
            /// What stands between fences, with a line of its own for each.
            case code
            /// A line of signs alone: a fence, or a rule across the page.
            case rule
            /// Kept as it was written: verses that are set in, tables and empty lines.
            case verbatim
        }
    }

    /// - Parameter shown: what may be drawn, as `SafeText.escaped` makes it.
    init(_ shown: String) {
        var bytes = Array(shown.utf8)
        var blocks: [Block] = []
        var fence: UInt8?
        var start = 0
        while start <= bytes.count {
            let end = bytes[start...].firstIndex(of: .newline) ?? bytes.count
            let line = bytes[start..<end]
            let isFence = line.isFence && (fence == nil || fence == line.first)
            let kept = isFence ? Block.Kind.rule : fence != nil ? .code : nil
            let block = kept.map { Block(kind: $0, range: start..<end, hang: 0) } ?? line.block
            if isFence { fence = fence == nil ? line.first : nil }
            if let last = blocks.last, last.kind == .prose, block.kind == .prose,
                !bytes[last.range].endsHard, shown.mayFlow(before: start)
            {
                bytes[start - 1] = .blank
                blocks[blocks.count - 1] = Block(kind: .prose, range: last.range.lowerBound..<end, hang: 0)
            } else {
                blocks.append(block)
            }
            start = end + 1
        }
        self.blocks = blocks
        text = String(decoding: bytes, as: UTF8.self)
    }
}

extension String {
    /// Whether a blank may take the place of the line end before an offset: not where a mark would join the blank, nor
    /// between scripts that are written without blanks.
    fileprivate func mayFlow(before offset: Int) -> Bool {
        let index = utf8.index(startIndex, offsetBy: offset)
        guard index < endIndex, utf8[index] >= 0x80 else { return true }
        let next = unicodeScalars[index]
        return (" " + String(next)).count == 2 && CellWidth.columns(of: String(next)) == 1
    }
}

extension UInt8 {
    fileprivate static let newline = UInt8(ascii: "\n")
    fileprivate static let blank = UInt8(ascii: " ")
    fileprivate static let tab = UInt8(ascii: "\t")
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}

extension ArraySlice<UInt8> {
    /// Markdown's hard line break: two blanks, or a backslash.
    fileprivate var endsHard: Bool {
        last == UInt8(ascii: "\\") || suffix(2).elementsEqual([.blank, .blank])
    }

    fileprivate var isFence: Bool {
        prefix(3).elementsEqual("```".utf8) || prefix(3).elementsEqual("~~~".utf8)
    }

    /// The line as a block of its own.
    fileprivate var block: ManuscriptText.Block {
        func block(_ kind: ManuscriptText.Block.Kind, hang: Int = 0) -> ManuscriptText.Block {
            ManuscriptText.Block(kind: kind, range: startIndex..<endIndex, hang: hang)
        }
        let indent = prefix { $0 == .blank || $0 == .tab }.count
        let rest = dropFirst(indent)
        guard let first = rest.first else { return block(.verbatim) }
        if first == UInt8(ascii: "#") {
            let signs = rest.prefix { $0 == first }.count
            if signs <= 6, rest.dropFirst(signs).first == .blank { return block(.heading, hang: indent + signs + 1) }
        }
        if first == UInt8(ascii: ">") {
            return block(.quote, hang: indent + rest.prefix { $0 == first || $0 == .blank }.count)
        }
        if let marker = rest.itemMarker { return block(.item, hang: indent + marker) }
        if rest.allSatisfy({ "-*_= ".utf8.contains($0) }) { return block(rest.count < 3 ? .verbatim : .rule) }
        let isSetIn = indent >= 2 || prefix(indent).contains(.tab)
        return block(isSetIn || first == UInt8(ascii: "|") ? .verbatim : .prose)
    }

    /// How many bytes the marker of a list's item takes, with its blank; nil where there is none.
    private var itemMarker: Int? {
        guard let first else { return nil }
        if "-*+".utf8.contains(first) { return dropFirst().first == .blank && !isThematic ? 2 : nil }
        let digits = prefix { $0.isDigit }.count
        let behind = dropFirst(digits)
        guard (1...9).contains(digits), let mark = behind.first, ".)".utf8.contains(mark) else { return nil }
        return behind.dropFirst().first == .blank ? digits + 2 : nil
    }

    private var isThematic: Bool {
        first.map { sign in allSatisfy { $0 == sign || $0 == .blank } && count { $0 == sign } >= 3 } ?? false
    }
}
