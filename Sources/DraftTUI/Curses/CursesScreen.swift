import CNcurses
import CellGrid
import Glibc

/// The screen as ncurses keeps it, and what stands there. All of ncurses belongs to the thread that owns this.
final class CursesScreen {
    private(set) var size: Size
    var keys: CursesKeys
    private let output: ScreenOutput
    private let screen: OpaquePointer
    private let window: UnsafeMutablePointer<WINDOW>
    private let modes: TerminalModes
    private let synchronizes: Bool
    private var painter: CursesPainter
    private var grid: Grid
    private var frame: Frame
    private var title: String?
    private var repaints = true

    /// The largest screen that is drawn on; a terminal that claims more only costs memory.
    private static let limit = Size(columns: 1_000, rows: 1_000)

    /// Signal handlers must be there already, or ncurses installs its own.
    init(
        _ description: TerminalDescription, colors: ColorDepth, ground: Ground?, synchronizedUpdates: Bool
    ) throws(TerminalError) {
        let output = try ScreenOutput()
        guard let screen = draft_new_screen(description.name, output.stream), let window = draft_window() else {
            throw .system(call: "newterm", errno: errno)
        }
        raw()
        noecho()
        nonl()
        set_escdelay(25)
        // What was drawn is sent, whatever has been typed meanwhile.
        typeahead(-1)
        guard let keys = CursesKeys() else {
            endwin()
            delscreen(screen)
            throw .system(call: "newpad", errno: ENOMEM)
        }
        self.keys = keys
        self.output = output
        self.screen = screen
        self.window = window
        modes = description.modes
        synchronizes = synchronizedUpdates
        painter = CursesPainter(window: window, colors: CursesColors(colors, ground: ground))
        size = Size(columns: Int(getmaxx(window)), rows: Int(getmaxy(window)))
        grid = Grid(size: size)
        frame = Frame(grid: grid)
        adoptSize()
        def_prog_mode()
        write(modes.enter)
    }

    deinit {
        delscreen(screen)
    }

    /// Draws what has changed since the frame before.
    func show(_ frame: Frame) {
        let fitted = frame.size == size ? frame.grid : frame.grid.fitted(to: size)
        let changes = fitted.changes(since: grid)
        painter.stage(changes, of: fitted)
        var opening = ""
        if let newTitle = frame.title, newTitle != title {
            title = newTitle
            opening = modes.title(newTitle)
        }
        // A terminal shows a row as it comes. Only several rows could be seen half done, and only for them is the
        // bracket worth its bytes: a typed character is one.
        if repaints || changes.first?.row != changes.last?.row {
            if synchronizes { opening += modes.beginsUpdate }
            output.sendAtOnce(opening: opening, closing: synchronizes ? modes.endsUpdate : "") {
                update(cursor: frame.cursor)
            }
        } else {
            write(opening)
            update(cursor: frame.cursor)
        }
        if frame.bells > self.frame.bells { beep() }
        grid = fitted
        self.frame = frame
        repaints = false
    }

    /// Shows what typing this key will lead to, where that is known before anybody has thought about it; the frame that
    /// follows finds it there, or puts it right.
    func echo(_ key: Key) {
        guard let character = key.text, frame.size == size, !repaints, let point = frame.cursor,
            let cell = frame.echo(of: character)
        else { return }
        painter.stage(cell, at: point)
        update(cursor: point.moved(columns: 1))
        frame = frame.echoing(cell)
        grid = frame.grid
    }

    /// Sends all that is shown again, whatever the terminal has made of it.
    func redraw() {
        repaints = true
        show(frame)
    }

    /// Puts a text into the terminal's clipboard.
    func copy(_ text: String) {
        write(modes.copy(text))
    }

    /// Calls the reader by their desktop.
    func notify(_ text: String, throughMultiplexer: Bool) {
        write(modes.notification(text, throughMultiplexer: throughMultiplexer))
    }

    /// Takes over the size of the terminal, and returns whether it is another.
    @discardableResult
    func adoptSize() -> Bool {
        guard let found = TerminalHold.size else { return false }
        let wanted = Size(
            columns: min(found.columns, Self.limit.columns), rows: min(found.rows, Self.limit.rows))
        guard wanted != size, resizeterm(Int32(wanted.rows), Int32(wanted.columns)) == OK else { return false }
        size = wanted
        werase(window)
        grid = Grid(size: size)
        // What a terminal does with its text when its size changes is its own affair.
        repaints = true
        return true
    }

    /// Leaves the screen as it was found; keys have their usual meaning again.
    func leave() {
        write(modes.leave)
        endwin()
    }

    /// Comes back after `leave` with all that was shown.
    func enter() {
        def_shell_mode()
        reset_prog_mode()
        write(modes.enter)
        title = nil
        repaints = true
        adoptSize()
        show(frame)
    }

    private func update(cursor: Point?) {
        let cursor = cursor.flatMap { grid.bounds.contains($0) ? $0 : nil }
        if let cursor { wmove(window, Int32(cursor.row), Int32(cursor.column)) }
        if cursor == nil { curs_set(0) }
        if repaints { draft_repaint() }
        wnoutrefresh(window)
        doupdate()
        if cursor != nil { curs_set(1) }
    }

    /// ncurses has sent all it had, so this comes after it.
    private func write(_ sequence: String) {
        if !sequence.isEmpty { TerminalHold.write(sequence) }
    }
}

extension Grid {
    /// The same at the top left of a grid of this size.
    fileprivate func fitted(to size: Size) -> Grid {
        var grid = Grid(size: size)
        for row in 0..<min(size.rows, self.size.rows) {
            for (column, cell) in self.row(row).prefix(size.columns).enumerated() where !cell.isContinuation {
                grid.write(String(cell.glyph), at: Point(column: column, row: row), style: cell.style)
            }
        }
        return grid
    }
}
