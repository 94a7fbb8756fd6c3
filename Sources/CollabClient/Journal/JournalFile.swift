import FoundationEssentials
import Glibc

/// One session's journal on disk. It belongs to whoever holds `flock` on its lock file, which is never renamed: a lock on
/// the record itself would be lost with the first rename.
///
/// Invariant: after `write` returned, and after any crash, the record's file holds one whole record.
final class JournalFile {
    static let recordSuffix = ".json"
    private static let lockSuffix = ".lock"

    let folder: String
    let instance: String
    private let lock: Int32

    private init(folder: String, instance: String, lock: Int32) {
        self.folder = folder
        self.instance = instance
        self.lock = lock
    }

    deinit {
        _ = close(lock)
    }

    /// A new journal under a name that no other has.
    static func create(in folder: String, makeName: () -> String) throws(JournalError) -> JournalFile {
        try makeFolder(folder)
        // Somebody who looks for abandoned journals may hold the lock of a name in the moment of its making.
        for _ in 0..<8 {
            if let file = try claim(makeName(), in: folder) { return file }
        }
        throw JournalError("no journal could be locked in \(folder)")
    }

    /// Journals that nobody holds any more, oldest first; they are held by the caller from now on. One that cannot be
    /// claimed is no reason to leave the others where they are.
    static func abandoned(in folder: String, noting note: (JournalError) -> Void) -> [JournalFile] {
        var found: [(written: Int64, file: JournalFile)] = []
        for instance in instances(in: folder) {
            do throws(JournalError) {
                guard let file = try claim(instance, in: folder) else { continue }
                if let written = file.lastWritten { found.append((written, file)) } else { file.release() }
            } catch {
                note(error)
            }
        }
        return found.sorted { ($0.written, $0.file.instance) < ($1.written, $1.file.instance) }.map(\.file)
    }

    /// Every name that has a record, or a lock left by a session that ended without one.
    private static func instances(in folder: String) -> Set<String> {
        Set(
            DirectoryFiles.names(in: folder).compactMap { name in
                [recordSuffix, lockSuffix].first(where: name.hasSuffix).map { String(name.dropLast($0.count)) }
            })
    }

    /// Nil where another process holds it.
    private static func claim(_ instance: String, in folder: String) throws(JournalError) -> JournalFile? {
        let path = folder + "/" + instance + lockSuffix
        var lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        let failure = errno
        // A disk that takes nothing may still be read from, and so may what it keeps.
        if lock < 0 { lock = open(path, O_RDONLY | O_CLOEXEC) }
        guard lock >= 0 else { throw JournalError("cannot write", path, errno: failure) }
        var held = stat()
        var present = stat()
        // The last owner may have removed the file between the two calls; a lock on a nameless file keeps nobody out.
        guard flock(lock, LOCK_EX | LOCK_NB) == 0, fstat(lock, &held) == 0, stat(path, &present) == 0,
            held.st_ino == present.st_ino
        else {
            _ = close(lock)
            return nil
        }
        return JournalFile(folder: folder, instance: instance, lock: lock)
    }

    var path: String { folder + "/" + instance + Self.recordSuffix }
    private var record: WholeFile { WholeFile(path: path) }

    private var lastWritten: Int64? {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        return Int64(facts.st_mtim.tv_sec) * 1_000_000_000 + Int64(facts.st_mtim.tv_nsec)
    }

    /// What the record holds; nil where there is none.
    func read() throws(JournalError) -> Data? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw JournalError("cannot read", path, errno: errno)
        }
        defer { close(file) }
        var data = Data()
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = Glibc.read(file, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw JournalError("cannot read", path, errno: errno) }
            if count == 0 { return data }
            data.append(contentsOf: chunk[..<count])
        }
    }

    /// Puts `content` in the place of the last record; it is on disk when this returns.
    func write(_ content: Data) throws(JournalError) {
        // The folder may have been removed while the program ran; the lock still keeps this name to this process.
        try Self.makeFolder(folder)
        do throws(WholeFile.Failure) {
            try record.replace(with: content)
        } catch {
            throw JournalError("cannot write", error.path, errno: error.code)
        }
    }

    /// Removes the record, and a newer one that a crash cut short: there is nothing that would have to be kept.
    func clear() throws(JournalError) {
        do throws(WholeFile.Failure) {
            try record.remove()
        } catch {
            throw JournalError("cannot remove", error.path, errno: error.code)
        }
    }

    /// Sets a record aside that cannot be read, so that no word in it is lost and nobody stumbles over it again.
    func setAside() -> String {
        let aside = path + ".unreadable"
        return rename(path, aside) == 0 ? aside : path
    }

    /// Lets go for good; the name is free again where there is no record.
    func release() {
        if access(path, F_OK) != 0 { unlink(folder + "/" + instance + Self.lockSuffix) }
        flock(lock, LOCK_UN)
    }

    static func makeFolder(_ path: String) throws(JournalError) {
        if access(path, W_OK | X_OK) == 0 { return }
        var made = ""
        for part in path.split(separator: "/") {
            made += "/" + part
            guard mkdir(made, 0o700) == 0 || errno == EEXIST else {
                throw JournalError("cannot make the folder", made, errno: errno)
            }
        }
        guard access(path, W_OK | X_OK) == 0 else { throw JournalError("cannot write in", path, errno: errno) }
    }
}
