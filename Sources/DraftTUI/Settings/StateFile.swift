import CollabAPI
import FoundationEssentials
import Glibc

/// A small thing that is remembered from run to run, as JSON for this user's eyes alone. It is a convenience: what cannot be
/// read is not there.
struct StateFile<Content: Codable> {
    /// Whatever is larger was not written here.
    private static var sizeLimit: off_t { 4 << 20 }

    private let path: String

    init(_ name: String, in folders: Folders) {
        path = folders.state + "/" + name
    }

    /// What was kept; nil where there is nothing that can be read.
    func load() -> Content? {
        var facts = stat()
        guard stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, facts.st_size <= Self.sizeLimit,
            let bytes = try? Data(contentsOf: URL(filePath: path))
        else { return nil }
        return try? WireCoding.decode(Content.self, from: bytes)
    }

    /// Puts `content` in the place of what was kept, whole or not at all.
    /// - Returns: whether it is kept.
    @discardableResult
    func save(_ content: Content) -> Bool {
        guard let bytes = try? WireCoding.encode(content) else { return false }
        let temporary = path + ".\(getpid()).new"
        // What a crash left there may have other rights.
        unlink(temporary)
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { return false }
        defer { close(file) }
        guard (try? Output.deliver(Array(bytes), to: file)) != nil, fsync(file) == 0, rename(temporary, path) == 0
        else {
            unlink(temporary)
            return false
        }
        return true
    }
}
