import DraftCore
import FoundationEssentials
import GRDB

/// Reads the columns of a row from left to right. A column that is not what it must be is a corrupt row, never a crash.
struct SQLiteRow {
    private let row: Row
    private let draft: DraftID?
    private var column = 0

    init(_ row: Row, of draft: DraftID?) {
        self.row = row
        self.draft = draft
    }

    mutating func integer() throws(StorageError) -> Int {
        let value = try optionalInteger()
        return try require(value, "a number")
    }

    mutating func optionalInteger() throws(StorageError) -> Int? {
        switch next().storage {
        case .int64(let value): return Int(value)
        case .null: return nil
        default: return try require(nil, "a number")
        }
    }

    mutating func text() throws(StorageError) -> String {
        let text = try optionalText()
        return try require(text, "a text")
    }

    mutating func optionalText() throws(StorageError) -> String? {
        switch next().storage {
        case .string(let text): return text
        case .null: return nil
        default: return try require(nil, "a text")
        }
    }

    mutating func blob() throws(StorageError) -> [UInt8] {
        let bytes = try optionalBlob()
        return try require(bytes, "bytes")
    }

    mutating func optionalBlob() throws(StorageError) -> [UInt8]? {
        switch next().storage {
        case .blob(let data): return Array(data)
        case .null: return nil
        default: return try require(nil, "bytes")
        }
    }

    mutating func hash() throws(StorageError) -> EventHash {
        let bytes = try blob()
        return try require(EventHash(bytes: bytes), "a hash of 32 bytes")
    }

    mutating func seq() throws(StorageError) -> Seq { Seq(rawValue: try integer()) }

    mutating func tenure() throws(StorageError) -> Tenure { Tenure(rawValue: try integer()) }

    mutating func moment() throws(StorageError) -> Timestamp { Timestamp(milliseconds: Int64(try integer())) }

    mutating func optionalMoment() throws(StorageError) -> Timestamp? {
        try optionalInteger().map { Timestamp(milliseconds: Int64($0)) }
    }

    mutating func user() throws(StorageError) -> UserID {
        let text = try text()
        return try require(UserID(text), "a user id")
    }

    mutating func id<Subject>() throws(StorageError) -> Identifier<Subject> {
        let text = try text()
        return try require(Identifier(text), "an id")
    }

    mutating func choice<Choice: RawRepresentable<String>>() throws(StorageError) -> Choice {
        let text = try text()
        return try require(Choice(rawValue: text), "a known value")
    }

    mutating func optional<Value>(_ make: (String) -> Value?) throws(StorageError) -> Value? {
        guard let text = try optionalText() else { return nil }
        return try require(make(text), "well-formed")
    }

    private mutating func next() -> DatabaseValue {
        defer { column += 1 }
        return column < row.count ? row[column] : .null
    }

    /// To be called once the column has been read, for it names the one that was read last.
    private func require<Value>(_ value: Value?, _ expected: String) throws(StorageError) -> Value {
        if let value { return value }
        let name = Array(row.columnNames.prefix(column)).last ?? ""
        throw .corrupt(draft: draft, seq: nil, "the column \(name) is not \(expected)")
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
