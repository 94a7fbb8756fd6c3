import Glibc

/// A text file that the editor writes for its reader: whole or not at all, and never in the place of another file.
struct ManuscriptFile {
    /// Where it will stand, from the root on.
    let path: String

    /// Why it was not written; a sentence.
    struct Failure: Error, Equatable {
        let reason: String
    }

    /// A file as the reader names it: `~` is their home, anything else that is no whole path begins in `folder`.
    init(_ name: String, home: String?, folder: String) {
        if let home, name == "~" || name.hasPrefix("~/") {
            path = home + name.dropFirst()
        } else {
            path = name.hasPrefix("/") ? name : folder + (folder.hasSuffix("/") ? "" : "/") + name
        }
    }

    /// The folder that this process works in.
    static var workingFolder: String {
        guard let folder = getcwd(nil, 0) else { return "." }
        defer { free(folder) }
        return String(cString: folder)
    }

    /// Writes it; returns when it is on disk.
    func write(_ text: String) throws(Failure) {
        // Asked before as well as by the renaming itself, so that a taken name costs no writing.
        guard !isTaken else { throw taken }
        // A name of its own, so that nobody's file is in the way and a crash leaves nothing under the name asked for.
        let temporary = path + ".\(getpid()).part"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure(errno) }
        do throws(Failure) {
            try fill(descriptor, with: text)
            try rename(temporary)
        } catch {
            unlink(temporary)
            throw error
        }
        syncFolder()
    }

    private func fill(_ descriptor: Int32, with text: String) throws(Failure) {
        defer { close(descriptor) }
        try write(Array(text.utf8), to: descriptor)
        guard fsync(descriptor) == 0 else { throw failure(errno) }
    }

    private func write(_ bytes: [UInt8], to descriptor: Int32) throws(Failure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw failure(errno) }
            rest = rest.dropFirst(count)
        }
    }

    /// Renames without taking the place of a file that came meanwhile, which `rename` would do.
    private func rename(_ temporary: String) throws(Failure) {
        if link(temporary, path) == 0 {
            unlink(temporary)
            return
        }
        switch errno {
        case EEXIST:
            throw taken
        case EPERM, EINVAL, ENOSYS, ENOTSUP, EMLINK:
            // File systems without links: looking first is the most that can be had.
            guard !isTaken else { throw taken }
            guard Glibc.rename(temporary, path) == 0 else { throw failure(errno) }
        default:
            throw failure(errno)
        }
    }

    private var isTaken: Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    private func syncFolder() {
        let end = path.lastIndex(of: "/") ?? path.startIndex
        let folder = open(end == path.startIndex ? "/" : String(path[..<end]), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        // The file is whole either way; some file systems cannot do this.
        fsync(folder)
        close(folder)
    }

    private var taken: Failure {
        Failure(reason: "There is a file of that name already. Choose another.")
    }

    private func failure(_ code: Int32) -> Failure {
        Failure(reason: "The file cannot be written: \(describe(code)).")
    }
}
