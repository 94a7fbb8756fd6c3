/// Why the screen cannot be used.
enum TerminalError: Error, Equatable {
    /// Standard input or output is a file or a pipe.
    case notATerminal
    /// The terminal database does not know what `TERM` names.
    case unknownTerminal(String)
    /// It cannot place its cursor.
    case tooSimple(String)
    /// The screen is in use by this process already.
    case alreadyOpen
    /// The system refused; `errno` says why.
    case system(call: String, errno: Int32)
}
