/// All that a terminal shows at one moment. Facts, not commands: the terminal finds out what has to change.
public struct Frame: Equatable, Sendable {
    public var grid: Grid
    /// Where the cursor stands; nil hides it.
    public var cursor: Point?
    /// The window's title; nil leaves it as it is.
    public var title: String?
    /// How often the bell has rung so far; it rings when a frame names more than the frame before.
    public var bells: Int

    /// How a letter, a digit or a blank that is typed next will look where the cursor stands, if with it in its place and the
    /// cursor behind it the next frame is this one; nil where typing may change more.
    public var echo: Style?

    public init(grid: Grid, cursor: Point? = nil, title: String? = nil, bells: Int = 0, echo: Style? = nil) {
        self.grid = grid
        self.cursor = cursor
        self.title = title
        self.bells = bells
        self.echo = echo
    }

    /// What typing `character` will put where the cursor stands; nil where that is not known.
    public func echo(of character: Character) -> Cell? {
        guard let echo, character == " " || character.isASCIILetterOrDigit else { return nil }
        return Cell(glyph: character, columns: 1, style: echo)
    }

    /// The frame that an echo leads to.
    public func echoing(_ cell: Cell) -> Frame {
        var next = self
        // Whether a second one would do no more, only the next frame knows.
        next.echo = nil
        guard let cursor else { return next }
        next.grid.write(String(cell.glyph), at: cursor, style: cell.style)
        next.cursor = cursor.moved(columns: 1)
        return next
    }

    public var size: Size { grid.size }
}

extension Character {
    fileprivate var isASCIILetterOrDigit: Bool { isASCII && (isLetter || isNumber) }
}
