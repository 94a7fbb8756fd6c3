import CNcurses
import CellGrid
import Glibc

/// What the terminal database says of this terminal, and what follows from it.
struct TerminalDescription {
    let modes: TerminalModes
    /// The entry of the database.
    let name: String
    /// What gives the terminal back without ncurses.
    let farewell: String

    /// Reads the entry that `TERM` names, or its sister that has as many colours as are wanted.
    init(mouse: Bool, colors: ColorDepth) throws(TerminalError) {
        let wanted = getenv("TERM").map { String(cString: $0) } ?? ""
        var status: Int32 = 0
        // With a place for the status, an unknown terminal is an answer; without one it is the end of the process.
        let found = colors.names(of: wanted).first { setupterm($0, STDOUT_FILENO, &status) == OK }
        guard let name = found else { throw .unknownTerminal(wanted) }
        self.name = name
        defer { draft_forget_description() }
        guard let cup = Self.capability("cup") else { throw .tooSimple(name) }
        let speaksANSI = cup.hasPrefix("\u{1B}[")
        modes = TerminalModes(
            terminal: name, speaksANSI: speaksANSI, mouse: mouse,
            isMultiplexed: Environment.hasMultiplexer)
        let plain = ["sgr0", "op", "rmkx", "cnorm"].compactMap(Self.capability).joined()
        // Without a second screen, what comes next stands below this one.
        let below = (speaksANSI ? "\u{1B}[999;1H" : "") + "\r\n"
        farewell = modes.leave + plain + (Self.capability("rmcup") ?? below)
    }

    /// A capability without its padding, `$<milliseconds>`, which only terminals on a slow line needed.
    private static func capability(_ name: String) -> String? {
        guard let value = draft_capability(name) else { return nil }
        var rest = Substring(String(cString: value))
        var sequence = ""
        while let start = rest.firstRange(of: "$<"), let end = rest[start.upperBound...].firstIndex(of: ">") {
            sequence += rest[..<start.lowerBound]
            rest = rest[rest.index(after: end)...]
        }
        return sequence + rest
    }
}
