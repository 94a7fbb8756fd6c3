/// The one rule for how many columns text takes: exactly those in which `Grid.write` draws it.
///
/// By grapheme cluster: East Asian wide and full-width characters and emoji take two, marks join their base, anything else
/// takes one a scalar; what cannot be printed takes the columns of its visible escape.
public enum CellWidth {
    /// The distance of tab stops.
    public static let tabStop = 4

    /// The columns of a cluster that begins `column` columns after the tabs' origin; always at least 1.
    public static func columns(of cluster: Character, at column: Int = 0) -> Int {
        if let byte = cluster.utf8.first, isPrintableASCII(byte), cluster.utf8.count == 1 { return 1 }
        switch Drawing(cluster) {
        case .glyph(_, let columns): return columns
        case .escape(let text): return text.utf8.count
        case .tab: return columnsToNextStop(from: column)
        }
    }

    /// The columns of a text on one line that begins `column` columns after the tabs' origin.
    public static func columns(of text: some StringProtocol, at column: Int = 0) -> Int {
        var end = column
        var clusters = Clusters(Substring(text))
        while let next = clusters.next() {
            end += next.columns(at: end)
        }
        return end - column
    }

    /// The longest beginning of a text that fits into so many columns; clusters stay whole.
    public static func prefix(of text: some StringProtocol, columns limit: Int) -> Substring {
        let text = Substring(text)
        var column = 0
        var clusters = Clusters(text)
        var end = clusters.index
        while let next = clusters.next() {
            column += next.columns(at: column)
            if column > limit { break }
            end = clusters.index
        }
        return text[..<end]
    }

    /// The text itself if it fits into so many columns, else its beginning and an ellipsis.
    public static func truncated(_ text: some StringProtocol, columns limit: Int) -> String {
        let head = prefix(of: text, columns: limit)
        if head.endIndex == text.endIndex { return String(text) }
        return limit < 1 ? "" : prefix(of: text, columns: limit - 1) + "…"
    }

    static func columnsToNextStop(from column: Int) -> Int {
        let past = column % tabStop
        return tabStop - (past < 0 ? past + tabStop : past)
    }

    static func isPrintableASCII(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x7F
    }
}
