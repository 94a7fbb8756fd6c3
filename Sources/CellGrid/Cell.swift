/// One place of the grid: a printable grapheme cluster, or the continuation of the wide one to its left.
///
/// Only a `Grid` makes cells, and it makes none that a terminal could take for a command.
public struct Cell: Equatable, Sendable {
    /// What stands here; a blank in a continuation.
    public let glyph: Character
    public let style: Style
    let width: UInt8

    /// How many columns the glyph takes; 0 in a continuation.
    public var columns: Int { Int(width) }

    /// Whether the glyph to the left reaches into this cell.
    public var isContinuation: Bool { width == 0 }

    /// How many scalars may follow the first one of a glyph; the longest emoji sequence in use has nine.
    /// More than these, such as a tower of combining marks, is not drawn.
    public static let followingScalars = 9

    init(glyph: Character, columns: Int, style: Style) {
        self.glyph = glyph
        self.style = style
        self.width = UInt8(clamping: columns)
    }

    static func blank(_ style: Style) -> Cell {
        Cell(glyph: " ", columns: 1, style: style)
    }

    static func continuation(_ style: Style) -> Cell {
        Cell(glyph: " ", columns: 0, style: style)
    }
}
