import DraftCore
import GRDB

/// Moves all that an SQLite file holds into an empty PostgreSQL database: the same history under the same names, so
/// that clients go on where they were.
///
/// Invariant: everything is written in one transaction, and what has been written is folded and verified like any
/// store; the file is only read.
public struct StoreMove: Sendable {
    private static let rowsAtOnce = 500

    private let path: String
    private let settings: PostgresSettings

    /// A move from the file at `path`, which nobody may serve meanwhile.
    public init(fromFileAt path: String, to settings: PostgresSettings) {
        self.path = path
        self.settings = settings
    }

    /// Moves, and verifies both sides.
    /// - Returns: what the check of the target has counted.
    /// - Throws: `conflict` where a server serves the target, it is not empty, or the source is not sound; then the target is as it was.
    public func run() async throws(StorageError) -> CheckReport {
        let source = try await SQLiteLog.open(path: path, mode: .inspecting)
        do {
            let report = try await PostgresSolitude.alone(with: settings) { try await move(source) }
            try await source.close()
            return report
        } catch {
            try await source.close()
            throw StorageError(error)
        }
    }

    private func move(_ source: SQLiteLog) async throws(StorageError) -> CheckReport {
        guard source.hasAuditTables else { throw .olderSchema }
        let told = try await source.check()
        if let finding = told.firstDamage {
            throw .conflict("\(path) is not sound, so it is not moved: \(finding)")
        }
        let worker = PostgresWorker(settings, label: "draft-postgres-move")
        do throws(StorageError) {
            try await worker.run(by: .now + PostgresLog.unlimited) { session in
                try PostgresSchema.migrate(session, sources: .system)
                try session.writing { try Self.copy(source, into: session) }
            }
        } catch {
            await worker.close()
            throw error
        }
        await worker.close()
        return try await verify(source, told)
    }

    private static func copy(_ source: SQLiteLog, into session: PostgresSession) throws {
        try session.exchange([.plain("SET LOCAL statement_timeout = 0")])
        for table in ["drafts", "deleted_drafts", "users", "audit_trail"] {
            let hasRows = try session.first("SELECT 1 FROM \(table) LIMIT 1", [], of: nil) { try $0.integer() } != nil
            if hasRows { throw StorageError.conflict("there is something in the database already; name an empty one") }
        }
        // The names that the tables were made with; those of the source take their place.
        try session.run("DELETE FROM meta")
        try source.database.read { database in
            for table in PostgresSchema.tables { try copy(table, of: database, into: session) }
        }
        // The lines of the audit came with their numbers; those to come go on behind them.
        try session.exchange([
            .plain(
                """
                SELECT setval(pg_get_serial_sequence('audit_trail', 'id'), coalesce(max(id), 0) + 1, false)
                FROM audit_trail
                """)
        ])
    }

    /// The columns have the same names and kinds on both sides, and the values are the same bytes.
    private static func copy(_ table: String, of database: Database, into session: PostgresSession) throws {
        let columns = try session.all(
            """
            SELECT column_name::text COLLATE "C", data_type::text COLLATE "C" FROM information_schema.columns
            WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position
            """, [.text(table)], of: nil
        ) { (name: try $0.text(), type: try $0.choice() as PostgresColumnType) }
        let empty = PostgresRows(into: table, columns.map { ($0.name, $0.type.inArrays) })
        var (rows, count) = (empty, 0)
        let names = columns.map(\.name).joined(separator: ", ")
        let cursor = try Row.fetchCursor(database, sql: "SELECT \(names) FROM \(table)")
        while let row = try cursor.next() {
            rows.append(columns.indices.map { PostgresValue(row[$0] as DatabaseValue) })
            count += 1
            guard rows.count == rowsAtOnce, let statement = rows.statement else { continue }
            try session.exchange([statement])
            rows = empty
        }
        if let statement = rows.statement { try session.exchange([statement]) }
        let there = try session.first("SELECT count(*) FROM \(table)", [], of: nil) { try $0.integer() }
        guard there == count else {
            throw StorageError.conflict("of \(count) rows of the table \(table) \(there ?? 0) have arrived")
        }
    }

    private func verify(_ source: SQLiteLog, _ told: CheckReport) async throws(StorageError) -> CheckReport {
        let target = try await PostgresLog.open(settings, mode: .inspecting)
        let found = try await target.check()
        try await target.close()
        if let finding = found.firstDamage {
            throw .corrupt(draft: finding.draftID, seq: finding.seq, "after the move: \(finding.sentence)")
        }
        guard target.logID == source.logID, found.drafts == told.drafts, found.events == told.events else {
            throw .corrupt(
                draft: nil, seq: nil,
                "of \(told.drafts) drafts and \(told.events) events \(found.drafts) and \(found.events) have arrived"
            )
        }
        return found
    }
}

/// The kinds of columns that there are.
private enum PostgresColumnType: String {
    case text
    case bigint
    case bytea

    var inArrays: PostgresRows.ColumnType {
        switch self {
        case .text: .text
        case .bigint: .int
        case .bytea: .bytes
        }
    }
}

extension PostgresValue {
    /// The same value; of a kind that the tables do not hold there is none.
    fileprivate init(_ value: DatabaseValue) {
        switch value.storage {
        case .null, .double: self = .text(nil)
        case .int64(let number): self = .int(number)
        case .string(let text): self = .text(text)
        case .blob(let data): self = .bytes(Array(data))
        }
    }
}
