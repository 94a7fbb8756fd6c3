import CellGrid
import FoundationEssentials

/// The fixed sequences that ncurses does not send by itself. They are known to everything that answers to xterm's way of
/// placing the cursor; other terminals get none of them.
struct TerminalModes {
    let enter: String
    let leave: String
    let beginsUpdate: String
    let endsUpdate: String
    /// Whether operating system commands are understood or at least swallowed.
    private let hasTitle: Bool

    /// `speaksANSI`: whether the terminal's own sequences begin with `ESC [`.
    init(terminal: String, speaksANSI: Bool, mouse: Bool) {
        guard speaksANSI else {
            (enter, leave, beginsUpdate, endsUpdate, hasTitle) = ("", "", "", "", false)
            return
        }
        // Bracketed paste, focus, mouse buttons and drags, mouse reports as decimal numbers.
        let modes = [2004, 1004] + (mouse ? [1002, 1006] : [])
        // Linux' own console writes what it does not know of a title onto the screen.
        hasTitle = terminal != "linux"
        enter = (hasTitle ? "\u{1B}[22;2t" : "") + modes.map { "\u{1B}[?\($0)h" }.joined()
        leave =
            "\u{1B}[?2026l" + modes.reversed().map { "\u{1B}[?\($0)l" }.joined() + (hasTitle ? "\u{1B}[23;2t" : "")
        beginsUpdate = "\u{1B}[?2026h"
        endsUpdate = "\u{1B}[?2026l"
    }

    /// Puts a text into the clipboard (OSC 52). In base64, so that no byte of it means anything to the terminal.
    func copy(_ text: String) -> String {
        hasTitle ? "\u{1B}]52;c;" + Data(text.utf8).base64EncodedString() + "\u{7}" : ""
    }

    /// Sets the window's title; only what a cell may hold gets into it.
    func title(_ text: String) -> String {
        guard hasTitle else { return "" }
        var line = Grid(size: Size(columns: 120, rows: 1))
        let columns = line.write(text, at: .origin)
        let glyphs = line.row(0).prefix(columns).filter { !$0.isContinuation }.map(\.glyph)
        return "\u{1B}]2;" + String(glyphs) + "\u{7}"
    }
}
