extension Grid {
    /// The grid as text for people: its rows between bars, then, unless all is plain, the rows again with a letter for each
    /// style, then what the letters mean. Equal grids give equal texts.
    public var golden: String {
        var legend = StyleLegend()
        var glyphs: [String] = []
        var letters: [String] = []
        for row in 0..<size.rows {
            let cells = self.row(row)
            glyphs.append("|" + String(cells.filter { !$0.isContinuation }.map(\.glyph)) + "|")
            letters.append("|" + String(cells.map { legend.letter(of: $0.style) }) + "|")
        }
        let styled = legend.styles.isEmpty ? [] : letters + legend.lines
        return (glyphs + styled).joined(separator: "\n") + "\n"
    }
}

extension Frame {
    /// The grid's golden text below a line with the size, the cursor and the title.
    public var golden: String {
        var head = "\(grid.size.columns)×\(grid.size.rows)"
        if let cursor { head += ", cursor at column \(cursor.column), row \(cursor.row)" }
        if let title { head += ", titled \(title.debugDescription)" }
        return head + "\n" + grid.golden
    }
}

/// Gives letters to styles in the order in which they appear.
private struct StyleLegend {
    private(set) var styles: [Style] = []
    private static let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")

    mutating func letter(of style: Style) -> Character {
        if style == .plain { return "." }
        let index = styles.firstIndex(of: style) ?? styles.endIndex
        if index == styles.endIndex { styles.append(style) }
        return index < Self.letters.count ? Self.letters[index] : "?"
    }

    var lines: [String] {
        zip(Self.letters, styles).map { letter, style in "\(letter): \(style.golden)" }
    }
}

extension Style {
    fileprivate var golden: String {
        var words: [String] = []
        if foreground != .terminal { words.append(foreground.golden) }
        if background != .terminal { words.append("on \(background.golden)") }
        let names: [(Attributes, String)] = [
            (.bold, "bold"), (.dim, "dim"), (.italic, "italic"), (.underline, "underline"), (.reverse, "reverse"),
        ]
        words += names.filter { attributes.contains($0.0) }.map(\.1)
        return words.joined(separator: " ")
    }
}

extension Color {
    private static let names = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white", "brightBlack"]

    fileprivate var golden: String {
        switch self {
        case .terminal: "terminal"
        case .palette(let index) where index < Self.names.count: Self.names[Int(index)]
        case .palette(let index): "palette \(index)"
        case .rgb(let red, let green, let blue): "rgb \(red) \(green) \(blue)"
        }
    }
}
