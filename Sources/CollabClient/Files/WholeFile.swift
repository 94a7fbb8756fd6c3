public import FoundationEssentials
import Glibc

/// A file for this user alone that is only ever replaced as a whole.
///
/// Invariant: after `replace` returned, and after any crash, the file holds one whole content. Whoever replaces it has to
/// keep others from doing so at the same moment, by a lock beside it: one on the file itself would be lost with the first
/// rename.
public struct WholeFile: Hashable, Sendable {
    /// Where it is.
    public let path: String

    /// The file at `path`, whether there is one or not.
    public init(path: String) {
        self.path = path
    }

    /// What could not be done.
    public struct Failure: Error, Hashable, Sendable {
        /// The file or folder that takes nothing.
        public let path: String
        /// The system's number for the reason.
        public let code: Int32
    }

    /// What the next content is written to. Under the lock it can only be there because a crash left it.
    private var temporary: String { path + ".new" }

    private var folder: String {
        let end = path.lastIndex(of: "/") ?? path.startIndex
        return end == path.startIndex ? "/" : String(path[..<end])
    }

    /// Puts `content` in the place of what was there; it is on disk when this returns.
    public func replace(with content: Data) throws(Failure) {
        // What a crash left may have other rights.
        unlink(temporary)
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw Failure(path: temporary, code: errno) }
        do throws(Failure) {
            defer { close(file) }
            try write(content, to: file)
        } catch {
            unlink(temporary)
            throw error
        }
        guard rename(temporary, path) == 0 else { throw Failure(path: path, code: errno) }
        try syncFolder()
    }

    /// Removes it, and what a crash left of a newer content.
    public func remove() throws(Failure) {
        guard unlink(path) == 0 || errno == ENOENT else { throw Failure(path: path, code: errno) }
        unlink(temporary)
        try syncFolder()
    }

    private func write(_ content: Data, to file: Int32) throws(Failure) {
        var rest = content[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw Failure(path: temporary, code: count < 0 ? errno : ENOSPC) }
            rest = rest.dropFirst(count)
        }
        // The mask of this process may have taken rights that the file needs.
        guard fchmod(file, 0o600) == 0, fsync(file) == 0 else { throw Failure(path: temporary, code: errno) }
    }

    private func syncFolder() throws(Failure) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure(path: folder, code: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw Failure(path: folder, code: errno) }
    }
}
