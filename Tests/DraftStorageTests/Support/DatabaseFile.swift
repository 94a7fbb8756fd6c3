import DraftCore
import Foundation
import GRDB
import Testing

@testable import DraftStorage

/// What can be done to an SQLite file behind the log's back, and read from it past the log.
extension Place {
    /// Opens the log as what it is.
    func openFile() async throws -> SQLiteLog { try await SQLiteLog.open(path: path, sources: sources) }

    /// The mode of a file in the folder.
    func mode(of name: String) throws -> Int? {
        let file = folder.appending(path: name).path
        return try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
    }

    /// The names of all files in the folder.
    func files() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }

    /// Makes every page on which `text` stands unreadable.
    func damagePages(with text: String) async throws {
        try await tamper("PRAGMA wal_checkpoint(TRUNCATE)")
        let url = URL(filePath: path)
        var bytes = try Data(contentsOf: url)
        let size = 4096
        var search = bytes.startIndex..<bytes.endIndex
        var pages: Set<Int> = []
        while let found = bytes.range(of: Data(text.utf8), in: search) {
            pages.insert(found.lowerBound / size)
            search = found.upperBound..<bytes.endIndex
        }
        try #require(!pages.isEmpty && !pages.contains(0))
        for page in pages {
            bytes.replaceSubrange(page * size..<page * size + 8, with: Data(repeating: 0xFF, count: 8))
        }
        try bytes.write(to: url)
    }
}

extension SQLiteLog {
    /// Reads from the connection that writes.
    func fetchFromWriter<Value: DatabaseValueConvertible & Sendable>(_ sql: String, as type: Value.Type) async throws
        -> Value?
    {
        try await database.writeWithoutTransaction { try Value.fetchOne($0, sql: sql) }
    }
}

/// Makes COMMIT fail for as long as it is told to.
final class FailingCommits: TransactionObserver {
    private let code: ResultCode

    init(with code: ResultCode) {
        self.code = code
    }

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { false }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseDidCommit(_ db: Database) {}
    func databaseDidRollback(_ db: Database) {}

    func databaseWillCommit() throws { throw DatabaseError(resultCode: code, message: "on purpose") }
}

/// Runs `body` on a fresh, open file and closes it.
func withFile<Result>(_ body: (SQLiteLog, Place) async throws -> Result) async throws -> Result {
    try await withPlace(.sqlite) { place in
        let log = try await place.openFile()
        let result = try await body(log, place)
        try await log.close()
        return result
    }
}

extension CommitOrder {
    /// What asking a draft to obey `command` makes.
    init(_ command: Command, in id: DraftID) {
        self.init(request: CommitRequest(command, in: id)) { (draft, target, now) throws(Rejection) in
            guard let draft else { throw .missing(.draft) }
            return try draft.decide(command, target: target, at: now)
        }
    }

    static func append(
        _ content: String, as segment: SegmentID = .random(), by user: UserID, key: IdempotencyKey? = nil,
        to id: DraftID
    ) -> CommitOrder {
        CommitOrder(Command(actor: user, key: key, action: .append(segment, content: content)), in: id)
    }
}
