import CellGrid

/// A composer's text in lines, and where its caret stands among them.
struct ComposerLayout {
    private let wrap: TextWrap
    private let composer: Composer
    /// Where the caret stands; its row counts lines.
    let caret: Point

    init(_ composer: Composer, columns: Int) {
        self.composer = composer
        wrap = TextWrap(composer.text, columns: columns)
        let bytes = composer.characters[..<composer.caret].reduce(0) { $0 + $1.utf8.count }
        caret = wrap.point(of: bytes)
    }

    var lineCount: Int { wrap.lines.count }

    func line(_ row: Int) -> Substring {
        wrap.lines.indices.contains(row) ? wrap.text(of: wrap.lines[row]) : ""
    }

    /// How many characters stand before that place. A row above or below the text is its beginning or its end.
    func position(row: Int, column: Int) -> Int {
        guard row >= 0 else { return 0 }
        guard row < lineCount else { return composer.characters.count }
        let target = wrap.offset(at: Point(column: column, row: row))
        var bytes = 0
        for (index, character) in composer.characters.enumerated() {
            if bytes >= target { return index }
            bytes += character.utf8.count
        }
        return composer.characters.count
    }
}
