import DraftCore
import GRDB
import Glibc

extension SQLiteLog {
    public func backup(to target: String) async throws(StorageError) {
        guard !isSameFile(target, path) else {
            throw .conflict("\(target): a backup cannot take the place of the database itself")
        }
        try requireReplaceable(target)
        try requireNoCompanion(of: target)
        let partial = "\(target).\(Identifier<SQLiteLog>.random()).partial"
        do {
            // Whoever may read the backup may read every draft; SQLite keeps the mode of a file that it finds.
            try createPrivateFile(partial)
            try await copy(to: partial)
            try await Self.verifyCopy(partial)
            try synchronize(partial)
            guard rename(partial, target) == 0 else {
                throw StorageError.unavailable("the backup cannot be put in its place: \(systemReason())")
            }
            try synchronizeFolder(of: target)
        } catch {
            unlink(partial)
            throw StorageError(error).naming(target)
        }
    }

    /// `VACUUM INTO` reads one snapshot and lets commits go on; the stepped backup of SQLite would begin again at each.
    func copy(to partial: String) async throws {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        let source = try DatabaseQueue(path: path, configuration: configuration)
        try await source.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [partial]) }
        try source.close()
    }

    private static func verifyCopy(_ partial: String) async throws {
        let copy = try await SQLiteLog.open(path: partial, mode: .inspecting)
        let report = try await copy.check()
        try await copy.close()
        if let finding = report.firstDamage {
            throw StorageError.corrupt(
                draft: finding.draftID, seq: finding.seq,
                "the copy is not sound, so it was thrown away: \(finding.sentence)")
        }
    }
}

/// A backup may take the place of an earlier one, never that of somebody's other file.
private func requireReplaceable(_ target: String) throws(StorageError) {
    let file = open(target, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return }
    defer { close(file) }
    var head = [UInt8](repeating: 0, count: 16)
    let count = read(file, &head, head.count)
    guard count == 0 || head.starts(with: "SQLite format 3\0".utf8) else {
        throw .conflict("\(target) is there already and is not a database; name another place")
    }
}

/// SQLite would take what such a file holds for the newest part of the backup, and spoil it.
private func requireNoCompanion(of target: String) throws(StorageError) {
    for companion in ["\(target)-wal", "\(target)-journal"] where access(companion, F_OK) == 0 {
        throw .conflict(
            "\(companion) is left over from another database at that place and would be read as part of the backup; "
                + "remove it, or name another place")
    }
}
