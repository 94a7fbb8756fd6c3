import FoundationEssentials
import Glibc

/// Keeps the keys of the own issuer on disk, for all servers and commands that use the same file.
///
/// Invariant: under the file's name there is always a whole set of keys that was synced before it got the name, and that
/// nobody but its owner may read.
struct SigningKeyFile: Sendable {
    /// Far above any number of keys; whatever is larger is something else.
    private static let largestSize = 64 << 10

    let path: String

    /// The keys; nil where there is no file yet.
    /// - Throws: `SigningKeyError` where there is a file that must not be used.
    func read() throws(SigningKeyError) -> SigningKeys? {
        // Without O_NONBLOCK a named pipe would be waited for.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw SigningKeyError("cannot be read: \(reason())")
        }
        defer { close(descriptor) }
        // What is judged is what was opened, whatever happens to the name meanwhile.
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SigningKeyError("cannot be read: \(reason())") }
        try Self.judge(status)
        return try SigningKeys(pem: Self.content(of: descriptor))
    }

    /// The keys; made where there are none yet. Of several who make them at once, one makes the key of all.
    func readOrMake() throws(SigningKeyError) -> SigningKeys {
        if let keys = try read() { return keys }
        let keys = SigningKeys.fresh()
        let folder = try KeyFolder(of: path)
        let temporary = try folder.write(keys.pem, near: path, owner: nil)
        defer { unlink(temporary) }
        // A link, unlike a rename, never takes the place of a key that somebody else has just made.
        guard link(temporary, path) == 0 else {
            guard errno == EEXIST else { throw SigningKeyError("cannot be made: \(reason())") }
            guard let others = try read() else { throw SigningKeyError("has vanished while it was read") }
            return others
        }
        try folder.synchronize()
        return keys
    }

    /// Puts what `change` makes of the keys in their place.
    func replace(
        _ change: (SigningKeys) throws(SigningKeyError) -> SigningKeys
    ) throws(SigningKeyError) -> SigningKeys {
        let folder = try KeyFolder(of: path)
        // Two changes at once would each begin from the same keys, and one of them be lost.
        try folder.lock()
        guard let present = try read() else { throw SigningKeyError.missing }
        let keys = try change(present)
        var status = stat()
        guard stat(path, &status) == 0 else { throw SigningKeyError("cannot be read: \(reason())") }
        let temporary = try folder.write(keys.pem, near: path, owner: status)
        guard rename(temporary, path) == 0 else {
            let error = SigningKeyError("cannot be replaced: \(reason())")
            unlink(temporary)
            throw error
        }
        try folder.synchronize()
        return keys
    }

    private static func judge(_ status: stat) throws(SigningKeyError) {
        guard status.st_mode & S_IFMT == S_IFREG else { throw SigningKeyError("is no ordinary file") }
        guard status.st_uid == geteuid() || geteuid() == 0 else { throw SigningKeyError("belongs to another user") }
        guard status.st_mode & 0o077 == 0 else {
            throw SigningKeyError("may be used by others than its owner; allow its owner alone (chmod 600)")
        }
        guard status.st_size <= largestSize else { throw SigningKeyError.damaged }
    }

    private static func content(of descriptor: Int32) throws(SigningKeyError) -> String {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while bytes.count <= largestSize {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw SigningKeyError("cannot be read: \(reason())") }
            guard count > 0 else { break }
            bytes += chunk.prefix(count)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw SigningKeyError.damaged }
        return text
    }
}

private func reason() -> String { String(cString: strerror(errno)) }
