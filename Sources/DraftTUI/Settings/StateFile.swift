import CollabAPI
import CollabClient
import FoundationEssentials
import Glibc

/// A small thing that is remembered from run to run, as JSON for this user's eyes alone. It is a convenience: what cannot be
/// read is not there.
struct StateFile<Content: Codable> {
    /// Whatever is larger was not written here.
    private static var sizeLimit: off_t { 4 << 20 }

    private let path: String
    private let lockPath: String

    /// - Parameter name: the file's, in the state folder.
    init(_ name: String, in folders: Folders) {
        path = folders.state + "/" + name
        lockPath = folders.state + "/state.lock"
    }

    /// What was kept; nil where there is nothing that can be read.
    func load() -> Content? {
        var facts = stat()
        guard stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, facts.st_size <= Self.sizeLimit,
            let bytes = try? Data(contentsOf: URL(filePath: path))
        else { return nil }
        return try? WireCoding.decode(Content.self, from: bytes)
    }

    /// Puts what `change` makes of what was kept in its place, whole or not at all, while no other program of this user's
    /// does the same.
    /// - Returns: whether it is kept.
    @discardableResult
    func update(_ change: (Content?) -> Content) -> Bool {
        guard let lock = takeLock() else { return false }
        // Closing gives the lock back.
        defer { close(lock) }
        guard let bytes = try? WireCoding.encode(change(load())) else { return false }
        return (try? WholeFile(path: path).replace(with: bytes)) != nil
    }

    /// Nil where there is no folder, or another program keeps the lock for longer than a reader should have to wait.
    private func takeLock() -> Int32? {
        let lock = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard lock >= 0 else { return nil }
        for _ in 0..<StateLock.tries {
            if flock(lock, LOCK_EX | LOCK_NB) == 0 { return lock }
            usleep(StateLock.pause)
        }
        close(lock)
        return nil
    }
}

/// One second in all.
private enum StateLock {
    static let tries = 200
    static let pause: useconds_t = 5_000
}
