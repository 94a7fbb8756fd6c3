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

    /// Whether another program stands between this one and the terminal.
    private let isMultiplexed: Bool

    /// `speaksANSI`: whether the terminal's own sequences begin with `ESC [`.
    init(terminal: String, speaksANSI: Bool, mouse: Bool, isMultiplexed: Bool = false) {
        self.isMultiplexed = isMultiplexed
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

    /// Calls the reader by a notification of the desktop, in both ways that are known (OSC 9 and OSC 777). A multiplexer
    /// swallows them or shows them, unless they are wrapped for the terminal around it.
    func notification(_ text: String, throughMultiplexer: Bool) -> String {
        guard hasTitle, throughMultiplexer || !isMultiplexed else { return "" }
        // A semicolon would end the text.
        let line = Self.printable(text).replacing(";", with: ",")
        let sequences = ["9;" + line, "777;notify;draft;" + line].map { "\u{1B}]" + $0 + "\u{7}" }
        guard isMultiplexed else { return sequences.joined() }
        return sequences.map { "\u{1B}Ptmux;" + $0.replacing("\u{1B}", with: "\u{1B}\u{1B}") + "\u{1B}\\" }.joined()
    }

    /// Sets the window's title; only what a cell may hold gets into it.
    func title(_ text: String) -> String {
        hasTitle ? "\u{1B}]2;" + Self.printable(text) + "\u{7}" : ""
    }

    /// One line of what cells may hold.
    private static func printable(_ text: String) -> String {
        String(CellWidth.prefix(of: DrawnText.line(text), columns: 120))
    }
}
