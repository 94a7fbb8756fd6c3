import CollabAPI
import FoundationEssentials
import Glibc

/// The sign-ins of this user on this machine, as a file that nobody else can read.
///
/// Invariant: after `write` returned, and after any crash, the file holds one whole set of sign-ins.
struct CredentialFile: Sendable {
    private static let version = 1
    private static let sizeLimit = 4 << 20

    let path: String

    private struct Content: Codable {
        let version: Int
        var servers: [String: StoredCredential]
    }

    private struct Version: Decodable {
        let version: Int
    }

    /// Nil where there is no file.
    var stamp: CredentialStore.Stamp? {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        return CredentialStore.Stamp(
            inode: UInt64(facts.st_ino), seconds: facts.st_mtim.tv_sec, nanoseconds: facts.st_mtim.tv_nsec,
            size: Int(facts.st_size))
    }

    /// All sign-ins, by server; a file that others could have read or written is refused.
    func read() throws(SignInError) -> [String: StoredCredential] {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
        guard file >= 0 else {
            if errno == ENOENT { return [:] }
            throw failure("cannot be read")
        }
        defer { close(file) }
        var facts = stat()
        guard fstat(file, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, facts.st_size <= Self.sizeLimit else {
            throw SignInError(.files, "\(path) is not the file of sign-ins that it should be.")
        }
        guard facts.st_uid == geteuid(), facts.st_mode & 0o077 == 0 else {
            throw SignInError(
                .files,
                "\(path) is open to others on this machine, so it is not used. Remove it and sign in again, or, if nobody "
                    + "else can have read it, run: chmod 600 \(path)")
        }
        let bytes = try contents(of: file)
        do {
            let version = try WireCoding.decode(Version.self, from: bytes).version
            guard version == Self.version else {
                throw SignInError(.files, "\(path) was written by another version of this program.")
            }
            return try WireCoding.decode(Content.self, from: bytes).servers
        } catch let error as SignInError {
            throw error
        } catch {
            throw SignInError(.files, "\(path) cannot be understood. Remove it and sign in again.")
        }
    }

    /// Puts `servers` in the place of what was there; it is on disk when this returns.
    func write(_ servers: [String: StoredCredential]) throws(SignInError) {
        guard let bytes = try? WireCoding.encode(Content(version: Self.version, servers: servers)) else {
            throw SignInError(.files, "The sign-in cannot be written as JSON.")
        }
        do throws(WholeFile.Failure) {
            try WholeFile(path: path).replace(with: bytes)
        } catch {
            throw failure("cannot be written", errno: error.code)
        }
    }

    static func folder(of path: String) -> String {
        let end = path.lastIndex(of: "/") ?? path.startIndex
        return end == path.startIndex ? "/" : String(path[..<end])
    }

    private func failure(_ what: String, errno code: Int32 = errno) -> SignInError {
        SignInError(.files, "\(path) \(what): \(strerror(code).map { String(cString: $0) } ?? "error \(code)").")
    }

    private func contents(of file: Int32) throws(SignInError) -> Data {
        var data = Data()
        var chunk = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = Glibc.read(file, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0, data.count <= Self.sizeLimit else { throw failure("cannot be read") }
            if count == 0 { return data }
            data.append(contentsOf: chunk.prefix(count))
        }
    }
}
