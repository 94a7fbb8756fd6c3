/// A statement with its values, to be sent with others in one flush.
struct PostgresStatement {
    let sql: String
    let values: [PostgresValue]
    /// Whether the server keeps it prepared; what is sent once a connection need not be.
    let isPrepared: Bool

    init(_ sql: String, _ values: [PostgresValue] = [], isPrepared: Bool = true) {
        self.sql = sql
        self.values = values
        self.isPrepared = isPrepared
    }

    /// A statement that rules a transaction or a session.
    static func plain(_ sql: String) -> PostgresStatement { PostgresStatement(sql, isPrepared: false) }

    static let begin = plain("BEGIN ISOLATION LEVEL READ COMMITTED")
    static let beginReading = plain("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    static let commit = plain("COMMIT")
    static let rollback = plain("ROLLBACK")

    /// Hands over the values as libpq wants them; the pointers are good for the duration of `body` only.
    func withParameters<Result>(
        _ body: (
            _ count: Int32, _ types: UnsafePointer<UInt32>?, _ values: UnsafePointer<UnsafePointer<CChar>?>?,
            _ lengths: UnsafePointer<Int32>?, _ formats: UnsafePointer<Int32>?
        ) -> Result
    ) -> Result {
        // An empty value must not be a nil pointer, which would be NULL: so there is a byte before the first.
        var bytes: [UInt8] = [0]
        var offsets: [Int?] = []
        var lengths: [Int32] = []
        for value in values {
            let start = bytes.count
            offsets.append(value.encode(into: &bytes) ? start : nil)
            lengths.append(Int32(bytes.count - start))
            bytes.append(0)
        }
        let types = values.map(\.typeID)
        let formats = [Int32](repeating: 1, count: values.count)
        return bytes.withUnsafeBytes { buffer in
            let base = buffer.bindMemory(to: CChar.self).baseAddress
            let pointers = offsets.map { offset in offset.flatMap { base?.advanced(by: $0) } }
            return body(Int32(values.count), types, pointers, lengths, formats)
        }
    }
}
