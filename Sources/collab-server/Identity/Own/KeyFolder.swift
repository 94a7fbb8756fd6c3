import Glibc

/// The folder of a key file, open for as long as its names are being changed.
final class KeyFolder {
    private let descriptor: Int32

    init(of path: String) throws(SigningKeyError) {
        let folder = path.lastIndex(of: "/").map { path[..<$0].isEmpty ? "/" : String(path[..<$0]) } ?? "."
        descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SigningKeyError("cannot be made: \(Self.reason())") }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Waits until nobody else changes keys here; held for the life of this value.
    func lock() throws(SigningKeyError) {
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw SigningKeyError("cannot be locked: \(Self.reason())") }
        }
    }

    /// Waits until the names in the folder are on disk.
    func synchronize() throws(SigningKeyError) {
        guard fsync(descriptor) == 0 else { throw SigningKeyError("cannot be synced: \(Self.reason())") }
    }

    /// Writes a private file beside `path`, down to the disk.
    /// - Parameter owner: whose file it shall be, where somebody else's is replaced.
    /// - Returns: its path.
    func write(_ text: String, near path: String, owner: stat?) throws(SigningKeyError) -> String {
        let suffix = UInt64.random(in: .min ... .max)
        let temporary = "\(path).\(String(suffix, radix: 16)).new"
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw SigningKeyError("cannot be made: \(Self.reason())") }
        defer { close(file) }
        guard Self.fill(file, text, owner: owner) else {
            let error = SigningKeyError("cannot be written: \(Self.reason())")
            unlink(temporary)
            throw error
        }
        return temporary
    }

    private static func fill(_ file: Int32, _ text: String, owner: stat?) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        // A key that an administrator rotates stays the server's.
        if let owner, owner.st_uid != geteuid(), fchown(file, owner.st_uid, owner.st_gid) != 0 { return false }
        return fchmod(file, 0o600) == 0 && fsync(file) == 0
    }

    private static func reason() -> String { String(cString: strerror(errno)) }
}
