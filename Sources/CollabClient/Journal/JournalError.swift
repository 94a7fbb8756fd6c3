import Glibc

/// Why words could not be kept on this machine.
struct JournalError: Error, Hashable, Sendable {
    /// A phrase for people: what failed and why.
    let reason: String

    init(_ what: String, _ path: String, errno code: Int32) {
        reason = "\(what) \(path): \(strerror(code).map { String(cString: $0) } ?? "error \(code)")"
    }

    init(_ reason: String) {
        self.reason = reason
    }
}
