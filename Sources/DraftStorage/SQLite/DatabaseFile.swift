import Glibc

/// SQLite would let everybody read a new file; its companions take the mode of the file itself.
func createPrivateFile(_ path: String) throws(StorageError) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    // A file that is there is left alone: closing it would drop the locks that this process has on it.
    if descriptor < 0, errno == EEXIST { return }
    guard descriptor >= 0 else { throw .unavailable("the file cannot be made: \(systemReason())") }
    close(descriptor)
}

func isEmptyFile(_ path: String) -> Bool {
    var file = stat()
    return stat(path, &file) == 0 && file.st_size == 0
}

func isFolder(_ path: String) -> Bool {
    var file = stat()
    return stat(path, &file) == 0 && file.st_mode & S_IFMT == S_IFDIR
}

func isSameFile(_ left: String, _ right: String) -> Bool {
    var first = stat()
    var second = stat()
    return stat(left, &first) == 0 && stat(right, &second) == 0 && first.st_dev == second.st_dev
        && first.st_ino == second.st_ino
}

/// Why the last system call failed, in a few words.
func systemReason() -> String { String(cString: strerror(errno)) }

/// Waits until what was written to a file is on disk.
func synchronize(_ path: String) throws(StorageError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unavailable("\(path) cannot be opened: \(systemReason())") }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .unavailable("\(path) cannot be synced: \(systemReason())") }
}

/// Waits until the names in the folder of `path` are on disk.
func synchronizeFolder(of path: String) throws(StorageError) {
    let folder = path.lastIndex(of: "/").map { path[..<$0].isEmpty ? "/" : String(path[..<$0]) } ?? "."
    try synchronize(folder)
}
