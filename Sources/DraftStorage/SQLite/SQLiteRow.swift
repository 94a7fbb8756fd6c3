import DraftCore
import FoundationEssentials
import GRDB

/// A row as GRDB reads it.
struct SQLiteRow: RowReader {
    let draft: DraftID?
    private let row: Row
    private var column = 0

    init(_ row: Row, of draft: DraftID?) {
        self.row = row
        self.draft = draft
    }

    var lastColumn: String { Array(row.columnNames.prefix(column)).last ?? "" }

    mutating func optionalInteger() throws(StorageError) -> Int? {
        switch next().storage {
        case .int64(let value): return Int(value)
        case .null: return nil
        default: return try require(nil, "a number")
        }
    }

    mutating func optionalText() throws(StorageError) -> String? {
        switch next().storage {
        case .string(let text): return text
        case .null: return nil
        default: return try require(nil, "a text")
        }
    }

    mutating func optionalBlob() throws(StorageError) -> [UInt8]? {
        switch next().storage {
        case .blob(let data): return Array(data)
        case .null: return nil
        default: return try require(nil, "bytes")
        }
    }

    private mutating func next() -> DatabaseValue {
        defer { column += 1 }
        return column < row.count ? row[column] : .null
    }
}

extension Database {
    /// Runs a statement that is prepared once a connection.
    func run(_ sql: String, _ arguments: StatementArguments) throws {
        try cachedStatement(sql: sql).execute(arguments: arguments)
    }

    /// The rows of a query, each made into a value while it is read.
    func all<Value>(
        _ sql: String, _ arguments: StatementArguments, of draft: DraftID?, _ make: (inout SQLiteRow) throws -> Value
    ) throws -> [Value] {
        let cursor = try Row.fetchCursor(cachedStatement(sql: sql), arguments: arguments)
        var values: [Value] = []
        while let row = try cursor.next() {
            var reader = SQLiteRow(row, of: draft)
            values.append(try make(&reader))
        }
        return values
    }

    /// The first row of a query, or nil.
    func first<Value>(
        _ sql: String, _ arguments: StatementArguments, of draft: DraftID?, _ make: (inout SQLiteRow) throws -> Value
    ) throws -> Value? {
        guard let row = try Row.fetchOne(cachedStatement(sql: sql), arguments: arguments) else { return nil }
        var reader = SQLiteRow(row, of: draft)
        return try make(&reader)
    }
}

extension DraftID {
    var sql: String { description }
}

extension SecretHash {
    var sql: Data { Data(bytes) }
}

extension EventHash {
    var sql: Data { Data(bytes) }
}
