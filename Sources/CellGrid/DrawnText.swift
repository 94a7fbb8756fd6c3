/// Text for a terminal that is written to in lines, without a grid.
public enum DrawnText {
    /// One line of text as a grid draws it: visible escapes for what cannot be printed, a line break among it, a tab as
    /// blanks, and no more marks on a letter than a cell holds.
    public static func line(_ text: some StringProtocol) -> String {
        if text.utf8.allSatisfy(CellWidth.isPrintableASCII) { return String(text) }
        var drawn = ""
        var column = 0
        var clusters = Clusters(Substring(text))
        while let next = clusters.next() {
            let columns = next.columns(at: column)
            switch next {
            case .ascii(let byte): drawn.unicodeScalars.append(Unicode.Scalar(byte))
            case .other(let cluster):
                switch Drawing(cluster) {
                case .glyph(let glyph, _): drawn.append(glyph)
                case .escape(let escape): drawn += escape
                case .tab: drawn += String(repeating: " ", count: columns)
                }
            }
            column += columns
        }
        return drawn
    }
}
