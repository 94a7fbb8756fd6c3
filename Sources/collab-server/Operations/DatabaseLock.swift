import Glibc

/// Keeps a second server away from a database file: `flock` on `<database>.lock`, held until the store is closed. The
/// file holds the holder's process id and is never removed, so that two servers always look at the same file.
final class DatabaseLock: Sendable {
    private let descriptor: Int32

    /// - Throws: a sentence that names the process which holds the lock.
    init(forDatabaseAt path: String) throws(CommandFailure) {
        let lockPath = Self.resolved(path) + ".lock"
        let descriptor = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw CommandFailure("The file \(lockPath) cannot be written: \(String(cString: strerror(errno))).")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = Self.holder(descriptor).map { " with process id \($0)" } ?? ""
            _ = close(descriptor)
            throw CommandFailure("Another server\(holder) serves the database \(path) already.")
        }
        let pid = Array("\(getpid())\n".utf8)
        _ = ftruncate(descriptor, 0)
        _ = pwrite(descriptor, pid, pid.count, 0)
        self.descriptor = descriptor
    }

    /// Lets another server have the database.
    func release() {
        _ = ftruncate(descriptor, 0)
        _ = flock(descriptor, LOCK_UN)
    }

    deinit {
        _ = close(descriptor)
    }

    /// One name for one file, however it is spelled: by a link, by `..`, or from another folder.
    private static func resolved(_ path: String) -> String {
        if let file = canonical(path) { return file }
        // A database that is still to be made has a folder already.
        let name = path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
        let folder = path.dropLast(name.count)
        guard let folder = canonical(folder.isEmpty ? "." : String(folder)) else { return path }
        return (folder == "/" ? "" : folder) + "/" + name
    }

    private static func canonical(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// Whoever has just taken the lock may not have written their id yet, so one that nobody has any more is not told.
    private static func holder(_ descriptor: Int32) -> pid_t? {
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        let digits = String(decoding: bytes.prefix(count), as: UTF8.self).prefix { $0.isNumber }
        guard let pid = pid_t(digits), pid > 0, kill(pid, 0) == 0 || errno == EPERM else { return nil }
        return pid
    }
}
