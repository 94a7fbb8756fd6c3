import Glibc

/// Where this program keeps things (XDG Base Directory Specification).
struct Folders: Sendable {
    /// Drafts of the local server, and how to find it.
    let data: String
    /// What is unsent, and logs.
    let state: String
    /// What the reader has set.
    let configuration: String

    /// Texts that another editor has at the moment.
    var outside: String { state + "/edit" }

    /// The folders that the environment names.
    init(environment: [String: String]) {
        let home = Environment.home(in: environment)
        func folder(_ variable: String, _ fallback: String) -> String {
            // A relative path in these variables is invalid and to be ignored.
            let base = environment[variable].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? home + fallback
            return base + "/draft"
        }
        data = folder("XDG_DATA_HOME", "/.local/share")
        state = folder("XDG_STATE_HOME", "/.local/state")
        configuration = folder("XDG_CONFIG_HOME", "/.config")
    }

    /// Makes a folder and those above it, for this user alone.
    static func make(_ path: String) throws(CommandFailure) {
        var made = ""
        for part in path.split(separator: "/") {
            made += "/" + part
            if mkdir(made, 0o700) != 0, errno != EEXIST {
                throw .files("cannot make the folder \(made): \(describe(errno))")
            }
        }
    }
}

/// The system's words for an error number.
func describe(_ code: Int32) -> String {
    strerror(code).map { String(cString: $0) } ?? "error \(code)"
}
