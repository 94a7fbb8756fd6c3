import CNcurses
import CellGrid
import Glibc

/// Hands the cells that changed to ncurses, which finds out what to send.
struct CursesPainter {
    private let window: UnsafeMutablePointer<WINDOW>
    private var colors: CursesColors
    private var staged: [cchar_t] = []
    private var lastStyle: (style: Style, pair: Int32) = (.plain, 0)

    init(window: UnsafeMutablePointer<WINDOW>, colors: CursesColors) {
        self.window = window
        self.colors = colors
    }

    /// Draws what differs from the grid drawn before.
    mutating func stage(_ changes: [Grid.Change], of grid: Grid) {
        for change in changes {
            staged.removeAll(keepingCapacity: true)
            for cell in grid.row(change.row).dropFirst(change.columns.lowerBound).prefix(change.columns.count)
            where !cell.isContinuation {
                append(cell)
            }
            mvwadd_wchnstr(
                window, Int32(clamping: change.row), Int32(clamping: change.columns.lowerBound), staged,
                Int32(clamping: staged.count))
        }
    }

    /// Draws one cell.
    mutating func stage(_ cell: Cell, at point: Point) {
        staged.removeAll(keepingCapacity: true)
        append(cell)
        mvwadd_wchnstr(
            window, Int32(clamping: point.row), Int32(clamping: point.column), staged, Int32(clamping: staged.count))
    }

    private mutating func append(_ cell: Cell) {
        if cell.style != lastStyle.style { lastStyle = (cell.style, colors.pair(for: cell.style)) }
        let attributes = cell.style.attributes.ncurses
        for piece in CellPieces(cell) {
            var character = cchar_t()
            if draft_set_cell(&character, piece, attributes, lastStyle.pair) == OK { staged.append(character) }
        }
    }
}

/// A glyph cut into what ncurses can place: one spacing character each, and what joins it.
///
/// The pieces take exactly the columns of the cell in every terminal. So an emoji sequence that ncurses could only place by
/// other columns shows its first picture alone; a flag is sent as its two letters, which terminals with flags join again.
struct CellPieces: Sequence {
    /// ncurses keeps so many characters a cell.
    private static let limit = 5
    private var pieces: [[wchar_t]] = []

    init(_ cell: Cell) {
        let scalars = cell.glyph.unicodeScalars
        var used = 0
        for scalar in scalars {
            let columns = Int(draft_width(wchar_t(bitPattern: scalar.value)))
            if columns > 0 {
                guard used + columns <= cell.columns else { break }
                used += columns
                pieces.append([wchar_t(bitPattern: scalar.value)])
            } else if columns == 0, !pieces.isEmpty, pieces[pieces.count - 1].count < Self.limit, !scalar.isPresentation
            {
                pieces[pieces.count - 1].append(wchar_t(bitPattern: scalar.value))
            }
        }
        while used < cell.columns {
            pieces.append([0x20])
            used += 1
        }
    }

    func makeIterator() -> some IteratorProtocol<[wchar_t]> {
        pieces.lazy.map { $0 + [0] }.makeIterator()
    }
}

extension Unicode.Scalar {
    /// Whether it changes how its neighbours look, and with some terminals how wide they are, or is not to be seen at all:
    /// variation selectors, joiners, tags.
    fileprivate var isPresentation: Bool {
        value == 0x200D || (0xFE00...0xFE0F).contains(value) || (0xE0100...0xE01EF).contains(value)
            || (0xE0000...0xE007F).contains(value)
    }
}

extension Attributes {
    fileprivate var ncurses: attr_t {
        draft_attributes(
            contains(.bold), contains(.dim), contains(.italic), contains(.underline), contains(.reverse))
    }
}
