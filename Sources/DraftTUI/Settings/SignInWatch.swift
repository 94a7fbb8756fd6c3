import CollabClient
import Glibc

/// Notices that somebody signs in, or out, in another terminal: the file with the sign-ins is another one then.
struct SignInWatch {
    /// While nothing can be sent for want of a sign-in, it is looked for this often.
    static let spacing = Duration.seconds(2)

    private struct Stamp: Equatable {
        let file: UInt
        let size: Int
        let seconds: Int
        let nanoseconds: Int
    }

    private let path: String
    private var seen: Stamp?

    /// What is there now is known.
    init(_ folders: Folders) {
        path = folders.state + "/credentials.json"
        seen = stamp
    }

    /// Whether there has been a change since the last look.
    mutating func hasChanged() -> Bool {
        let stamp = stamp
        defer { seen = stamp }
        return stamp != seen
    }

    private var stamp: Stamp? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Stamp(
            file: UInt(status.st_ino), size: Int(status.st_size), seconds: status.st_mtim.tv_sec,
            nanoseconds: status.st_mtim.tv_nsec)
    }
}

extension Place {
    /// What to do where the server does not know the reader.
    var signInAdvice: String {
        (client.isSignedIn ? "Sign-in expired" : "Not signed in")
            + ": run `draft login --server \(client.baseURL)` in another terminal; your words are kept."
    }
}
