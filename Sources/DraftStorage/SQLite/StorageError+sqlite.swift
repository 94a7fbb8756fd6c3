import GRDB

extension StorageError {
    /// What an error of the database means for whoever asked.
    init(_ error: any Error) {
        switch error {
        case let error as StorageError: self = error
        case let error as DatabaseError: self.init(error)
        case let failure as PostgresFailure: self.init(failure)
        case is CancellationError: self = .unavailable("the call was cancelled")
        default: self = .unavailable("the database failed: \(error)")
        }
    }

    private init(_ error: DatabaseError) {
        let reason = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_CORRUPT: self = .corrupt(draft: nil, seq: nil, "the database file is damaged: \(reason)")
        case .SQLITE_NOTADB: self = .corrupt(draft: nil, seq: nil, "the file is not an SQLite database: \(reason)")
        case .SQLITE_CONSTRAINT: self = .conflict("what is to be written contradicts what is stored: \(reason)")
        case .SQLITE_FULL: self = .unavailable("the disk is full, or the database at its largest size: \(reason)")
        case .SQLITE_READONLY, .SQLITE_PERM: self = .unavailable("the database cannot be written: \(reason)")
        case .SQLITE_CANTOPEN: self = .unavailable("the database file cannot be opened: \(reason)")
        case .SQLITE_IOERR: self = .unavailable("the disk cannot be read or written: \(reason)")
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .unavailable("another program holds the database: \(reason)")
        case .SQLITE_MISUSE: self = .unavailable("the store is closed: \(reason)")
        case .SQLITE_ERROR where reason.hasPrefix("no such"):
            self = .corrupt(draft: nil, seq: nil, "the database has not the tables that it must have: \(reason)")
        default: self = .unavailable("the database failed: \(reason)")
        }
    }
}

extension StorageError {
    /// The same error, of the file at `path`.
    func naming(_ path: String) -> StorageError {
        switch self {
        case .unavailable(let reason): .unavailable("\(path): \(reason)")
        case .conflict(let reason): .conflict("\(path): \(reason)")
        case .corrupt(let draft, let seq, let reason): .corrupt(draft: draft, seq: seq, "\(path): \(reason)")
        }
    }
}
