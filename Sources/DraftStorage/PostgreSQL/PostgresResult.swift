import CPostgres
import DraftCore

/// What a statement has led to; frees libpq's copy with itself.
final class PostgresResult {
    let pointer: OpaquePointer
    let columnCount: Int32
    let rowCount: Int32

    init(taking pointer: OpaquePointer) {
        self.pointer = pointer
        columnCount = PQnfields(pointer)
        rowCount = PQntuples(pointer)
    }

    deinit {
        PQclear(pointer)
    }

    /// The word that names what was done: of a COMMIT that could only be undone it is ROLLBACK.
    var tag: String { PQcmdStatus(pointer).map { String(cString: $0) } ?? "" }

    /// How many rows were written.
    var affectedRows: Int { PQcmdTuples(pointer).flatMap { Int(String(cString: $0)) } ?? 0 }

    /// Each row made into a value.
    func map<Value>(of draft: DraftID?, _ make: (inout PostgresRow) throws -> Value) throws -> [Value] {
        try (0..<rowCount).map { number in
            var row = PostgresRow(self, number, of: draft)
            return try make(&row)
        }
    }
}

/// A row in PostgreSQL's binary form.
struct PostgresRow: RowReader {
    var draft: DraftID?
    private let result: PostgresResult
    private let number: Int32
    private var column: Int32 = 0

    init(_ result: PostgresResult, _ number: Int32, of draft: DraftID?) {
        self.result = result
        self.number = number
        self.draft = draft
    }

    var lastColumn: String {
        PQfname(result.pointer, max(0, column - 1)).map { String(cString: $0) } ?? ""
    }

    mutating func optionalInteger() throws(StorageError) -> Int? {
        guard let (type, bytes) = next() else { return nil }
        switch type {
        case PostgresType.int8: return bytes.loadInteger(as: Int64.self).flatMap { Int(exactly: $0) }
        case PostgresType.int4: return bytes.loadInteger(as: Int32.self).map(Int.init)
        case PostgresType.int2: return bytes.loadInteger(as: Int16.self).map(Int.init)
        default: return try require(nil, "a number")
        }
    }

    mutating func optionalText() throws(StorageError) -> String? {
        guard let (type, bytes) = next() else { return nil }
        let isText = type == PostgresType.text || type == PostgresType.varchar
        return try require(isText ? String(validating: bytes, as: UTF8.self) : nil, "a text")
    }

    mutating func optionalBlob() throws(StorageError) -> [UInt8]? {
        guard let (type, bytes) = next() else { return nil }
        return try require(type == PostgresType.bytea ? Array(bytes) : nil, "bytes")
    }

    /// The type and the bytes of the next column; nil where it is NULL.
    private mutating func next() -> (type: UInt32, bytes: UnsafeRawBufferPointer)? {
        defer { column += 1 }
        guard column < result.columnCount, PQgetisnull(result.pointer, number, column) == 0 else { return nil }
        let length = Int(PQgetlength(result.pointer, number, column))
        let bytes = UnsafeRawBufferPointer(start: PQgetvalue(result.pointer, number, column), count: length)
        return (PQftype(result.pointer, column), bytes)
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func loadInteger<Number: FixedWidthInteger>(as type: Number.Type) -> Number? {
        guard count == MemoryLayout<Number>.size else { return nil }
        return Number(bigEndian: loadUnaligned(as: type))
    }
}
