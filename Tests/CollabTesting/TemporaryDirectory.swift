import FoundationEssentials
import Glibc

/// A folder of its own for one test, in `TMPDIR` or `/tmp`; gone when the last reference to it is.
public final class TemporaryDirectory: Sendable {
    /// Where it is.
    public let path: String

    /// Makes the folder.
    public init() throws {
        let place = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array((place + "/collab-test-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { throw TemporaryDirectoryError(code: errno) }
        path = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    }

    /// The path of a file in the folder.
    public func file(_ name: String) -> String { path + "/" + name }

    deinit {
        // What cannot be removed stays there; no test depends on it.
        try? FileManager.default.removeItem(atPath: path)
    }
}

/// The folder could not be made.
public struct TemporaryDirectoryError: Error {
    /// The `errno` of the failure.
    public let code: Int32
}
