import FoundationEssentials
import Glibc

/// The variables that this process was given.
enum Environment {
    static var variables: [String: String] { ProcessInfo.processInfo.environment }

    /// This user's home.
    static var home: String { home(in: variables) }

    /// The home that `variables` name, else the one that the system knows. A folder that others can write to is none.
    static func home(in variables: [String: String]) -> String {
        if let home = variables["HOME"], !home.isEmpty { return home }
        guard let entry = getpwuid(getuid()), let home = entry.pointee.pw_dir else { return "/" }
        return String(cString: home)
    }

    /// Whether tmux or screen stands between this program and the terminal.
    static var hasMultiplexer: Bool { ["TMUX", "STY"].contains { !(variables[$0] ?? "").isEmpty } }

    /// Whether `TERM` names a terminal that prints and does nothing else.
    static var hasDumbTerminal: Bool { variables["TERM"] == "dumb" }
}
