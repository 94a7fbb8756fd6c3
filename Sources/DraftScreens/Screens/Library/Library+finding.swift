import CellGrid
import DraftCore

// Finding a draft in the list: by letters, by its place, by the mouse.
extension Model {
    /// Takes keys into what the titles are looked through for, if they are and the keys belong there.
    /// - Returns: whether they did.
    func look(in library: inout Library, _ meaning: KeyMeaning) -> Bool {
        guard var filter = library.filter else { return false }
        switch meaning {
        case .action(.cancel), .action(.filter): library.look(for: nil)
        // Where nothing is looked for, the ends are those of the list.
        case .action(.lineStart) where filter.text.isEmpty: library.choose(0)
        case .action(.lineEnd) where filter.text.isEmpty: library.choose(.max)
        default:
            let before = filter
            filter.takeInLine(meaning)
            guard filter != before else { return false }
            library.look(for: filter)
        }
        return true
    }

    mutating func paste(_ text: String, into library: Library) {
        var library = library
        guard var filter = library.filter else { return }
        filter.insert(SafeText.cleaned(text, for: .line).text)
        library.look(for: filter)
        reveal(library)
    }

    mutating func sort(_ library: inout Library) {
        draftOrder = library.order.next
        library.sort(by: draftOrder)
    }

    /// Shows the list so that the chosen row is on the screen, unless the reader has left it.
    mutating func reveal(_ library: Library) {
        guard case .library = screen else { return }
        var shown = library
        shown.top = LibraryLayout(size).top(of: library)
        screen = .library(shown)
    }

    /// A press chooses a row, a second one upon it opens the draft; the wheel chooses too.
    mutating func updateLibrary(_ library: Library, mouse: Mouse) -> [Effect] {
        var library = library
        defer { reveal(library) }
        switch mouse.action {
        case .scrollUp: library.move(by: -1)
        case .scrollDown: library.move(by: 1)
        case .press(.left):
            let layout = LibraryLayout(size)
            let row = layout.top(of: library) + mouse.point.row - layout.list.origin.row
            guard layout.list.rows.contains(mouse.point.row), library.rows.indices.contains(row) else { break }
            let last = library.pressed
            library.choose(row)
            library.pressed = Library.Press(row: row, moment: now)
            if let last, last.row == row, now.milliseconds - last.moment.milliseconds <= Int64(Pointing.doubleClick),
                let draft = library.selected
            {
                return open(draft.id)
            }
        default: break
        }
        return []
    }
}

/// Where the parts of the list stand.
struct LibraryLayout {
    /// Where the reader writes what they look for.
    let filter: Rect
    let list: Rect
    let footer: Rect

    init(_ size: Size) {
        let (_, belowHeader) = Rect(size: size).split(top: 2)
        let (middle, footer) = belowHeader.split(bottom: 2)
        (filter, list) = middle.split(top: 1)
        self.footer = footer
    }

    /// How many rows a page is.
    var page: Int { max(1, list.size.rows - 1) }

    /// Which row is the first on the screen.
    func top(of library: Library) -> Int {
        let last = max(0, library.rows.count - list.size.rows)
        let lowest = max(0, library.selection - list.size.rows + 1)
        return min(max(library.top, lowest), library.selection, last)
    }
}
